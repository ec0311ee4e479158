package org.quickfreeze.registry.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.consume.Handler;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.Event;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.demo.VoiceAdapter;
import org.quickfreeze.registry.fixture.RegistryDatabase;
import org.quickfreeze.registry.notice.NoticeCalls.Told;
import org.quickfreeze.registry.notice.Notices.AttemptView;
import org.quickfreeze.registry.notice.Notices.Confirming;
import org.quickfreeze.registry.notice.Notices.NoticeView;
import org.quickfreeze.registry.notice.channel.SendNotice;
import org.quickfreeze.registry.notice.channel.SendNotice.Sent;
import org.quickfreeze.registry.notice.channel.Voice;
import org.quickfreeze.registry.notice.domain.Chain;
import org.quickfreeze.registry.notice.domain.Chain.Line;
import org.quickfreeze.registry.notice.domain.Chain.Way;

/** Officers who sleep, and a real database that remembers who was called. */
@Timeout(120)
class NoticesComponentTest {
  private static final Way HOOK = new Way("webhook", "https://h.example.org", "officer", "en");
  private static final Way BOX = new Way("email", "desk@police.example.org", "officer", "en");
  private static final Way HEAD = new Way("telephone", "+44 20 7946 0902", "head of unit", "en");

  private final Transactions transactions = RegistryDatabase.transactions();
  private final String authority = "xm-" + UUID.randomUUID().toString().substring(0, 8);
  private final Caller officer = person("officer", authority);
  private final Caller stranger = person("officer", "xm-another");
  private final Caller secretary =
      new Caller("5ec", "secretariat", null, null, null, List.of(), java.util.Set.of(), null);
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final List<String> counted = new CopyOnWriteArrayList<>();
  private Instant now = Instant.parse("2026-11-27T03:00:00Z");
  private Chain chain =
      new Chain(
          List.of(
              new Line(Duration.ofMinutes(15), List.of(HOOK, BOX)),
              new Line(Duration.ofMinutes(10), List.of(HEAD))));
  private Sent outcome = Sent.delivered();
  private boolean failing;

  private final DomainClock clock =
      new DomainClock(
          new Clock() {
            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });
  private final Notices notices =
      new Notices(transactions, new DirectoryCopy(), new Outbox(() -> {}));
  private final NoticeIntake intake = new NoticeIntake(notices, clock);
  private final NoticeCalls calls = calls(Map.of("webhook", this::send, "email", this::send));

  /** What is left open would be called by whoever sweeps next. */
  @AfterEach
  void nobodyIsCalledAnyMore() {
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.update(
                """
                update registry.notice set state = 'settled', ended_at = now()
                where authority = ? and state = 'open'""",
                authority));
  }

  @Test
  void givenANewRequest_whenItsEventComesTwice_thenThereIsOneNotice() {
    Incoming event = requested(UUID.randomUUID());

    read(event);
    read(event);

    assertThat(all(officer))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.occasion()).isEqualTo("new-request");
              assertThat(notice.urgency()).isEqualTo("URGENT");
              assertThat(notice.state()).isEqualTo("open");
            });
  }

  @Test
  void givenANotice_whenItIsSwept_thenTheOfficerOnDutyIsCalledOnceAndTheLogSaysSo() {
    read(requested(UUID.randomUUID()));

    sweep();
    sweep();

    assertThat(sent).containsExactly("webhook https://h.example.org new-request");
    assertThat(attempts()).containsExactly("1 1 webhook officer delivered");
    assertThat(counted).containsExactly("webhook delivered");
  }

  @Test
  void givenNobodyWhoAnswers_whenTimeGoesOn_thenTheNextWayAndTheNextLineAreCalled() {
    read(requested(UUID.randomUUID()));

    for (int minute = 0; minute <= 15; minute++) {
      sweep();
      now = now.plus(Duration.ofMinutes(1));
    }

    assertThat(attempts())
        .containsExactly(
            "1 1 webhook officer delivered",
            "2 1 email officer delivered",
            "3 1 webhook officer delivered",
            "4 1 email officer delivered",
            "5 1 webhook officer delivered",
            "6 2 telephone head of unit not-configured");
  }

  @Test
  void givenAWayThatFails_whenItIsKnown_thenTheNextOneIsTriedAFewSecondsLater() {
    read(requested(UUID.randomUUID()));
    outcome = Sent.failed("no-connection");
    sweep();
    now = now.plusSeconds(4);
    sweep();
    assertThat(sent).hasSize(1);

    now = now.plusSeconds(1);
    outcome = Sent.delivered();
    sweep();

    assertThat(attempts())
        .containsExactly("1 1 webhook officer no-connection", "2 1 email officer delivered");
  }

  @Test
  void givenSomebodyWhoHasSeenIt_whenTimeGoesOn_thenNobodyIsCalledAnyMore() {
    read(requested(UUID.randomUUID()));
    sweep();

    assertThat(confirm(officer, only().id())).isEqualTo(new Confirming.Done());

    now = now.plus(Duration.ofHours(2));
    sweep();
    assertThat(sent).hasSize(1);
    assertThat(only().state()).isEqualTo("confirmed");
    assertThat(only().confirmedBy()).isEqualTo("officer");
    assertThat(confirm(officer, only().id())).isEqualTo(new Confirming.Over("confirmed"));
  }

  @Test
  void givenARequestThatIsAcknowledged_whenThatIsRead_thenNobodyIsCalledForItAnyMore() {
    UUID request = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    read(requested(request));
    read(requested(other));

    read(
        event(
            EventTypes.ACKNOWLEDGED,
            request,
            new RequestEvent.Acknowledged(
                request, facts(), "officer", null, now.plusSeconds(60), null)));

    assertThat(all(officer))
        .extracting(notice -> notice.subject() + " " + notice.state())
        .containsExactlyInAnyOrder(request + " settled", other + " open");
  }

  @Test
  void givenThreeRoundsWithoutAnAnswer_whenTheyAreOver_thenAnAlarmIsRaisedOnce() {
    read(requested(UUID.randomUUID()));

    for (int minute = 0; minute <= 80; minute++) {
      sweep();
      now = now.plus(Duration.ofMinutes(1));
    }

    assertThat(only().state()).isEqualTo("open");
    assertThat(only().alarmed()).isTrue();
    assertThat(counted).containsOnlyOnce("unanswered URGENT");
    assertThat(events())
        .singleElement()
        .asString()
        .contains("\"occasion\":\"new-request\"")
        .contains("\"urgency\":\"URGENT\"");
  }

  @Test
  void givenNobodyOnDuty_whenSomebodyIs_thenTheyAreCalledAndTheAlarmWasRaised() {
    Chain desk = chain;
    chain = new Chain(List.of());
    read(requested(UUID.randomUUID()));
    for (int minute = 0; minute < 60; minute++) {
      sweep();
      now = now.plus(Duration.ofMinutes(1));
    }
    assertThat(sent).isEmpty();
    assertThat(counted).containsExactly("unanswered URGENT");

    chain = desk;
    now = now.plus(Duration.ofMinutes(10));
    sweep();

    assertThat(attempts()).containsExactly("1 1 webhook officer delivered");
  }

  @Test
  void givenARotaThatCannotBeRead_whenOthersWaitBehindIt_thenTheyAreCalled() {
    UUID broken = UUID.randomUUID();
    read(requested(broken));
    failing = true;
    sweep();
    failing = false;
    read(requested(UUID.randomUUID()));

    sweep();

    assertThat(sent).hasSize(1);
    now = now.plus(Duration.ofMinutes(1));
    sweep();
    assertThat(sent).hasSize(2);
  }

  @Test
  void givenAMonthWithoutAnybody_whenItIsOver_thenItIsGivenUp() {
    chain = new Chain(List.of());
    read(requested(UUID.randomUUID()));
    now = now.plus(Duration.ofDays(30)).plusSeconds(1);
    sweep();

    assertThat(only().state()).isEqualTo("unanswered");
  }

  @Test
  void givenAnotherAuthority_whenItLooks_thenThereIsNothing() {
    read(requested(UUID.randomUUID()));
    sweep();
    UUID id = only().id();

    assertThat(all(stranger)).isEmpty();
    assertThat(notices.find(stranger, id)).isEmpty();
    assertThat(confirm(stranger, id)).isEqualTo(new Confirming.NotFound());
    assertThat(notices.find(person("auditor", authority), id)).isEmpty();
    assertThat(notices.find(secretary, id)).isPresent();
    assertThat(only().state()).isEqualTo("open");
  }

  @Test
  void givenACrashAfterACallWasPlanned_whenTimeGoesOn_thenTheNextWayIsTried() {
    read(requested(UUID.randomUUID()));
    calls.sweep(work -> {});
    assertThat(attempts()).containsExactly("1 1 webhook officer sending");

    now = now.plusSeconds(119);
    sweep();
    assertThat(sent).isEmpty();
    now = now.plusSeconds(1);
    sweep();

    assertThat(attempts())
        .containsExactly("1 1 webhook officer sending", "2 1 email officer delivered");
  }

  @Test
  void givenTwoReplicas_whenBothSweepAtOnce_thenEachCallIsMadeOnce() throws Exception {
    for (int i = 0; i < 40; i++) {
      read(requested(UUID.randomUUID()));
    }
    NoticeCalls second = calls(Map.of("webhook", this::send, "email", this::send));
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> both = new ArrayList<>();
      for (NoticeCalls one : List.of(calls, second)) {
        both.add(
            threads.submit(
                () -> {
                  start.await();
                  one.sweep(Runnable::run);
                  return null;
                }));
      }
      for (Future<?> one : both) {
        one.get();
      }
    }
    sweep();

    assertThat(sent).hasSize(40);
  }

  @Test
  void givenATelephone_whenSomebodyPicksUpAndConfirms_thenTheNoticeIsSeen() throws Exception {
    chain = new Chain(List.of(new Line(Duration.ofMinutes(15), List.of(HEAD))));
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(terminal, true, StandardCharsets.UTF_8);
    try (VoiceAdapter adapter = new VoiceAdapter(0, "t0ken", out)) {
      Voice voice = new Voice(URI.create("http://127.0.0.1:" + adapter.port()), "t0ken");
      NoticeCalls byPhone = calls(Map.of("telephone", voice), voice);
      read(requested(UUID.randomUUID()));
      byPhone.sweep(Runnable::run);
      assertThat(attempts()).containsExactly("1 1 telephone head of unit ringing");
      assertThat(adapter.hangUp("call-1")).isTrue();
      byPhone.sweep(Runnable::run);
      assertThat(attempts()).containsExactly("1 1 telephone head of unit unanswered");
      assertThat(only().state()).isEqualTo("open");
      now = now.plus(Duration.ofMinutes(2));
      byPhone.sweep(Runnable::run);

      assertThat(adapter.pickUp("call-2")).isTrue();
      byPhone.sweep(Runnable::run);

      assertThat(only().state()).isEqualTo("confirmed");
      assertThat(only().confirmedBy()).isEqualTo("telephone");
      assertThat(attempts()).last().isEqualTo("2 1 telephone head of unit confirmed");
    }
  }

  @Test
  void givenAnEventOfLongAgo_whenItIsRead_thenNobodyIsWokenForIt() {
    UUID request = UUID.randomUUID();
    Incoming event = requested(request);
    now = now.plus(Duration.ofDays(7));
    read(event);

    assertThat(all(officer)).isEmpty();
  }

  @Test
  void givenAnEventThatCannotBeRead_whenItComes_thenItIsPoisoned() {
    UUID request = UUID.randomUUID();
    Incoming broken =
        new Incoming(
            "request.events",
            0,
            0,
            request.toString(),
            List.of(
                "ce_id",
                UUID.randomUUID().toString(),
                "ce_type",
                EventTypes.PRESERVATION_REQUESTED.wire(),
                "ce_time",
                now.toString()),
            new byte[] {'{'});

    assertThat(failure(broken)).isEqualTo("unreadable-event");
    assertThat(all(officer)).isEmpty();
  }

  private Sent send(SendNotice.Message message, Way way) {
    sent.add(way.kind() + " " + way.address() + " " + message.occasion());
    return outcome;
  }

  private NoticeCalls calls(Map<String, SendNotice> channels) {
    return calls(channels, null);
  }

  private NoticeCalls calls(Map<String, SendNotice> channels, @Nullable Voice voice) {
    return new NoticeCalls(
        transactions,
        notices,
        this::rota,
        new Channels(channels, voice),
        clock,
        new Told() {
          @Override
          public void called(String channel, String how) {
            counted.add(channel + " " + how);
          }

          @Override
          public void unanswered(String urgency) {
            counted.add("unanswered " + urgency);
          }
        });
  }

  private Chain rota(String party, String who, String urgency, Instant at) {
    if (failing) {
      throw new IllegalStateException("an unreadable rota");
    }
    return who.equals(authority) ? chain : new Chain(List.of());
  }

  private void sweep() {
    calls.sweep(Runnable::run);
  }

  private Incoming requested(UUID request) {
    return event(
        EventTypes.PRESERVATION_REQUESTED,
        request,
        new RequestEvent.PreservationRequested(
            request, facts(), "officer/FR/fr-24-7", null, now.plusSeconds(900)));
  }

  private RequestFacts facts() {
    return new RequestFacts(
        new Side("FR", "fr-24-7"),
        new Side("XM", authority),
        "BC-29",
        "preservation",
        "URGENT",
        List.of("SUBSCRIBER"),
        List.of("BC-8"),
        List.of("1"),
        List.of(),
        "1",
        false);
  }

  private Incoming event(EventTypes type, UUID request, Event event) {
    return new Incoming(
        "request.events",
        0,
        0,
        request.toString(),
        List.of(
            "ce_id",
            UUID.randomUUID().toString(),
            "ce_type",
            type.wire(),
            "ce_time",
            now.toString()),
        Wire.bytes(event));
  }

  private void read(Incoming incoming) {
    assertThat(failure(incoming)).isNull();
  }

  private @Nullable String failure(Incoming incoming) {
    return transactions.<@Nullable String, RuntimeException>inTransaction(
        Scope.system(),
        tx -> {
          try {
            intake.handle(tx, List.of(incoming));
            return null;
          } catch (Handler.Poisoned | Handler.NotYet e) {
            return e.getMessage();
          }
        });
  }

  private Confirming confirm(Caller caller, UUID id) {
    return transactions.<Confirming, RuntimeException>inTransaction(
        caller.scope(), tx -> notices.confirm(tx, id, caller.role(), now));
  }

  private List<NoticeView> all(Caller caller) {
    return notices.page(caller, false, now.plus(Duration.ofDays(1)), 500);
  }

  private NoticeView only() {
    List<NoticeView> found = all(officer);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private List<String> attempts() {
    return only().attempts().stream().map(NoticesComponentTest::line).toList();
  }

  private static String line(AttemptView attempt) {
    return attempt.number()
        + " "
        + attempt.line()
        + " "
        + attempt.channel()
        + " "
        + attempt.function()
        + " "
        + attempt.outcome();
  }

  private List<String> events() {
    return transactions.<List<String>, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.query(
                "select convert_from(value, 'UTF8') as v from backbone.outbox where key = ?",
                row -> row.text("v"),
                "authority/" + authority));
  }

  private static Caller person(String role, String authority) {
    return new Caller(
        role + authority, role, "XM", authority, null, List.of(), java.util.Set.of(), null);
  }
}

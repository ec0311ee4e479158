package org.quickfreeze.registry.ping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.Es256Signer;
import org.quickfreeze.backbone.sealing.FileKeyVault;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.directory.DutyRota;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.directory.DirectoryPublisher;
import org.quickfreeze.registry.entity.EntityRegister;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.fixture.RegistryDatabase;
import org.quickfreeze.registry.notice.Notices;
import org.quickfreeze.registry.notice.channel.SendNotice;
import org.quickfreeze.registry.notice.channel.SendNotice.Message;
import org.quickfreeze.registry.notice.channel.SendNotice.Sent;
import org.quickfreeze.registry.notice.domain.Chain.Way;
import org.quickfreeze.registry.ping.Pings.Answering;
import org.quickfreeze.registry.ping.Pings.Figures;
import org.quickfreeze.registry.ping.Pings.PingView;
import org.quickfreeze.registry.ping.domain.Schedule;
import org.quickfreeze.stack.TestParts;

/** Channels that work, channels that do not, and people who are there or not. */
@Timeout(120)
class PingsComponentTest {
  private static final String BOX = "desk@police.example.org";
  private static final String NIGHT_NUMBER = "+44 20 7946 0901";
  private static final By SETUP = new By("5e7", "secretariat", null, null);

  private final Transactions transactions = RegistryDatabase.transactions();
  private final KeyVault vault = FileKeyVault.open(TestParts.stack().vault("registry-service"));
  private final Es256Signer signer = vault.signer("register");
  private final Outbox outbox = new Outbox(() -> {});
  private final DirectoryCopy directory = new DirectoryCopy();
  private final EntityRegister register =
      new EntityRegister(
          new DirectoryPublisher(outbox, signer), LawBook.load(), Period.ofMonths(6));
  private final Notices notices = new Notices(transactions, directory, outbox);
  private final Challenge challenge = new Challenge(vault.macKey("pings"), signer);
  private final Pings pings =
      new Pings(transactions, directory, register, notices, outbox, challenge);
  private final String authority = "xp-" + UUID.randomUUID().toString().substring(0, 8);
  private final String desk = authority + "-desk";
  private final Caller officer = person("officer", "XP", authority);
  private final Caller supervisor = person("supervisor", "XP", authority);
  private final Caller stranger = person("officer", "XQ", "xq-another");
  private final List<Message> sent = new CopyOnWriteArrayList<>();
  private Instant now = Instant.parse("2026-11-27T03:00:00Z");
  private Sent outcome = Sent.delivered();

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
  private final PingCalls calls = calls(new Schedule(0, text -> new byte[8]));

  @BeforeEach
  void aContactPoint() {
    ContactPoint point = point();
    RegistryDatabase.enter(
        transactions,
        "authority/" + authority,
        new DirectoryEntity.Authority(authority, "XP", List.of(), "Desk", null, null));
    RegistryDatabase.enter(transactions, "contact-point/" + desk, point);
    directory.load(transactions);
    Instant longAgo = now.minus(Duration.ofDays(100));
    DirectoryEntity.Party party =
        new DirectoryEntity.Party("XP", "Anywhere", "Ailleurs", "party", List.of(), null);
    in(Scope.system(), tx -> register.create(tx, SETUP, party, longAgo));
    in(
        Scope.system(),
        tx ->
            register.create(
                tx,
                SETUP,
                new DirectoryEntity.Authority(authority, "XP", List.of(), "Desk", null, null),
                longAgo));
    in(Scope.system(), tx -> register.create(tx, SETUP, point, longAgo));
  }

  /** What is left open would be swept by whoever comes next. */
  @AfterEach
  void nothingIsLeft() {
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            // a year's rounds are planned for the points of other tests as well
            tx.update("delete from registry.ping")
                + tx.update("delete from registry.notice where authority = ?", authority)
                + tx.update("delete from registry.ping_publication where party = 'XP'"));
  }

  @Test
  void givenARound_whenItIsSwept_thenEveryChannelIsTestedThoseOfTheRotaToo() {
    round();

    assertThat(states())
        .containsExactlyInAnyOrder(
            "feed sent ",
            "email sent ",
            "telephone untested not-configured",
            "fax untested not-configured");
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().english()).contains(challenge.code(find("email").id()));
  }

  @Test
  void givenATest_whenItsProofIsChecked_thenTheRegisterHasSignedIt() {
    round();
    String proof = String.valueOf(sent.getFirst().proof());

    assertThat(Jws.verify(proof, "qf-ping+jws", kid -> signer.publicKey()))
        .isInstanceOfSatisfying(
            Jws.Verified.class,
            verified ->
                assertThat(new String(verified.payload(), StandardCharsets.UTF_8))
                    .contains("\"contactPoint\":\"" + desk + "\""));
  }

  @Test
  void givenATest_whenTheCodeComesBack_thenTheRegisterSaysWhenTheChannelWorked() {
    round();
    now = now.plusSeconds(95);

    assertThat(answer(officer, "email", code("email"))).isEqualTo(new Answering.Right());

    assertThat(find("email").state()).isEqualTo("answered");
    assertThat(find("email").how()).isEqualTo("officer");
    assertThat(kept().everyChannel())
        .extracting(channel -> channel.kind() + " " + channel.testedAt())
        .containsExactly("feed null", "email " + now, "fax null", "telephone null");
    assertThat(figures(officer)).contains(new Figures(desk, "email", "2026-Q4", 1, 0, 0, 95L));
    assertThat(answer(officer, "email", code("email")))
        .isEqualTo(new Answering.Illegal("answered"));
  }

  @Test
  void givenAProvedChannel_whenWhoeverWritesSaysOtherwise_thenTheRegisterKnowsBetter() {
    round();
    assertThat(answer(officer, "email", code("email"))).isEqualTo(new Answering.Right());
    Instant proved = now;
    ContactPoint present = kept();
    Channel forged = new Channel("email", BOX, 2, Instant.parse("2030-01-01T00:00:00Z"));
    Channel fresh = new Channel("telephone", "+44 20 7946 0999", 1, proved);
    ContactPoint body =
        new ContactPoint(
            desk,
            authority,
            List.of(forged, fresh),
            present.languages(),
            present.timeZone(),
            "Mo-Su",
            null,
            null);
    EntityRegister.Outcome.Done done =
        (EntityRegister.Outcome.Done)
            in(
                Scope.system(),
                tx -> register.change(tx, SETUP, body, version(), now.plusSeconds(1)));
    now = now.plusSeconds(2);

    assertThat(done.entity()).isEqualTo("contact-point/" + desk);
    assertThat(kept().channels())
        .extracting(channel -> channel.kind() + " " + channel.testedAt())
        .containsExactly("email " + proved, "telephone null");
  }

  @Test
  void givenWrongCodes_whenTheFifthComes_thenTheRightOneNoLongerHelps() {
    round();
    String right = code("email");
    String wrong = right.equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 5; i++) {
      assertThat(answer(officer, "email", wrong)).isInstanceOf(Answering.Wrong.class);
    }

    assertThat(answer(officer, "email", right)).isEqualTo(new Answering.Illegal("missed"));
    assertThat(find("email").how()).isEqualTo("wrong-codes");
  }

  @Test
  void givenTwoTestsThatNobodyAnswers_whenTheSecondIsOver_thenTheAlarmIsRaisedOnce() {
    round();
    runOut();
    assertThat(events("ping-failed")).isEmpty();
    assertThat(alarms()).isZero();

    round();
    runOut();
    runOut();

    assertThat(events("ping-failed"))
        .containsExactlyInAnyOrder("\"channel\":\"feed\"", "\"channel\":\"email\"");
    assertThat(alarms()).isEqualTo(2);
    assertThat(figures(officer)).contains(new Figures(desk, "email", "2026-Q4", 0, 2, 0, null));
  }

  @Test
  void givenAnAnswerInBetween_whenAnotherTestIsMissed_thenThereIsNoAlarm() {
    round();
    runOut();
    round();
    assertThat(answer(officer, "email", code("email"))).isEqualTo(new Answering.Right());
    runOut();
    round();
    runOut();

    assertThat(events("ping-failed")).containsOnly("\"channel\":\"feed\"");
  }

  @Test
  void givenAChannelThatDoesNotTakeIt_whenItIsTested_thenThatIsAMiss() {
    outcome = Sent.failed("no-connection");
    round();

    assertThat(find("email").state()).isEqualTo("missed");
    assertThat(find("email").how()).isEqualTo("no-connection");
  }

  @Test
  void givenTheFeed_whenItsOwnPeopleRead_thenTheCodeIsThereAndForNobodyElse() {
    round();

    assertThat(find("feed").code()).isEqualTo(challenge.code(find("feed").id()));
    assertThat(find("email").code()).isNull();
    Caller secretary =
        new Caller("5ec", "secretariat", null, null, null, List.of(), Set.of(), null);
    assertThat(pings.page(secretary, desk, now.plusSeconds(1), 500))
        .hasSize(4)
        .allMatch(ping -> ping.code() == null);
    assertThat(pings.page(stranger, desk, now.plusSeconds(1), 500)).isEmpty();
    assertThat(answer(stranger, "feed", code("feed"))).isEqualTo(new Answering.NotFound());
  }

  @Test
  void givenResults_whenAnotherPartyAsks_thenItNeedsTheConsentOfTheirOwn() {
    round();
    runOut();
    assertThat(pings.figures(stranger, "XP", Instant.EPOCH, now.plusSeconds(1))).isEmpty();

    publish(true);
    assertThat(pings.figures(stranger, "XP", Instant.EPOCH, now.plusSeconds(1))).isPresent();

    publish(false);
    assertThat(pings.figures(stranger, "XP", Instant.EPOCH, now.plusSeconds(1))).isEmpty();
  }

  @Test
  void givenARandomRoundThatIsDue_whenItIsLookedAtAgainAndAgain_thenItBeginsOnce() {
    PingCalls scheduled = calls(new Schedule(1, text -> day(330)));
    now = Instant.parse("2026-11-26T23:59:59Z");
    scheduled.beginRounds();
    assertThat(states()).isEmpty();

    now = Instant.parse("2026-11-27T00:00:01Z");
    scheduled.beginRounds();
    now = now.plusSeconds(60);
    scheduled.beginRounds();

    assertThat(pings.page(officer, desk, now.plusSeconds(1), 500))
        .hasSize(4)
        .allMatch(ping -> "2026/1".equals(ping.period()));
  }

  private static byte[] day(int day) {
    return java.nio.ByteBuffer.allocate(8).putLong(Duration.ofDays(day).toSeconds()).array();
  }

  private PingCalls calls(Schedule schedule) {
    Map<String, SendNotice> channels = Map.of("email", this::send);
    return new PingCalls(
        transactions,
        directory,
        pings,
        challenge,
        schedule,
        channels,
        null,
        Duration.ofMinutes(30),
        clock);
  }

  private Sent send(Message message, Way way) {
    assertThat(way.address()).isEqualTo(BOX);
    sent.add(message);
    return outcome;
  }

  private void round() {
    now = now.plusSeconds(1);
    in(officer.scope(), tx -> pings.plan(tx, UUID.randomUUID(), point(), null, now));
    calls.sweep(Runnable::run);
  }

  private void runOut() {
    now = now.plus(Duration.ofMinutes(30));
    calls.sweep(Runnable::run);
  }

  private Answering answer(Caller caller, String channel, String code) {
    UUID id = find(channel).id();
    return in(caller.scope(), tx -> pings.answer(tx, caller, id, code, now));
  }

  private String code(String channel) {
    return challenge.code(find(channel).id());
  }

  private void publish(boolean published) {
    in(
        supervisor.scope(),
        tx -> {
          pings.publish(tx, supervisor, published, now);
          return published;
        });
  }

  /** The latest test of a channel. */
  private PingView find(String channel) {
    return pings.page(officer, desk, now.plusSeconds(1), 500).stream()
        .filter(ping -> ping.channel().equals(channel))
        .findFirst()
        .orElseThrow();
  }

  private List<String> states() {
    return pings.page(officer, desk, now.plusSeconds(1), 500).stream()
        .map(ping -> ping.channel() + " " + ping.state() + " " + ping.how())
        .toList();
  }

  private List<Figures> figures(Caller caller) {
    return pings.figures(caller, "XP", Instant.EPOCH, now.plusSeconds(1)).orElseThrow().stream()
        .filter(one -> one.contactPoint().equals(desk))
        .toList();
  }

  private ContactPoint kept() {
    return in(
        Scope.system(),
        tx ->
            EntityRegister.present(tx, "contact-point/" + desk, ContactPoint.class, now)
                .orElseThrow());
  }

  private long version() {
    return in(
        Scope.system(),
        tx ->
            tx.first(
                    """
                    select max(directory_version) as v from registry.entity_version
                    where entity = ? and superseded_at is null""",
                    row -> row.number("v"),
                    "contact-point/" + desk)
                .orElseThrow());
  }

  private List<String> events(String word) {
    return in(
        Scope.system(),
        tx ->
            tx.query(
                """
                select substring(convert_from(value, 'UTF8') from '"channel":"[a-z]+"') as v
                from backbone.outbox where key = ?
                and headers[array_position(headers, 'ce_type') + 1] = ?""",
                row -> row.text("v"),
                "contact-point/" + desk,
                "org.quickfreeze.registry." + word + ".v1"));
  }

  private long alarms() {
    return in(
        Scope.system(),
        tx ->
            tx.first(
                    "select count(*) as n from registry.notice where authority = ? and urgency = 'URGENT'",
                    row -> row.number("n"),
                    authority)
                .orElseThrow());
  }

  private <T extends @Nullable Object> T in(
      Scope scope, Transactions.Work<T, RuntimeException> work) {
    return transactions.inTransaction(scope, work);
  }

  private ContactPoint point() {
    DutyRota.Duty night =
        new DutyRota.Duty(
            "night duty officer", List.of(new Channel("telephone", NIGHT_NUMBER, 1, null)));
    DutyRota rota =
        new DutyRota(
            List.of(
                new DutyRota.Line(
                    15,
                    List.of(
                        new DutyRota.Shift(
                            List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
                            "00:00",
                            "00:00",
                            null,
                            night)))),
            List.of());
    return new ContactPoint(
        desk,
        authority,
        List.of(
            new Channel("feed", "feed", 1, null),
            new Channel("email", BOX, 2, null),
            new Channel("fax", "+44 20 7946 0903", 3, null)),
        List.of("en"),
        "UTC",
        "Mo-Su",
        rota,
        null);
  }

  private static Caller person(String role, String party, String authority) {
    return new Caller(role + authority, role, party, authority, null, List.of(), Set.of(), null);
  }
}

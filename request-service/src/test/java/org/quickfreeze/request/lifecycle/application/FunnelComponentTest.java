package org.quickfreeze.request.lifecycle.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.clocks.ClockLoop;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.problem.Problem.ProblemException;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.sealing.DataKey;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActBody.OrderNotice;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.order.OrderDocument.OrderContent;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.demo.Orders;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.request.fixture.RequestDatabase;
import org.quickfreeze.request.fixture.World;
import org.quickfreeze.request.fixture.World.Ordered;
import org.quickfreeze.request.lifecycle.adapter.SignedCommand;
import org.quickfreeze.request.lifecycle.application.ActCheck.Checked;
import org.quickfreeze.request.lifecycle.application.RequestReads.HistoryView;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;

/** The funnel with a real database: what one commit holds, and what it never lets through. */
@Timeout(120)
class FunnelComponentTest {
  private static final String EVENT = "org.quickfreeze.request.";
  private final World world = new World();

  @Test
  void givenASubmission_whenTaken_thenEntryClockEventAndFeedsAreThere() {
    UUID request = world.submitted();

    assertThat(world.view(world.romania, request).state()).isEqualTo("Submitted");
    assertThat(rows("request.entry where request", request)).isEqualTo(1);
    assertThat(rows("backbone.clock where state = 'running' and aggregate", request)).isEqualTo(1);
    assertThat(World.events(request))
        .singleElement()
        .asString()
        .startsWith(EVENT + "preservation-requested.v1 ")
        .contains("\"detail\":");
    assertThat(World.feed(request))
        .containsExactlyInAnyOrder(
            "fr-24-7 " + EVENT + "preservation-requested.v1",
            "ro-24-7 " + EVENT + "preservation-requested.v1");
  }

  @Test
  void givenASubmission_whenTaken_thenTheSignedBytesDoNotRestInTheClear() {
    UUID request = world.submitted();

    assertThat(
            RequestDatabase.number(
                "select count(*) from request.entry where encode(sealed, 'escape') like 'ey%'"
                    + " and request = '"
                    + request
                    + "'"))
        .isZero();
    assertThat(
            world
                .wiring
                .reads()
                .entries(world.romania.officer().scope(), request)
                .orElseThrow()
                .getFirst()
                .jws())
        .startsWith("ey");
  }

  @Test
  void givenTheWayToAnOrder_whenIssued_thenTheEventSaysAllButTheContent() {
    UUID request = world.accepted();

    Ordered ordered = world.ordered(request);

    assertThat(world.view(world.france, request).state()).isEqualTo("Ordered");
    assertThat(World.events(request).getLast())
        .startsWith(EVENT + "order-issued.v1 ")
        .contains(
            "\"order\":\"" + ordered.order() + "\"",
            "\"documentKind\":\"preserve\"",
            "\"items\":[\"1\"]",
            "\"sealed\":\"ey")
        .doesNotContain("\"previous\":");
  }

  @Test
  void givenAnUrgentRequest_whenItIsTakenUp_thenEachEventSaysWhatIsDueNext() {
    UUID request = world.accepted();
    world.ordered(request);

    assertThat(World.events(request))
        .anyMatch(due("acknowledged", "reportBy", "2026-11-26T12:00:00Z"))
        .anyMatch(due("accepted", "preserveBy", "2026-11-26T12:00:00Z"))
        .anyMatch(due("order-issued", "replyBy", "2026-11-25T16:00:00Z"));
    assertThat(world.view(world.france, request).clocks())
        .filteredOn(clock -> clock.state().equals("running"))
        .extracting(clock -> clock.name() + " " + clock.rule())
        .containsExactlyInAnyOrder("provider-acknowledgement R2a", "preservation-effected R2b");
  }

  @Test
  void givenAProviderThatIsSilent_whenItsTimeHasPassed_thenBothSidesHearOfIt() {
    UUID request = world.accepted();
    world.ordered(request);
    world.after(Duration.ofHours(4));

    runOut(request);
    runOut(request);

    assertThat(World.events(request))
        .filteredOn(event -> event.startsWith(EVENT + "duty-overdue.v1 "))
        .singleElement()
        .asString()
        .contains("\"rule\":\"R2a\"");
    assertThat(World.feed(request))
        .contains("fr-24-7 " + EVENT + "duty-overdue.v1", "ro-24-7 " + EVENT + "duty-overdue.v1");
  }

  @Test
  void givenACancellation_whenIssued_thenItNamesTheItemsAndTheDocumentBefore() {
    Ordered ordered = world.ordered(world.accepted());
    world.act(world.france, ordered.request(), new ActBody.Withdraw("no longer needed"));

    assertThat(cancel(ordered, ordered.document())).isInstanceOf(Outcome.Done.class);

    assertThat(World.events(ordered.request()))
        .filteredOn(event -> event.startsWith(EVENT + "order-issued.v1 "))
        .last()
        .asString()
        .contains(
            "\"documentKind\":\"cancel\"",
            "\"items\":[\"1\"]",
            "\"previous\":\"" + ordered.document() + "\"");
  }

  @Test
  void givenACancellation_whenItFollowsAnotherDocument_thenNothingIsKept() {
    Ordered ordered = world.ordered(world.accepted());
    world.act(world.france, ordered.request(), new ActBody.Withdraw("no longer needed"));
    int before = World.events(ordered.request()).size();

    Outcome outcome = cancel(ordered, SampleKey.hash("another.document.sig"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.NotSealed.class, not -> assertThat(not.code()).isEqualTo("wrong-document"));
    assertThat(World.events(ordered.request())).hasSize(before);
    assertThat(world.view(world.romania, ordered.request()).state())
        .isEqualTo("WithdrawnUnconfirmed");
  }

  @Test
  void givenAnOrder_whenItsDocumentIsAboutOtherItems_thenItIsRefused() {
    UUID request = world.accepted();
    UUID order = UUID.randomUUID();
    String document =
        world.romania.order(order, request, OrderKind.PRESERVE, "", aboutItem("2"), world.now);

    Outcome outcome =
        world.act(
            world.romania,
            request,
            new ActBody.Order(order, List.of("1"), "acme", SampleKey.hash(document)),
            document);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.NotSealed.class, not -> assertThat(not.code()).isEqualTo("wrong-document"));
  }

  @Test
  void givenAProviderWithoutAKafkaClient_whenOrderedFrom_thenItIsSaidAndNothingGoesOut() {
    UUID request = world.accepted();
    UUID order = UUID.randomUUID();
    String document = world.orderDocument(order, request);
    world.register.revoked(
        new DirectoryEntity.Provider(
            "acme", "Acme Networks SRL", "RO", List.of("mail"), null, List.of("en")),
        world.now.plus(Duration.ofDays(1)));

    Outcome outcome =
        world.act(
            world.romania,
            request,
            new ActBody.Order(order, List.of("1"), "acme", SampleKey.hash(document)),
            document);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.NotSealed.class,
            not -> {
              assertThat(not.code()).isEqualTo("provider-without-channel");
              assertThat(not.what()).contains("outside the system");
            });
    assertThat(world.view(world.romania, request).state()).isEqualTo("Accepted");
  }

  @Test
  void givenTheHistory_whenASideRecomputesADetail_thenItIsTheOneOfTheEvent() {
    UUID request = world.accepted();
    DataKey key =
        new SharedKeys(world.vault)
            .open(world.asSystem(tx -> RequestStore.read(tx, request)).orElseThrow());

    List<HistoryView> history =
        world.wiring.reads().history(world.france.officer().scope(), request).orElseThrow();

    assertThat(history).hasSize(3);
    for (HistoryView step : history) {
      String event = String.valueOf(step.event());
      byte[] detail = key.detail(event, Wire.bytes(step.change()));
      assertThat(World.events(request).get((int) step.entry() - 1))
          .contains(
              "\"detail\":\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(detail));
    }
  }

  @Test
  void givenAnActThatWasTaken_whenItComesAgain_thenItIsReplayed() {
    UUID request = UUID.randomUUID();
    String act = world.submission(request);
    world.submit(act);

    assertThat(world.submit(act)).isEqualTo(new Outcome.Replayed());
    assertThat(world.submit(world.after(Duration.ofSeconds(1)).submission(request)))
        .isEqualTo(new Outcome.Exists());

    String acknowledgement =
        world.romania.sign(
            request, SampleKey.hash(act), world.france, world.acknowledge(), world.now);
    assertThat(world.act(world.romania, acknowledgement, 1)).isInstanceOf(Outcome.Done.class);
    assertThat(world.act(world.romania, acknowledgement, 2)).isEqualTo(new Outcome.Replayed());
    assertThat(rows("request.entry where request", request)).isEqualTo(2);
  }

  @Test
  void givenAnActOnAnotherEntry_whenItComes_thenItIsToldTheHead() {
    UUID request = world.submitted();
    String head = world.view(world.romania, request).head();
    String act =
        world.romania.sign(
            request,
            SampleKey.hash("some.other.act"),
            world.france,
            world.acknowledge(),
            world.now);

    assertThat(world.act(world.romania, act, 1))
        .isEqualTo(new Outcome.NotAllowed(new Reason.WrongPrevious(head)));
    assertThat(world.act(world.romania, request, world.acknowledge()))
        .isInstanceOf(Outcome.Done.class);
    assertThat(rows("request.entry where request", request)).isEqualTo(2);
  }

  @Test
  void givenAnActOfAnOlderVersion_whenItComes_thenItIsStale() {
    UUID request = world.submitted();
    String act =
        world.romania.sign(
            request,
            world.view(world.romania, request).head(),
            world.france,
            world.acknowledge(),
            world.now);

    assertThat(world.act(world.romania, act, 7)).isEqualTo(new Outcome.Stale(1));
  }

  @Test
  void givenAnActWhoseBytesWereChanged_whenChecked_thenItsSignatureDoesNotHold() {
    String act = world.submission(UUID.randomUUID());
    String changed = act.substring(0, act.length() - 6) + "AAAAAA";

    assertThat(world.check(world.france, changed)).isInstanceOf(Checked.Bad.class);
    assertThat(world.check(world.romania, act))
        .isInstanceOfSatisfying(
            Checked.Bad.class, bad -> assertThat(bad.code()).isEqualTo("not-the-callers-act"));
  }

  @Test
  void givenARequestOfOthers_whenAThirdPartyLooks_thenThereIsNone() {
    UUID request = world.submitted();
    Scope germany = Scope.of("officer", "DE", "de-24-7", List.of(), "c");
    Scope elsewhere = Scope.of("officer", "RO", "ro-court", List.of(), "c");

    for (Scope scope : List.of(germany, elsewhere)) {
      assertThat(world.wiring.reads().view(scope, request)).isEmpty();
      assertThat(world.wiring.reads().entries(scope, request)).isEmpty();
      assertThat(world.wiring.reads().timeline(scope, request)).isEmpty();
      assertThat(
              world.transactions.<Long, RuntimeException>inTransaction(
                  scope,
                  tx ->
                      tx.first(
                              """
                              select (select count(*) from request.request where id = ?)
                                + (select count(*) from request.entry where request = ?)
                                + (select count(*) from backbone.clock where aggregate = ?) as n""",
                              row -> row.number("n"),
                              request,
                              request,
                              request)
                          .orElseThrow()))
          .isZero();
    }
  }

  @Test
  void givenACommandWithAKey_whenRepeated_thenItsEffectHappensOnce() {
    UUID request = UUID.randomUUID();
    String act = world.submission(request);
    Commands commands = new Commands(world.transactions, world.vault);

    Answer first = submit(commands, "a-key-" + request, act);
    Answer again = submit(commands, "a-key-" + request, act);

    assertThat(first.location()).isEqualTo("/requests/" + request);
    assertThat(again).isEqualTo(first);
    assertThat(World.events(request)).hasSize(1);
  }

  @Test
  void givenACommandThatFailsAtItsEnd_whenRepeated_thenNeitherKeyNorEffectWasKept() {
    UUID request = UUID.randomUUID();
    String act = world.submission(request);
    Commands commands = new Commands(world.transactions, world.vault);

    assertThatThrownBy(
            () ->
                commands.run(
                    world.france.officer(),
                    "POST",
                    "/requests",
                    "a-key-" + request,
                    act.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    tx -> {
                      var _ =
                          world
                              .wiring
                              .submissions()
                              .submit(
                                  tx,
                                  world.checked(world.france, act),
                                  new SignedCommand(act, null, null),
                                  world.france.officer());
                      throw new IllegalStateException("killed before the commit");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(World.events(request)).isEmpty();

    assertThat(submit(commands, "a-key-" + request, act).status()).isEqualTo(201);
    assertThat(World.events(request)).hasSize(1);
  }

  @Test
  void givenARefusal_whenTheSameKeyComesWithTheSameAct_thenTheKeyIsNotUsedUp() {
    UUID request = UUID.randomUUID();
    String act = world.submission(request);
    world.submit(act);
    Commands commands = new Commands(world.transactions, world.vault);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> submit(commands, "a-key-" + request, act))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.problem().type()).isEqualTo("act-replayed"));
    }
  }

  @Test
  void givenAClockThatIsNotDue_whenACandidateIsReadTooEarly_thenNothingHappens() {
    UUID request = world.submitted();
    world.after(Duration.ofMinutes(119));

    runOut(request);

    assertThat(World.events(request)).hasSize(1);
    assertThat(rows("backbone.clock where state = 'running' and aggregate", request)).isEqualTo(1);
  }

  @Test
  void givenAClockThatWasMetMeanwhile_whenACandidateIsReadLate_thenNothingHappens() {
    UUID request = world.submitted();
    world.act(world.romania, request, world.acknowledge());
    world.after(Duration.ofHours(3));

    runOut(request);

    assertThat(World.events(request)).noneMatch(event -> event.contains("acknowledgement-overdue"));
  }

  @Test
  void givenAClockThatIsDue_whenManyRunItOutAtOnce_thenItRunsOutOnce() throws Exception {
    UUID request = world.submitted();
    world.after(Duration.ofMinutes(121));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> runs =
          java.util.stream.Stream.<Future<?>>generate(() -> threads.submit(() -> runOut(request)))
              .limit(4)
              .toList();
      for (Future<?> run : runs) {
        run.get();
      }
    }
    runOut(request);

    assertThat(World.events(request))
        .filteredOn(event -> event.contains("acknowledgement-overdue"))
        .hasSize(1);
    assertThat(rows("request.entry where kind = 'clock' and request", request)).isEqualTo(1);
  }

  @Test
  void givenTheClockLoop_whenTimePasses_thenTheRequestHearsOfIt() {
    UUID request = world.submitted();
    world.after(Duration.ofMinutes(121));
    try (ClockLoop loop =
        new ClockLoop(world.transactions, world.clock, world.wiring.funnel()::runOut)) {
      loop.start();

      await()
          .untilAsserted(
              () ->
                  assertThat(World.events(request).getLast()).contains("acknowledgement-overdue"));
    }
  }

  private void runOut(UUID request) {
    world.asSystem(
        tx -> {
          world.wiring.funnel().runOut(tx, request, world.now);
          return 0;
        });
  }

  private Answer submit(Commands commands, String key, String act) {
    return commands.run(
        world.france.officer(),
        "POST",
        "/requests",
        key,
        act.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        tx ->
            world
                .wiring
                .submissions()
                .submit(
                    tx,
                    world.checked(world.france, act),
                    new SignedCommand(act, null, null),
                    world.france.officer()));
  }

  private Outcome cancel(Ordered ordered, String previous) {
    String document =
        world.romania.order(
            ordered.order(), ordered.request(), OrderKind.CANCEL, previous, null, world.now);
    return world.act(
        world.romania,
        ordered.request(),
        new ActBody.ConfirmWithdrawal(
            List.of(new OrderNotice(ordered.order(), SampleKey.hash(document)))),
        document);
  }

  private static Predicate<String> due(String event, String member, String time) {
    return text ->
        text.startsWith(EVENT + event + ".v1 ")
            && text.contains("\"" + member + "\":\"" + time + "\"");
  }

  private static OrderContent aboutItem(String id) {
    OrderContent content = Orders.content(World.form());
    ObjectNode json = Wire.mapper().valueToTree(content);
    ((ObjectNode) json.path("items").path(0)).put("id", id);
    return Wire.mapper().convertValue(json, OrderContent.class);
  }

  private static long rows(String where, UUID id) {
    return RequestDatabase.number("select count(*) from " + where + " = '" + id + "'");
  }
}

package org.quickfreeze.request.lifecycle.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.request.fixture.RequestDatabase;
import org.quickfreeze.request.fixture.World;
import org.quickfreeze.request.lifecycle.application.HeldActs.HeldAct;

/** What happens to acts while the copy of the register is older than a minute. */
@Timeout(120)
class HeldActsComponentTest {
  private static final Duration STALE = Duration.ofSeconds(61);
  private final World world = new World();

  @Test
  void givenACopyOfAMinute_whenAnActComes_thenItGoesOnAtOnce() {
    world.after(Duration.ofSeconds(60));
    UUID request = UUID.randomUUID();

    assertThat(world.submit(world.submission(request))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void givenAStaleCopy_whenAnActComes_thenItIsKeptAndTheOtherSideSeesNothing() {
    UUID request = UUID.randomUUID();
    world.after(STALE);

    Outcome outcome = world.submit(world.submission(request));

    assertThat(outcome).isInstanceOf(Outcome.Held.class);
    assertThat(world.wiring.held().sweep(world.now)).isZero();
    assertThat(world.wiring.held().waiting()).isPositive();
    assertThat(held(request).state()).isEqualTo("held");
    assertThat(held(request).directoryVersion()).isEqualTo(world.directory.version());
    assertThat(world.wiring.reads().view(world.romania.officer().scope(), request)).isEmpty();
    assertThat(world.wiring.held().page(world.romania.officer().scope(), 500))
        .noneMatch(act -> act.request().equals(request));
    assertThat(World.events(request)).isEmpty();
    assertThat(World.feed(request)).isEmpty();
    assertThat(
            RequestDatabase.number(
                "select count(*) from request.held_act where request = '"
                    + request
                    + "' and encode(sealed, 'escape') like 'ey%'"))
        .isZero();
  }

  @Test
  void givenAnActThatWaits_whenTheCopyIsFresh_thenItGoesOnForBothSides() {
    UUID request = heldSubmission();
    world.after(Duration.ofSeconds(5));
    world.register.beats(world.now);

    assertThat(world.wiring.held().sweep(world.now)).isPositive();

    assertThat(held(request).state()).isEqualTo("released");
    assertThat(world.view(world.romania, request).state()).isEqualTo("Submitted");
    assertThat(World.events(request))
        .singleElement()
        .asString()
        .startsWith("org.quickfreeze.request.preservation-requested.v1 ");
    assertThat(World.feed(request)).hasSize(2);
    assertThat(world.wiring.held().sweep(world.now)).isZero();
  }

  @Test
  void givenAnActThatWaits_whenItsKeyWasRevokedMeanwhile_thenItIsStoppedAndItsAuthorTold() {
    UUID request = heldSubmission();
    Instant revoked = world.now.minusSeconds(30);
    world.after(Duration.ofSeconds(5));
    world.register.revoked(world.france.keyEntry(), revoked);
    world.register.beats(world.now);

    assertThat(world.wiring.held().sweep(world.now)).isPositive();

    assertStopped(request, "key-revoked");
  }

  @Test
  void givenAnActThatWaits_whenItsCallerWasRevokedMeanwhile_thenItIsStoppedAndItsAuthorTold() {
    UUID request = heldSubmission();
    world.after(Duration.ofSeconds(5));
    world.register.revoked(world.france.entry(), world.now.minusSeconds(1));
    world.register.beats(world.now);

    assertThat(world.wiring.held().sweep(world.now)).isPositive();

    assertStopped(request, "caller-revoked");
  }

  @Test
  void givenAnActThatCannotBeOpened_whenOthersWaitBehindIt_thenTheyGoOn() {
    UUID broken = heldSubmission();
    world.asSystem(
        tx -> tx.update("update request.held_act set sealed = '\\x00' where request = ?", broken));
    UUID behind = UUID.randomUUID();
    world.after(Duration.ofSeconds(1));
    world.submit(world.submission(behind));
    world.after(Duration.ofSeconds(5));
    world.register.beats(world.now);

    world.wiring.held().sweep(world.now);

    assertThat(held(behind).state()).isEqualTo("released");
    assertThat(held(broken).state()).isEqualTo("held");
    world.asSystem(tx -> tx.update("delete from request.held_act where request = ?", broken));
  }

  @Test
  void givenAnActThatWaits_whenOnlyAnOlderHeartbeatComes_thenItGoesOnWaiting() {
    UUID request = heldSubmission();
    Instant before = world.now.minusSeconds(1);
    world.after(Duration.ofSeconds(5));
    world.register.beats(before);

    assertThat(world.directory.fresh(world.now)).isTrue();
    world.wiring.held().sweep(world.now);

    assertThat(held(request).state()).isEqualTo("held");
  }

  @Test
  void givenAnActThatWaits_whenTheNextOneComes_thenItIsToldToWait() {
    UUID request = world.submitted();
    world.after(STALE);
    ActBody withdraw = new ActBody.Withdraw("no longer needed");
    assertThat(world.act(world.france, request, withdraw)).isInstanceOf(Outcome.Held.class);

    assertThat(world.act(world.france, request, withdraw)).isEqualTo(new Outcome.Waiting());
    assertThat(world.act(world.romania, request, world.acknowledge()))
        .isInstanceOf(Outcome.Held.class);
  }

  @Test
  void givenASubmissionThatIsBeingKept_whenItComesAgain_thenTheSecondIsToldToWait() {
    UUID request = UUID.randomUUID();
    world.after(STALE);
    String act = world.submission(request);
    SignedAct signed = world.checked(world.france, act);

    assertThat(
            secondBeforeTheFirstHasCommitted(
                tx ->
                    world
                        .wiring
                        .acts()
                        .submit(tx, signed, world.france.officer(), null, world.now)))
        .hasExactlyElementsOfTypes(Outcome.Held.class, Outcome.Waiting.class);
  }

  @Test
  void givenAnActThatIsBeingKept_whenTheNextOneComes_thenItIsToldToWait() {
    UUID request = world.submitted();
    world.after(STALE);
    RequestView view = world.view(world.france, request);
    ActBody withdraw = new ActBody.Withdraw("no longer needed");
    String act = world.france.sign(request, view.head(), world.romania, withdraw, world.now);
    SignedAct signed = world.checked(world.france, act);

    assertThat(
            secondBeforeTheFirstHasCommitted(
                tx ->
                    world
                        .wiring
                        .acts()
                        .act(
                            tx,
                            new ActIntake.Sent(signed, List.of(), view.version(), null),
                            world.france.officer(),
                            world.now)))
        .hasExactlyElementsOfTypes(Outcome.Held.class, Outcome.Waiting.class);
  }

  /** Both have asked whether an act waits before either could see the other's. */
  private List<Outcome> secondBeforeTheFirstHasCommitted(
      Transactions.Work<Outcome, RuntimeException> call) {
    AtomicReference<Outcome> first = new AtomicReference<>();
    CompletableFuture<Outcome> second =
        world.inTransaction(
            world.france,
            tx -> {
              first.set(call.in(tx));
              CompletableFuture<Outcome> begun =
                  CompletableFuture.supplyAsync(() -> world.inTransaction(world.france, call));
              Awaitility.await()
                  .untilAsserted(
                      () ->
                          assertThat(
                                  RequestDatabase.number(
                                      "select count(*) from pg_locks where not granted"))
                              .isPositive());
              return begun;
            });
    return List.of(first.get(), second.join());
  }

  @Test
  void givenAStaleCopy_whenAnActIsNotLawful_thenItIsRefusedAtOnce() {
    UUID request = world.submitted();
    world.after(STALE);

    assertThat(world.act(world.romania, request, new ActBody.Accept(null)))
        .isInstanceOf(Outcome.NotAllowed.class);
  }

  @Test
  void givenActsOfBothSidesThatWait_whenTheFirstRulesOutTheSecond_thenTheSecondIsStopped() {
    UUID request = world.submitted();
    world.after(STALE);
    world.act(world.france, request, new ActBody.Withdraw("no longer needed"));
    world.after(Duration.ofSeconds(1));
    world.act(world.romania, request, world.acknowledge());
    world.after(Duration.ofSeconds(1));
    world.register.beats(world.now);

    world.wiring.held().sweep(world.now);

    assertThat(world.view(world.france, request).state()).isEqualTo("WithdrawnUnconfirmed");
    assertThat(world.wiring.held().page(world.romania.officer().scope(), 500))
        .filteredOn(act -> act.request().equals(request))
        .singleElement()
        .matches(act -> "superseded".equals(act.reason()));
    assertThat(
            world.wiring.reads().timeline(world.romania.officer().scope(), request).orElseThrow())
        .anyMatch(m -> m.kind().equals("stopped") && m.type().equals("acknowledge"));
    assertThat(world.wiring.reads().timeline(world.france.officer().scope(), request).orElseThrow())
        .noneMatch(m -> m.kind().equals("stopped"));
  }

  @Test
  void givenAnAcknowledgementThatWaits_whenItsClockIsDue_thenTheClockWaitsToo() {
    UUID request = world.submitted();
    world.after(Duration.ofMinutes(119));
    world.act(world.romania, request, world.acknowledge());
    world.after(Duration.ofMinutes(2));

    world.asSystem(
        tx -> {
          world.wiring.funnel().runOut(tx, request, world.now);
          return 0;
        });
    world.register.beats(world.now);
    world.wiring.held().sweep(world.now);

    assertThat(world.view(world.france, request).state()).isEqualTo("Acknowledged");
    assertThat(World.events(request)).noneMatch(event -> event.contains("overdue"));
  }

  @Test
  void givenAStaleCopy_whenAnOrderComes_thenItIsNotSealedAndNothingIsKept() {
    UUID request = world.accepted();
    UUID order = UUID.randomUUID();
    String document = world.orderDocument(order, request);
    int before = World.events(request).size();
    world.after(STALE);

    Outcome outcome =
        world.act(
            world.romania,
            request,
            new ActBody.Order(order, List.of("1"), "acme", SampleKey.hash(document)),
            document);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.NotSealed.class, not -> assertThat(not.code()).isEqualTo("directory-stale"));
    assertThat(World.events(request)).hasSize(before);
    assertThat(
            RequestDatabase.number(
                "select count(*) from request.held_act where request = '" + request + "'"))
        .isZero();
    assertThat(
            RequestDatabase.number(
                "select count(*) from request.order_document where order_id = '" + order + "'"))
        .isZero();
  }

  private UUID heldSubmission() {
    UUID request = UUID.randomUUID();
    world.after(STALE);
    assertThat(world.submit(world.submission(request))).isInstanceOf(Outcome.Held.class);
    return request;
  }

  private HeldAct held(UUID request) {
    return world.wiring.held().page(world.france.officer().scope(), 500).stream()
        .filter(act -> act.request().equals(request))
        .findFirst()
        .orElseThrow();
  }

  private void assertStopped(UUID request, String reason) {
    assertThat(held(request).state()).isEqualTo("stopped");
    assertThat(held(request).reason()).isEqualTo(reason);
    assertThat(world.wiring.reads().view(world.romania.officer().scope(), request)).isEmpty();
    assertThat(World.events(request))
        .singleElement()
        .asString()
        .startsWith("org.quickfreeze.request.act-stopped.v1 ")
        .contains("\"act\":\"submit\"", "\"reason\":\"" + reason + "\"");
    assertThat(World.feed(request))
        .containsExactly("fr-24-7 org.quickfreeze.request.act-stopped.v1");
    assertThat(
            RequestDatabase.number(
                "select count(*) from request.held_act where sealed is not null and request = '"
                    + request
                    + "'"))
        .isZero();
  }
}

package org.quickfreeze.request.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.clocks.Clocks;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.request.breakglass.GlassReviews.GlassView;
import org.quickfreeze.request.breakglass.GlassReviews.Review;
import org.quickfreeze.request.breakglass.domain.GlassBreak.Decision;
import org.quickfreeze.request.breakglass.domain.GlassBreak.Verdict;
import org.quickfreeze.request.fixture.RequestDatabase;
import org.quickfreeze.request.fixture.Side;
import org.quickfreeze.request.fixture.World;
import org.quickfreeze.request.lifecycle.application.Hindrance;
import org.quickfreeze.request.lifecycle.application.Outcome;
import org.quickfreeze.request.lifecycle.application.RequestView;

/**
 * What should not be sent waits when it is routine, and goes with a reason when it cannot wait; the
 * reason is the sender's side's own, and somebody else of it looks at it within a day.
 */
@Timeout(120)
class BreakGlassComponentTest {
  private static final String ROUTINE = "email-account.json";
  private static final String URGENT = "urgent-fraud-ip.json";
  private static final String EMERGENCY = "emergency-threat-to-life.json";
  private static final String REASON = "The hostage taker is online now.";

  private final World world = new World();

  /** The entries of the register outlive this world. */
  @AfterEach
  void confirmBoth() {
    points(null, null);
  }

  @Test
  void givenNothingThatHinders_whenSomethingRoutineComes_thenItIsTaken() {
    points(world.now.plusSeconds(1), world.now.plusSeconds(1));

    assertThat(submit(world.france, ROUTINE, null)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void givenOneOfTwoPointsThatIsStale_whenSomethingRoutineComes_thenTheOtherTakesIt() {
    points(world.now, world.now.plusSeconds(1));

    assertThat(submit(world.france, ROUTINE, null)).isInstanceOf(Outcome.Done.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", REASON})
  void givenWhatHinders_whenSomethingRoutineComes_thenNoReasonHelps(String reason) {
    points(world.now, world.now.minus(Duration.ofDays(1)));

    assertThat(submit(untrained(), ROUTINE, reason))
        .isEqualTo(
            new Outcome.Hindered(List.of(Hindrance.STALE_CONTACT, Hindrance.UNTRAINED), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {URGENT, EMERGENCY})
  void givenWhatHinders_whenSomethingThatCannotWaitComesWithoutReason_thenOneIsAskedFor(
      String form) {
    points(world.now, world.now);
    UUID request = UUID.randomUUID();
    String act = world.submission(request, World.form(form));

    assertThat(world.submit(world.france, act, " "))
        .isEqualTo(new Outcome.Hindered(List.of(Hindrance.STALE_CONTACT), true));
    assertThat(World.events(request)).isEmpty();
    assertThat(breaks(world.france, request)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {URGENT, EMERGENCY})
  void givenWhatHinders_whenSomethingThatCannotWaitComesWithAReason_thenItGoes(String form) {
    UUID request = UUID.randomUUID();
    String act = world.submission(request, World.form(form));

    assertThat(world.submit(without(untrained(), "preservation"), act, REASON))
        .isInstanceOf(Outcome.Done.class);

    assertThat(breaks(world.france, request))
        .singleElement()
        .satisfies(
            glass -> {
              assertThat(glass.hindrances()).containsExactly("untrained", "not-authorised");
              assertThat(glass.state()).isEqualTo("open");
              assertThat(glass.reviewBy()).isEqualTo(world.now.plus(Duration.ofHours(24)));
              assertThat(glass.change().path("reason").asText()).isEqualTo(REASON);
            });
    assertThat(World.events(request))
        .anySatisfy(
            event ->
                assertThat(event)
                    .startsWith("org.quickfreeze.request.glass-broken.v1 ")
                    .contains("not-authorised")
                    .doesNotContain("hostage"));
    assertThat(World.feed(request))
        .contains("fr-24-7 org.quickfreeze.request.glass-broken.v1")
        .doesNotContain("ro-24-7 org.quickfreeze.request.glass-broken.v1");
  }

  @Test
  void givenAReason_whenNothingHinders_thenNothingIsBroken() {
    UUID request = UUID.randomUUID();
    String act = world.submission(request, World.form(URGENT));

    assertThat(world.submit(world.france, act, REASON)).isInstanceOf(Outcome.Done.class);
    assertThat(breaks(world.france, request)).isEmpty();
  }

  @Test
  void givenTraining_whenItsLastMomentIsOver_thenItNoLongerCounts() {
    assertThat(submit(trainedUntil(world.now.plusSeconds(1)), ROUTINE, null))
        .isInstanceOf(Outcome.Done.class);
    assertThat(submit(trainedUntil(world.now), ROUTINE, null))
        .isEqualTo(new Outcome.Hindered(List.of(Hindrance.UNTRAINED), false));
  }

  @Test
  void givenAnUntrainedOfficer_whenTheyAnswer_thenNothingHindersThem() {
    UUID request = world.submitted();
    Side romania = trained(world.romania, null);

    assertThat(world.act(romania, request, world.acknowledge())).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void givenAnUntrainedOfficer_whenTheyOrder_thenItNeedsAReason() {
    UUID request = world.accepted();
    Side romania = trained(world.romania, null);
    UUID order = UUID.randomUUID();
    String document = world.orderDocument(order, request);
    ActBody body = new ActBody.Order(order, List.of("1"), "acme", SampleKey.hash(document));
    RequestView view = world.view(romania, request);
    String act = romania.sign(request, view.head(), world.france, body, world.now);

    assertThat(world.actWith(null, romania, act, view.version(), document))
        .isEqualTo(new Outcome.Hindered(List.of(Hindrance.UNTRAINED), true));
    assertThat(world.actWith(REASON, romania, act, view.version(), document))
        .isInstanceOf(Outcome.Done.class);
    assertThat(breaks(romania, request)).extracting(GlassView::act).containsExactly("order");
  }

  @Test
  void givenTheOtherSide_whenItLooks_thenItSeesNothing() {
    UUID request = broken();
    GlassView glass = breaks(world.france, request).getFirst();

    assertThat(breaks(world.romania, request)).isEmpty();
    assertThat(world.wiring.reviews().find(world.romania.officer(), glass.id())).isEmpty();
    assertThat(review(supervisor(world.romania), glass.id(), Verdict.JUSTIFIED))
        .isEqualTo(new Review.NotFound());
  }

  @Test
  void givenABreak_whenItIsKept_thenItsReasonIsNotInTheClear() {
    UUID request = broken();

    assertThat(
            RequestDatabase.number(
                "select count(*) from request.glass_break where request = '"
                    + request
                    + "' and position('hostage' in encode(change, 'escape')) > 0"))
        .isZero();
  }

  @Test
  void givenABreak_whenASupervisorReviewsIt_thenItIsToldOnceAndItsClockStops() {
    UUID request = broken();
    UUID id = breaks(world.france, request).getFirst().id();

    assertThat(review(supervisor(world.france), id, Verdict.NOT_JUSTIFIED))
        .isEqualTo(new Review.Done());

    assertThat(world.wiring.reviews().find(world.france.officer(), id))
        .hasValueSatisfying(
            glass -> {
              assertThat(glass.state()).isEqualTo("reviewed");
              assertThat(glass.verdict()).isEqualTo("not-justified");
              assertThat(glass.remark()).isEqualTo("seen");
            });
    world.after(Duration.ofDays(2));
    runOut(id);
    assertThat(told(request, "glass-reviewed")).isEqualTo(1);
    assertThat(told(request, "glass-review-overdue")).isZero();
    assertThat(review(supervisor(world.france), id, Verdict.JUSTIFIED))
        .isEqualTo(new Review.Refused(new Decision.Illegal("reviewed")));
  }

  @Test
  void givenABreak_whenWhoeverBrokeItReviewsIt_thenItIsRefused() {
    UUID request = broken();
    UUID id = breaks(world.france, request).getFirst().id();

    assertThat(review(world.france.officer(), id, Verdict.JUSTIFIED))
        .isEqualTo(new Review.Refused(new Decision.OwnBreak()));
    assertThat(told(request, "glass-reviewed")).isZero();
  }

  @Test
  void givenABreakThatNobodyReviews_whenADayIsOver_thenThatIsToldOnceAndItStillWaits() {
    UUID request = broken();
    UUID id = breaks(world.france, request).getFirst().id();
    world.after(Duration.ofHours(24).minusSeconds(1));
    runOut(id);
    assertThat(told(request, "glass-review-overdue")).isZero();

    world.after(Duration.ofSeconds(1));
    runOut(id);
    runOut(id);

    assertThat(told(request, "glass-review-overdue")).isEqualTo(1);
    assertThat(breaks(world.france, request).getFirst().state()).isEqualTo("overdue");
    assertThat(review(supervisor(world.france), id, Verdict.JUSTIFIED))
        .isEqualTo(new Review.Done());
  }

  @Test
  void givenABreakOnAStaleCopy_whenTheCopyIsFresh_thenTheActGoesOnWithoutASecondBreak() {
    world.register.says(untrained().entry());
    UUID request = UUID.randomUUID();
    String act = world.submission(request, World.form(URGENT));
    world.after(Duration.ofSeconds(61));
    assertThat(world.submit(untrained(), act, REASON)).isInstanceOf(Outcome.Held.class);
    world.after(Duration.ofSeconds(5));
    world.register.beats(world.now);

    world.wiring.held().sweep(world.now);

    assertThat(World.events(request))
        .anyMatch(e -> e.startsWith("org.quickfreeze.request.preservation-requested.v1 "));
    assertThat(breaks(world.france, request)).hasSize(1);
    world.register.says(world.france.entry());
  }

  @Test
  void givenAnActThatWaits_whenItsSendersTrainingEndsMeanwhile_thenItIsStopped() {
    UUID request = UUID.randomUUID();
    String act = world.submission(request, World.form(URGENT));
    world.after(Duration.ofSeconds(61));
    assertThat(world.submit(world.france, act, null)).isInstanceOf(Outcome.Held.class);
    world.register.says(untrained().entry());
    world.after(Duration.ofSeconds(5));
    world.register.beats(world.now);

    world.wiring.held().sweep(world.now);

    assertThat(World.events(request))
        .singleElement()
        .asString()
        .startsWith("org.quickfreeze.request.act-stopped.v1 ")
        .contains("\"untrained\"");
    world.register.says(world.france.entry());
  }

  private UUID broken() {
    UUID request = UUID.randomUUID();
    String act = world.submission(request, World.form(EMERGENCY));
    assertThat(world.submit(untrained(), act, REASON)).isInstanceOf(Outcome.Done.class);
    return request;
  }

  private Outcome submit(Side side, String form, @Nullable String reason) {
    return world.submit(side, world.submission(UUID.randomUUID(), World.form(form)), reason);
  }

  private List<GlassView> breaks(Side side, UUID request) {
    return world.wiring.reviews().page(side.officer(), false, 500).stream()
        .filter(glass -> glass.request().equals(request))
        .toList();
  }

  private Review review(Caller reviewer, UUID id, Verdict verdict) {
    return world.transactions.inTransaction(
        reviewer.scope(),
        tx -> world.wiring.reviews().review(tx, reviewer, id, verdict, "seen", world.now));
  }

  private void runOut(UUID id) {
    world.asSystem(
        tx -> {
          world.wiring.reviews().runOut(tx, id, world.now);
          return Clocks.of(tx, id);
        });
  }

  private static long told(UUID request, String event) {
    return World.events(request).stream().filter(e -> e.contains("." + event + ".v1 ")).count();
  }

  private Side untrained() {
    return trained(world.france, null);
  }

  private Side trainedUntil(Instant until) {
    return trained(world.france, until);
  }

  private static Side trained(Side side, @Nullable Instant until) {
    return side.with(
        person(side, side.officer().id(), "officer", side.officer().measures(), until));
  }

  private static Side without(Side side, String measure) {
    assertThat(side.officer().measures()).contains(measure);
    return side.with(
        person(side, side.officer().id(), "officer", Set.of(), side.officer().trainedUntil()));
  }

  private static Caller supervisor(Side side) {
    return person(side, "f".repeat(64), "supervisor", Set.of(), null);
  }

  private static Caller person(
      Side side, String id, String role, Set<String> measures, @Nullable Instant trainedUntil) {
    return new Caller(
        id,
        role,
        side.self().party(),
        side.self().authority(),
        null,
        List.of(),
        measures,
        trainedUntil);
  }

  private void points(@Nullable Instant desk, @Nullable Instant second) {
    world.register.says(point("ro-desk", desk));
    world.register.says(point("ro-second", second));
  }

  private static ContactPoint point(String id, @Nullable Instant attestedUntil) {
    return new ContactPoint(
        id, "ro-24-7", List.of(), List.of("en"), "Europe/Bucharest", "", null, attestedUntil);
  }
}

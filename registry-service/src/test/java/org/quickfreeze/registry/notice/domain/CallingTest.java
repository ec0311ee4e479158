package org.quickfreeze.registry.notice.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.registry.notice.domain.Calling.Step;
import org.quickfreeze.registry.notice.domain.Chain.Line;
import org.quickfreeze.registry.notice.domain.Chain.Way;
import org.quickfreeze.registry.notice.domain.Notice.Open;

/** Whom to call, minute by minute. */
class CallingTest {
  private static final Instant NIGHT = Instant.parse("2026-11-27T03:00:00Z");
  private static final Way HOOK = way("webhook", "duty officer");
  private static final Way PHONE = way("telephone", "duty officer");
  private static final Way HEAD = way("telephone", "head of unit");
  private static final Chain CHAIN = new Chain(List.of(line(15, HOOK, PHONE), line(10, HEAD)));

  @Test
  void givenANewNotice_whenItIsLookedAt_thenTheFirstWayOfTheFirstLineIsCalledAtOnce() {
    Step step = Calling.next(Open.begin(NIGHT), CHAIN, "URGENT", NIGHT);

    assertThat(step)
        .isEqualTo(new Step.Call(HOOK, 1, new Open(1, 1, 1, NIGHT, NIGHT.plusSeconds(120))));
  }

  @ParameterizedTest
  @CsvSource({"URGENT,120", "ROUTINE,600"})
  void givenACall_whenNobodyAnswers_thenTheNextWayFollowsAfterAPauseOfTheUrgency(
      String urgency, long seconds) {
    Step.Call first = (Step.Call) Calling.next(Open.begin(NIGHT), CHAIN, urgency, NIGHT);
    Instant due = NIGHT.plusSeconds(seconds);

    assertThat(Calling.next(first.after(), CHAIN, urgency, due.minusNanos(1000)))
        .isEqualTo(new Step.Wait());
    assertThat(((Step.Call) Calling.next(first.after(), CHAIN, urgency, due)).way())
        .isEqualTo(PHONE);
  }

  @Test
  void givenAnHourWithoutAnAnswer_whenItIsReplayed_thenEveryCallStandsWhereTheRotaPutsIt() {
    assertThat(replay(CHAIN, "URGENT", Duration.ofMinutes(51)))
        .containsExactly(
            "0 1 webhook",
            "2 1 telephone",
            "4 1 webhook",
            "8 1 telephone",
            "12 1 webhook",
            "15 2 telephone",
            "17 2 telephone",
            "21 2 telephone",
            "25 1 webhook",
            "27 1 telephone",
            "29 1 webhook",
            "33 1 telephone",
            "37 1 webhook",
            "40 2 telephone",
            "42 2 telephone",
            "46 2 telephone",
            "50 1 webhook");
  }

  @Test
  void givenAnEmergency_whenALineIsCalled_thenAllItsWaysAreUsedAtOnce() {
    assertThat(replay(CHAIN, "EMERGENCY", Duration.ofMinutes(16)))
        .containsExactly(
            "0 1 webhook",
            "0 1 telephone",
            "1 1 webhook",
            "1 1 telephone",
            "3 1 webhook",
            "3 1 telephone",
            "7 1 webhook",
            "7 1 telephone",
            "15 2 telephone",
            "16 2 telephone");
  }

  @Test
  void givenALineWithoutCover_whenItsTurnComes_thenTheNextOneIsCalledAtOnce() {
    Chain chain = new Chain(List.of(line(15), line(10, HEAD)));

    assertThat(replay(chain, "EMERGENCY", Duration.ofMinutes(1)))
        .containsExactly("0 2 telephone", "1 2 telephone");
  }

  @Test
  void givenThreeRoundsWithoutAnAnswer_whenTheLastIsOver_thenTheAlarmIsRaisedAndItGoesOnLater() {
    Open before = (Open) run(CHAIN, "URGENT", Duration.ofMinutes(74), new ArrayList<>());
    Instant again = NIGHT.plus(Duration.ofMinutes(75)).plus(Duration.ofHours(4));

    assertThat(before.alarmed()).isFalse();
    assertThat(run(CHAIN, "URGENT", Duration.ofMinutes(75), new ArrayList<>()))
        .isEqualTo(new Open(4, 1, 0, again, again));
    assertThat(((Open) run(CHAIN, "URGENT", Duration.ofMinutes(75), new ArrayList<>())).alarmed())
        .isTrue();
    assertThat(replay(CHAIN, "URGENT", Duration.ofMinutes(315))).last().isEqualTo("315 1 webhook");
  }

  @Test
  void givenFifteenRoundsWithoutAnAnswer_whenTheLastIsOver_thenNobodyIsCalledAnyMore() {
    assertThat(run(CHAIN, "ROUTINE", Duration.ofDays(5), new ArrayList<>()))
        .isEqualTo(new Notice.Unanswered());
  }

  @ParameterizedTest
  @CsvSource({"EMERGENCY,2", "URGENT,4", "ROUTINE,20"})
  void givenNobodyToCall_whenItIsLookedAt_thenTheAlarmComesSoonAndTheLookingGoesOn(
      String urgency, long minutes) {
    Chain nobody = new Chain(List.of(line(15), line(15)));
    Duration alarm = Duration.ofMinutes(minutes);

    Open before = (Open) run(nobody, urgency, alarm.minusSeconds(30), new ArrayList<>());
    assertThat(before.alarmed()).isFalse();
    assertThat(((Open) run(nobody, urgency, alarm, new ArrayList<>())).alarmed()).isTrue();
    assertThat(replay(nobody, urgency, Duration.ofDays(4))).isEmpty();
    assertThat(run(nobody, urgency, Duration.ofDays(4), new ArrayList<>()))
        .isInstanceOf(Open.class);
  }

  @Test
  void givenARequestOfSaturday_whenTheDeskOpensOnMonday_thenItIsToldWithinTenMinutes() {
    Open saturday =
        (Open) run(new Chain(List.of()), "URGENT", Duration.ofHours(53), new ArrayList<>());
    Instant monday = NIGHT.plus(Duration.ofHours(53)).plus(Duration.ofMinutes(10));

    assertThat(Calling.next(saturday, CHAIN, "URGENT", monday))
        .isInstanceOfSatisfying(Step.Call.class, call -> assertThat(call.way()).isEqualTo(HOOK));
  }

  @Test
  void givenARotaThatHasGrownShorter_whenItsLastLineWasBeingCalled_thenItGoesRoundAgain() {
    Open third = new Open(1, 3, 1, NIGHT, NIGHT);

    assertThat(Calling.next(third, CHAIN, "URGENT", NIGHT))
        .isEqualTo(new Step.Move(new Open(2, 1, 0, NIGHT, NIGHT)));
  }

  @Test
  void givenACallThatDidNotGoOut_whenItIsKnown_thenTheNextWayComesSooner() {
    Step.Call call = (Step.Call) Calling.next(Open.begin(NIGHT), CHAIN, "ROUTINE", NIGHT);
    Duration pause = Calling.afterFailure(call.after(), CHAIN);

    assertThat(pause).isEqualTo(Duration.ofSeconds(5));
    assertThat(call.after().failed(NIGHT, pause).nextAt()).isEqualTo(NIGHT.plusSeconds(5));
    assertThat(call.after().failed(NIGHT, Duration.ofHours(1))).isEqualTo(call.after());
  }

  @Test
  void givenWaysThatAllFail_whenTheyWereTriedAgainAndAgain_thenThePausesGrowToEightySeconds() {
    assertThat(
            List.of(1, 2, 4, 8, 40).stream()
                .map(tries -> new Open(1, 1, tries, NIGHT, NIGHT))
                .map(open -> Calling.afterFailure(open, CHAIN).toSeconds()))
        .containsExactly(5L, 10L, 20L, 80L, 80L);
  }

  @Test
  void givenAnOpenNotice_whenSomebodyHasSeenItOrItIsDone_thenItEnds() {
    assertThat(Open.begin(NIGHT).confirm()).isEqualTo(new Notice.Confirmed());
    assertThat(Open.begin(NIGHT).settle()).isEqualTo(new Notice.Settled());
  }

  /** Any rota, any urgency: it ends where anybody could be called, and no line is passed over. */
  @Test
  void givenRandomRotas_whenNobodyAnswers_thenEachLineWithSomebodyIsCalledInEveryRound() {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 500; i++) {
      Chain chain = anyChain(random);
      String urgency = List.of("EMERGENCY", "URGENT", "ROUTINE").get(random.nextInt(3));
      List<String> calls = new ArrayList<>();
      Notice end = run(chain, urgency, Duration.ofDays(6), calls);

      assertThat(end instanceof Notice.Unanswered)
          .as("seed %d, rota %d: %s", seed, i, chain)
          .isNotEqualTo(chain.isEmpty());
      for (int line = 1; line <= chain.lines().size(); line++) {
        String turn = " " + line + " ";
        long times = calls.stream().filter(call -> call.contains(turn)).count();
        boolean somebody = !chain.lines().get(line - 1).ways().isEmpty();
        assertThat(times >= Notice.MOST_ROUNDS)
            .as("seed %d, rota %d, line %d: %s", seed, i, line, calls)
            .isEqualTo(somebody);
      }
    }
  }

  private static Chain anyChain(RandomGenerator random) {
    List<Line> lines = new ArrayList<>();
    for (int line = random.nextInt(1, 5); line > 0; line--) {
      List<Way> ways = new ArrayList<>();
      for (int way = random.nextInt(4); way > 0; way--) {
        ways.add(random.nextBoolean() ? HOOK : PHONE);
      }
      lines.add(new Line(Duration.ofMinutes(random.nextInt(1, 60)), ways));
    }
    return new Chain(lines);
  }

  private static List<String> replay(Chain chain, String urgency, Duration time) {
    List<String> calls = new ArrayList<>();
    var _ = run(chain, urgency, time, calls);
    return calls;
  }

  /** Looks every half minute, as nobody answers; writes down minute, line and way. */
  private static Notice run(Chain chain, String urgency, Duration time, List<String> calls) {
    Notice notice = Open.begin(NIGHT);
    for (Instant now = NIGHT; !now.isAfter(NIGHT.plus(time)); now = now.plusSeconds(30)) {
      boolean due = true;
      while (due && notice instanceof Open open) {
        switch (Calling.next(open, chain, urgency, now)) {
          case Step.Wait _ -> due = false;
          case Step.Move move -> notice = move.after();
          case Step.Call call -> {
            calls.add(
                Duration.between(NIGHT, now).toMinutes()
                    + " "
                    + call.line()
                    + " "
                    + call.way().kind());
            notice = call.after();
          }
        }
      }
    }
    return notice;
  }

  private static Line line(int minutes, Way... ways) {
    return new Line(Duration.ofMinutes(minutes), List.of(ways));
  }

  private static Way way(String kind, String function) {
    return new Way(kind, "an address", function, "en");
  }
}

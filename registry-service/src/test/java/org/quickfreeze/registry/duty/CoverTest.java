package org.quickfreeze.registry.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.directory.DutyRota;
import org.quickfreeze.contracts.directory.DutyRota.Deviation;
import org.quickfreeze.contracts.directory.DutyRota.Duty;
import org.quickfreeze.contracts.directory.DutyRota.Line;
import org.quickfreeze.contracts.directory.DutyRota.Rotation;
import org.quickfreeze.contracts.directory.DutyRota.Shift;
import org.quickfreeze.registry.duty.Cover.Gap;
import org.quickfreeze.registry.duty.Cover.Watch;

/** Rotas in real time. 2026-11-23 is a Monday. */
class CoverTest {
  private static final List<String> WEEK = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  @Test
  void givenAWeeklyPattern_whenAskedAtItsEdges_thenTheMinuteDecides() {
    Cover cover = cover(PARIS, shift(List.of("MO"), "08:00", "18:00", "day"));

    assertThat(functions(cover, "2026-11-23T06:59:59Z")).isEmpty();
    assertThat(functions(cover, "2026-11-23T07:00:00Z")).containsExactly("day");
    assertThat(functions(cover, "2026-11-23T16:59:59Z")).containsExactly("day");
    assertThat(functions(cover, "2026-11-23T17:00:00Z")).isEmpty();
    assertThat(functions(cover, "2026-11-24T12:00:00Z")).isEmpty();
  }

  @Test
  void givenAShiftPastMidnight_whenAskedInTheMorning_thenItIsThatOfTheEveningBefore() {
    Cover cover = cover(PARIS, shift(List.of("SU"), "20:00", "08:00", "night"));

    assertThat(functions(cover, "2026-11-23T06:59:00Z")).containsExactly("night");
    assertThat(functions(cover, "2026-11-23T07:00:00Z")).isEmpty();
    assertThat(functions(cover, "2026-11-24T03:00:00Z")).isEmpty();
  }

  @Test
  void givenAShiftThatEndsWhenItBegins_whenAsked_thenItLastsTheWholeDay() {
    Cover cover = cover(PARIS, shift(WEEK, "09:00", "09:00", "day and night"));

    assertThat(cover.gaps(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))).isEmpty();
  }

  /** Shifts meet while the clocks change, in the skipped hour and in the one shown twice. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Paris",
        "Europe/Bucharest",
        "America/New_York",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Pacific/Auckland",
        "Africa/Casablanca",
        "Asia/Tokyo"
      })
  void givenShiftsThatMeet_whenTheClocksChange_thenThereIsOneOnDutyAtEachMinuteOfTheYear(
      String zone) {
    Cover cover =
        cover(
            ZoneId.of(zone),
            shift(WEEK, "00:15", "02:15", "a"),
            shift(WEEK, "02:15", "02:45", "b"),
            shift(WEEK, "02:45", "14:00", "c"),
            shift(WEEK, "14:00", "00:15", "d"));
    Instant start = at("2026-01-01T00:00:00Z");
    Instant end = at("2027-01-01T00:00:00Z");

    assertThat(cover.gaps(start, end)).isEmpty();
    for (Instant t = start; t.isBefore(end); t = t.plus(Duration.ofMinutes(15))) {
      assertThat(cover.onDuty(1, t)).as(t.toString()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // the night in which the clocks go forward, and the one in which they go back
    "Europe/Paris,        2026-03-28T19:00:00Z, 11, 2026-10-24T18:00:00Z, 13",
    "Europe/Bucharest,    2026-03-28T18:00:00Z, 11, 2026-10-24T17:00:00Z, 13",
    "America/New_York,    2026-03-08T01:00:00Z, 11, 2026-11-01T00:00:00Z, 13",
    "Pacific/Auckland,    2026-09-26T08:00:00Z, 11, 2026-04-04T07:00:00Z, 13",
    "Asia/Tokyo,          2026-03-28T11:00:00Z, 12, 2026-10-24T11:00:00Z, 12",
  })
  void givenANightShift_whenTheClocksChange_thenItIsAnHourShorterOrLonger(
      String zone, String shortNight, int hours, String longNight, int longHours) {
    Cover cover = cover(ZoneId.of(zone), shift(WEEK, "20:00", "08:00", "night"));

    assertThat(cover.onDuty(1, at(shortNight)))
        .containsExactly(watch(shortNight, Duration.ofHours(hours), "night"));
    assertThat(cover.onDuty(1, at(longNight)))
        .containsExactly(watch(longNight, Duration.ofHours(longHours), "night"));
  }

  @Test
  void givenABoundInTheSkippedHour_whenAsked_thenItIsTheMomentOfTheSkip() {
    Cover cover = cover(PARIS, shift(List.of("SU"), "02:30", "06:00", "early"));

    assertThat(cover.onDuty(1, at("2026-03-29T02:00:00Z")))
        .containsExactly(watch("2026-03-29T01:00:00Z", Duration.ofHours(3), "early"));
  }

  @Test
  void givenAShiftInsideTheSkippedHour_whenAsked_thenItHasNoTimeAndItsNeighboursMeet() {
    Cover cover =
        cover(
            PARIS,
            shift(WEEK, "20:00", "02:30", "a"),
            shift(WEEK, "02:30", "03:00", "b"),
            shift(WEEK, "03:00", "20:00", "c"));

    assertThat(functions(cover, "2026-03-29T00:59:59Z")).containsExactly("a");
    assertThat(functions(cover, "2026-03-29T01:00:00Z")).containsExactly("c");
    assertThat(cover.gaps(at("2026-03-28T12:00:00Z"), at("2026-03-30T12:00:00Z"))).isEmpty();
  }

  @Test
  void givenOnlyAShiftInsideTheSkippedHour_whenAsked_thenTheWholeTimeIsOneGap() {
    Cover cover = cover(PARIS, shift(List.of("SU"), "02:30", "03:00", "b"));

    assertThat(cover.gaps(at("2026-03-29T00:00:00Z"), at("2026-03-29T04:00:00Z")))
        .containsExactly(new Gap(at("2026-03-29T00:00:00Z"), at("2026-03-29T04:00:00Z")));
  }

  @Test
  void givenAnAbsenceInsideTheSkippedHour_whenAsked_thenTheShiftIsWhole() {
    Cover cover = deviating(new Deviation(1, "2026-03-29T02:00", "2026-03-29T03:00", null));

    assertThat(cover.onDuty(1, at("2026-03-29T01:15:00Z")))
        .containsExactly(watch("2026-03-28T23:00:00Z", Duration.ofHours(23), "officer"));
  }

  @Test
  void givenABoundInTheHourShownTwice_whenAsked_thenTheFirstOneCounts() {
    Cover cover = cover(PARIS, shift(List.of("SU"), "02:30", "06:00", "early"));

    assertThat(cover.onDuty(1, at("2026-10-25T02:00:00Z")))
        .containsExactly(watch("2026-10-25T00:30:00Z", Duration.ofMinutes(270), "early"));
  }

  /** Lord Howe moves its clocks by half an hour. */
  @Test
  void givenAClockThatMovesByHalfAnHour_whenAShiftSpansIt_thenItIsHalfAnHourLonger() {
    Cover cover =
        cover(ZoneId.of("Australia/Lord_Howe"), shift(List.of("SU"), "00:00", "06:00", "n"));

    assertThat(cover.onDuty(1, at("2026-04-04T14:00:00Z")))
        .containsExactly(watch("2026-04-04T13:00:00Z", Duration.ofMinutes(390), "n"));
    assertThat(cover.onDuty(1, at("2026-10-03T14:00:00Z")))
        .containsExactly(watch("2026-10-03T13:30:00Z", Duration.ofMinutes(330), "n"));
  }

  @Test
  void givenARotationOfThreeWeeks_whenWeeksPass_thenEachTeamComesInItsWeekAlsoBeforeTheAnchor() {
    Cover cover =
        cover(
            PARIS,
            turning("a", new Rotation(3, "2026-11-25")),
            turning("b", new Rotation(3, "2026-11-30")),
            turning("c", new Rotation(3, "2026-12-13")));

    assertThat(functions(cover, "2026-11-22T22:30:00Z")).containsExactly("c");
    assertThat(functions(cover, "2026-11-23T12:00:00Z")).containsExactly("a");
    assertThat(functions(cover, "2026-11-29T22:59:00Z")).containsExactly("a");
    assertThat(functions(cover, "2026-11-29T23:00:00Z")).containsExactly("b");
    assertThat(functions(cover, "2026-12-07T12:00:00Z")).containsExactly("c");
    assertThat(functions(cover, "2026-12-14T12:00:00Z")).containsExactly("a");
    assertThat(functions(cover, "2026-11-02T12:00:00Z")).containsExactly("a");
  }

  @Test
  void givenAnAbsence_whenAsked_thenItIsAGapAndTheRestOfTheShiftStands() {
    Cover cover =
        deviating(
            new Deviation(1, "2026-11-23T10:00", "2026-11-23T12:00", null),
            new Deviation(2, "2026-11-23T13:00", "2026-11-23T14:00", null));

    assertThat(cover.gaps(at("2026-11-22T23:00:00Z"), at("2026-11-23T23:00:00Z")))
        .containsExactly(new Gap(at("2026-11-23T09:00:00Z"), at("2026-11-23T11:00:00Z")));
    assertThat(functions(cover, "2026-11-23T08:59:00Z")).containsExactly("officer");
    assertThat(functions(cover, "2026-11-23T11:00:00Z")).containsExactly("officer");
  }

  @Test
  void givenAnExchange_whenALaterDeviationMeetsIt_thenTheLaterOneGoesFirst() {
    Cover cover =
        deviating(
            new Deviation(1, "2026-11-23T10:00", "2026-11-23T16:00", duty("stand-in")),
            new Deviation(1, "2026-11-23T12:00", "2026-11-23T14:00", duty("second stand-in")));

    assertThat(functions(cover, "2026-11-23T09:30:00Z")).containsExactly("stand-in");
    assertThat(functions(cover, "2026-11-23T11:30:00Z")).containsExactly("second stand-in");
    assertThat(functions(cover, "2026-11-23T14:30:00Z")).containsExactly("stand-in");
    assertThat(functions(cover, "2026-11-23T15:00:00Z")).containsExactly("officer");
    assertThat(cover.gaps(at("2026-11-22T23:00:00Z"), at("2026-11-23T23:00:00Z"))).isEmpty();
  }

  @Test
  void givenOfficeHoursAlone_whenAskedForAWeek_thenNightsAndTheWeekendAreGaps() {
    Cover cover =
        cover(PARIS, shift(List.of("MO", "TU", "WE", "TH", "FR"), "08:00", "18:00", "day"));

    List<Gap> gaps = cover.gaps(at("2026-11-23T12:00:00Z"), at("2026-11-30T12:00:00Z"));

    assertThat(gaps).hasSize(5);
    assertThat(gaps.getFirst())
        .isEqualTo(new Gap(at("2026-11-23T17:00:00Z"), at("2026-11-24T07:00:00Z")));
    assertThat(gaps.getLast())
        .isEqualTo(new Gap(at("2026-11-27T17:00:00Z"), at("2026-11-30T07:00:00Z")));
  }

  @Test
  void givenNoShiftAtAll_whenAsked_thenTheWholeTimeIsOneGap() {
    assertThat(cover(PARIS).gaps(at("2026-11-23T12:00:00Z"), at("2026-11-30T12:00:00Z")))
        .containsExactly(new Gap(at("2026-11-23T12:00:00Z"), at("2026-11-30T12:00:00Z")));
  }

  @Test
  void givenShiftsThatOverlap_whenAsked_thenAllOnDutyAreNamed() {
    Cover cover =
        cover(PARIS, shift(WEEK, "08:00", "16:00", "early"), shift(WEEK, "14:00", "22:00", "late"));

    assertThat(functions(cover, "2026-11-23T14:00:00Z")).containsExactly("early", "late");
  }

  private static Cover cover(ZoneId zone, Shift... shifts) {
    return new Cover(new DutyRota(List.of(new Line(15, List.of(shifts))), List.of()), zone);
  }

  private static Cover deviating(Deviation... deviations) {
    Line line = new Line(15, List.of(shift(WEEK, "00:00", "00:00", "officer")));
    return new Cover(new DutyRota(List.of(line, line), List.of(deviations)), PARIS);
  }

  private static Shift shift(List<String> days, String from, String until, String function) {
    return new Shift(days, from, until, null, duty(function));
  }

  private static Shift turning(String function, Rotation rotation) {
    return new Shift(WEEK, "00:00", "00:00", rotation, duty(function));
  }

  private static Duty duty(String function) {
    return new Duty(function, List.of());
  }

  private static Watch watch(String from, Duration length, String function) {
    return new Watch(at(from), at(from).plus(length), duty(function));
  }

  private static List<String> functions(Cover cover, String at) {
    return cover.onDuty(1, at(at)).stream().map(watch -> watch.duty().function()).toList();
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }
}

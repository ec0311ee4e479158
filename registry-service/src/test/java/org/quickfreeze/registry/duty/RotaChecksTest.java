package org.quickfreeze.registry.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DutyRota;
import org.quickfreeze.contracts.directory.DutyRota.Deviation;
import org.quickfreeze.contracts.directory.DutyRota.Duty;
import org.quickfreeze.contracts.directory.DutyRota.Line;
import org.quickfreeze.contracts.directory.DutyRota.Rotation;
import org.quickfreeze.contracts.directory.DutyRota.Shift;

class RotaChecksTest {
  private static final Duty DUTY =
      new Duty("duty officer", List.of(new Channel("telephone", "+44 20 7946 0900", 1, null)));

  @Test
  void givenAGoodRota_whenChecked_thenNothingIsFound() {
    Shift shift =
        new Shift(List.of("MO", "SU"), "20:00", "08:00", new Rotation(2, "2026-11-25"), DUTY);
    Deviation absence = new Deviation(1, "2026-12-24T20:00", "2026-12-25T08:00", null);
    Deviation exchange = new Deviation(1, "2026-12-25T08:00", "2026-12-25T20:00", DUTY);

    assertThat(
            pointers(
                new DutyRota(List.of(new Line(15, List.of(shift))), List.of(absence, exchange))))
        .isEmpty();
  }

  @Test
  void givenARotaWithoutLines_whenChecked_thenItIsRefused() {
    assertThat(pointers(new DutyRota(List.of(), null))).containsExactly("/rota/lines");
  }

  @Test
  void givenTooMuch_whenChecked_thenEachListIsNamed() {
    Line line = new Line(15, Collections.nCopies(101, shift("08:00", "16:00")));

    assertThat(
            pointers(
                new DutyRota(
                    Collections.nCopies(10, line),
                    Collections.nCopies(
                        401, new Deviation(1, "2026-12-24T20:00", "2026-12-25T08:00", null)))))
        .contains("/rota/lines", "/rota/lines/0/shifts", "/rota/deviations");
  }

  @Test
  void givenAShiftWithoutAnything_whenChecked_thenEachMemberIsNamed() {
    assertThat(pointers(rota(new Shift(null, null, null, null, null))))
        .containsExactly(
            "/rota/lines/0/shifts/0/days",
            "/rota/lines/0/shifts/0/from",
            "/rota/lines/0/shifts/0/until",
            "/rota/lines/0/shifts/0/duty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"24:00", "8:00", "08:60", "08:00:00", "08", "", "٠٨:٠٠"})
  void givenATimeThatIsNone_whenChecked_thenItsPlaceIsNamed(String time) {
    assertThat(pointers(rota(shift(time, "16:00")))).containsExactly("/rota/lines/0/shifts/0/from");
    assertThat(pointers(rota(shift("08:00", time))))
        .containsExactly("/rota/lines/0/shifts/0/until");
  }

  @Test
  void givenADayThatIsNone_whenChecked_thenItIsRefused() {
    assertThat(pointers(rota(new Shift(List.of("MO", "Tuesday"), "08:00", "16:00", null, DUTY))))
        .containsExactly("/rota/lines/0/shifts/0/days");
    assertThat(pointers(rota(new Shift(Arrays.asList("MO", "XX"), "08:00", "16:00", null, DUTY))))
        .containsExactly("/rota/lines/0/shifts/0/days");
  }

  @ParameterizedTest
  @CsvSource({
    "0,2026-11-25,everyWeeks",
    "53,2026-11-25,everyWeeks",
    "2,2026-02-30,weekOf",
    "2,25.11.2026,weekOf"
  })
  void givenARotationThatIsNone_whenChecked_thenItsPlaceIsNamed(
      int weeks, String weekOf, String member) {
    Shift shift = new Shift(List.of("MO"), "08:00", "16:00", new Rotation(weeks, weekOf), DUTY);

    assertThat(pointers(rota(shift))).containsExactly("/rota/lines/0/shifts/0/rotation/" + member);
  }

  @ParameterizedTest
  @CsvSource({
    "0,2026-12-24T20:00,2026-12-25T08:00,line",
    "2,2026-12-24T20:00,2026-12-25T08:00,line",
    "1,2026-02-30T20:00,2026-12-25T08:00,from",
    "1,2026-12-24T20:00,2026-12-24T20:00,until",
    "1,2026-12-24T20:00,2026-12-24 22:00,until",
    "1,2026-12-24T20:00Z,2026-12-25T08:00,from",
  })
  void givenADeviationThatIsNone_whenChecked_thenItsPlaceIsNamed(
      int line, String from, String until, String member) {
    DutyRota rota =
        new DutyRota(
            List.of(new Line(15, List.of())), List.of(new Deviation(line, from, until, null)));

    assertThat(pointers(rota)).containsExactly("/rota/deviations/0/" + member);
  }

  @Test
  void givenALineThatIsNeverLeft_whenChecked_thenItIsRefused() {
    assertThat(pointers(new DutyRota(List.of(new Line(0, List.of())), List.of())))
        .containsExactly("/rota/lines/0/nextAfterMinutes");
  }

  @Test
  void givenAFunctionWithoutNameOrWay_whenChecked_thenEachPlaceIsNamed() {
    Duty duty = new Duty(" ", List.of(new Channel("telephone", "", 0, null)));

    assertThat(pointers(rota(new Shift(List.of("MO"), "08:00", "16:00", null, duty))))
        .containsExactlyInAnyOrder(
            "/rota/lines/0/shifts/0/duty/function",
            "/rota/lines/0/shifts/0/duty/channels/0/address",
            "/rota/lines/0/shifts/0/duty/channels/0/order");
  }

  private static DutyRota rota(Shift shift) {
    return new DutyRota(List.of(new Line(15, List.of(shift))), List.of());
  }

  private static Shift shift(String from, String until) {
    return new Shift(List.of("MO"), from, until, null, DUTY);
  }

  private static List<String> pointers(DutyRota rota) {
    return RotaChecks.check("/rota", rota).stream().map(FieldError::pointer).toList();
  }
}

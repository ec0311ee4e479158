package org.quickfreeze.request.lifecycle.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.PartyLaw;
import org.quickfreeze.contracts.directory.PartyLaw.Statement;
import org.quickfreeze.contracts.directory.PartyLaw.Treaty;
import org.quickfreeze.request.fixture.RequestDatabase;
import org.quickfreeze.request.fixture.World;

/** What the register says of two States decides what one may ask of the other. */
@Timeout(120)
class LawComponentTest {
  private final World world = new World();
  private final LocalDate today = LocalDate.ofInstant(world.now, ZoneOffset.UTC);

  @Test
  void givenTheConventionInForceBetweenBoth_whenOneAsks_thenTheRequestIsTaken() {
    world.register.says(party("FR", bound(today.minusYears(20), null)));
    world.register.says(party("RO", bound(today, null)));

    assertThat(world.submit(world.submission(UUID.randomUUID()))).isInstanceOf(Outcome.Done.class);
  }

  @ParameterizedTest
  @CsvSource({"FR, true", "FR, false", "RO, true", "RO, false"})
  void givenAStateThatItBindsNotYetOrNoLonger_whenOneAsks_thenNothingIsClaimedAndNothingWritten(
      String state, boolean notYet) {
    Treaty treaty = notYet ? bound(today.plusDays(1), null) : bound(today.minusYears(1), today);
    world.register.says(party(state, treaty));
    UUID request = UUID.randomUUID();

    assertThat(world.submit(world.submission(request)))
        .isEqualTo(new Outcome.NoBasis("preservation", "BC-29"));

    assertThat(
            RequestDatabase.number(
                "select count(*) from request.request where id = '" + request + "'"))
        .isZero();
    assertThat(World.events(request)).isEmpty();
  }

  @Test
  void givenAStateOutsideTheConvention_whenItsLawIsNotEntered_thenItsStatusDecides() {
    world.register.says(new Party("RO", "Romania", "Roumanie", "reciprocity", List.of(), null));

    assertThat(world.submit(world.submission(UUID.randomUUID())))
        .isInstanceOf(Outcome.NoBasis.class);
  }

  @Test
  void givenASubmissionThatWaits_whenTheConventionHasEndedMeanwhile_thenItIsStopped() {
    world.after(Duration.ofMinutes(2));
    UUID request = UUID.randomUUID();
    assertThat(world.submit(world.submission(request))).isInstanceOf(Outcome.Held.class);
    world.register.says(party("RO", bound(today.minusYears(1), today)));
    world.after(Duration.ofSeconds(5));
    world.register.beats(world.now);

    world.wiring.held().sweep(world.now);

    assertThat(World.events(request))
        .singleElement()
        .asString()
        .contains("act-stopped", "\"reason\":\"no-basis\"");
  }

  @Test
  void givenAReservationWithDays_whenAskedAtItsEdges_thenItHoldsFromTheFirstToTheLast() {
    Statement reserved =
        new Statement("BC-29(4)", null, null, today, today.plusDays(30), "a text", false);
    world.register.says(
        new Party(
            "RO",
            "Romania",
            "Roumanie",
            "party",
            List.of(),
            new PartyLaw(List.of(bound(today.minusYears(1), null)), List.of(reserved))));
    OrderSealing sealing = new OrderSealing(world.directory, world.keys, () -> world.now);
    var midnight = today.atStartOfDay(ZoneOffset.UTC).toInstant();

    assertThat(sealing.reservationsOf("RO", midnight.minusSeconds(1))).isEmpty();
    assertThat(sealing.reservationsOf("RO", midnight)).containsExactly("BC-29(4)");
    assertThat(sealing.reservationsOf("RO", midnight.plus(Duration.ofDays(30)))).isEmpty();
  }

  private static Party party(String code, Treaty treaty) {
    return new Party(
        code, code, code, "party", List.of(), new PartyLaw(List.of(treaty), List.of()));
  }

  private static Treaty bound(LocalDate from, @Nullable LocalDate until) {
    return new Treaty("BC", null, null, from, until, "a chart", false);
  }
}

package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.entity.EntityRows.EntityRow;

/** Where a key stands, and what may become of it from there. */
class KeyStandingTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Instant BEFORE = NOON.minus(Duration.ofDays(1));
  private static final Instant AFTER = NOON.plus(Duration.ofDays(1));
  private static final String OWNER = "authority/fr-24-7";

  @Test
  void givenTheRowsOfAKey_whenItsStandingIsAsked_thenTheLastOneDecides() {
    assertThat(at(NOON)).isEqualTo(KeyStanding.UNKNOWN);
    assertThat(at(NOON, row(BEFORE, null))).isEqualTo(KeyStanding.COUNTS);
    assertThat(at(NOON, row(BEFORE, AFTER))).isEqualTo(KeyStanding.COUNTS);
    assertThat(at(AFTER, row(BEFORE, AFTER))).isEqualTo(KeyStanding.OVER);
    assertThat(at(NOON, row(BEFORE, NOON))).isEqualTo(KeyStanding.OVER);
    assertThat(at(NOON, row(BEFORE, NOON).suspended(null))).isEqualTo(KeyStanding.SUSPENDED);
    assertThat(at(AFTER, row(BEFORE, BEFORE.plusSeconds(1)), row(NOON, null)))
        .isEqualTo(KeyStanding.COUNTS);
    assertThat(at(AFTER, row(BEFORE, BEFORE.plusSeconds(1)), row(NOON, NOON.plusSeconds(1))))
        .isEqualTo(KeyStanding.OVER);
  }

  /** A suspension does not stop the time: an end that was planned comes. */
  @Test
  void givenASuspendedKeyWithAPlannedEnd_whenThatHasCome_thenItIsOver() {
    EntityRow suspended = row(BEFORE, NOON).suspended(AFTER);

    assertThat(at(AFTER.minusSeconds(1), suspended)).isEqualTo(KeyStanding.SUSPENDED);
    assertThat(at(AFTER, suspended)).isEqualTo(KeyStanding.OVER);
  }

  /** The one row that a suspended key leaves open for its resumption is not closed for good. */
  @Test
  void givenARowOfTheRegister_whenAskedWhetherItIsOver_thenASuspendedOneIsNot() {
    assertThat(row(BEFORE, NOON).isOver(NOON)).isTrue();
    assertThat(row(BEFORE, NOON).suspended(null).isOver(NOON)).isFalse();
    assertThat(row(BEFORE, NOON).suspended(null).inForce(NOON)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "COUNTS, authority/fr-24-7, sig, , true",
    "SUSPENDED, authority/fr-24-7, sig, , true",
    "OVER, authority/fr-24-7, sig, , false",
    "COUNTS, authority/ro-24-7, sig, , false",
    "COUNTS, authority/fr-24-7, enc, , false",
    "COUNTS, authority/fr-24-7, age, duty, false"
  })
  void givenAKey_whenAnotherShallReplaceIt_thenItIsOneOfItsOwnerThatIsNotOver(
      KeyStanding standing, String owner, String use, @Nullable String purpose, boolean fits) {
    var fault =
        KeyRotation.fault(
            key(OWNER, "sig", null, "old"),
            key(owner, use, purpose, null),
            standing,
            Duration.ofDays(7));

    assertThat(fault == null).isEqualTo(fits);
    if (fault != null) {
      assertThat(fault.pointer()).isEqualTo("/replaces");
    }
  }

  @Test
  void givenARecipientForRecovery_whenOneForDutyShallReplaceIt_thenItDoesNot() {
    var fault =
        KeyRotation.fault(
            key(OWNER, "age", "duty", "old"),
            key(OWNER, "age", "recovery", null),
            KeyStanding.COUNTS,
            Duration.ofDays(7));

    assertThat(fault).isNotNull();
  }

  @Test
  void givenAKeyThatNobodyKnows_whenReplaced_thenItCannotBe() {
    assertThat(
            KeyRotation.fault(
                key(OWNER, "sig", null, "old"), null, KeyStanding.UNKNOWN, Duration.ZERO))
        .isNotNull();
  }

  @Test
  void givenAnOverlap_whenItIsMissingOrForNothing_thenThatIsSaid() {
    DirectoryEntity.Key old = key(OWNER, "sig", null, null);

    assertThat(KeyRotation.fault(key(OWNER, "sig", null, null), null, KeyStanding.UNKNOWN, null))
        .isNull();
    assertThat(
            KeyRotation.fault(
                key(OWNER, "sig", null, null), null, KeyStanding.UNKNOWN, Duration.ZERO))
        .isNotNull();
    assertThat(KeyRotation.fault(key(OWNER, "sig", null, "old"), old, KeyStanding.COUNTS, null))
        .isNotNull();
  }

  @Test
  void givenAKeyThatIsReplaced_whenItsEndIsPlanned_thenAfterTheOverlapOrAtOnceWhenInDoubt() {
    Duration week = Duration.ofDays(7);

    assertThat(KeyRotation.end(KeyStanding.COUNTS, week, null, NOON)).isEqualTo(NOON.plus(week));
    assertThat(KeyRotation.end(KeyStanding.COUNTS, week, AFTER, NOON)).isEqualTo(AFTER);
    assertThat(KeyRotation.end(KeyStanding.COUNTS, Duration.ofHours(1), AFTER, NOON))
        .isEqualTo(NOON.plus(Duration.ofHours(1)));
    assertThat(KeyRotation.end(KeyStanding.COUNTS, Duration.ZERO, null, NOON)).isEqualTo(NOON);
    assertThat(KeyRotation.end(KeyStanding.SUSPENDED, week, null, NOON)).isEqualTo(NOON);
    assertThat(KeyRotation.end(KeyStanding.SUSPENDED, week, NOON, AFTER)).isEqualTo(AFTER);
  }

  private static KeyStanding at(Instant now, EntityRow... rows) {
    return KeyStanding.of(List.of(rows), now);
  }

  private static EntityRow row(Instant from, @Nullable Instant to) {
    return new EntityRow("key/k", "key", 1, from, to, from, "c", "", "{}");
  }

  private static DirectoryEntity.Key key(
      String owner, String use, @Nullable String purpose, @Nullable String replaces) {
    return new DirectoryEntity.Key("kid", owner, use, java.util.Map.of(), purpose, replaces);
  }
}

package org.quickfreeze.request.lifecycle.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.request.fixture.World;

/** A contact point that nobody has confirmed for too long takes nothing that could wait. */
@Timeout(120)
class StaleContactComponentTest {
  private static final String ROUTINE = "email-account.json";

  private final World world = new World();

  /** The entries of the register outlive this world. */
  @AfterEach
  void confirmBoth() {
    world.register.says(point("ro-desk", null));
    world.register.says(point("ro-second", null));
  }

  @Test
  void givenAPointThatWasConfirmedInTime_whenSomethingRoutineComes_thenItIsTaken() {
    world.register.says(point("ro-desk", world.now.plusSeconds(1)));
    world.register.says(point("ro-second", world.now.plusSeconds(1)));

    assertThat(submit(ROUTINE)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void givenStalePoints_whenSomethingRoutineComes_thenItIsRefused() {
    world.register.says(point("ro-desk", world.now));
    world.register.says(point("ro-second", world.now.minus(Duration.ofDays(1))));

    assertThat(submit(ROUTINE)).isEqualTo(new Outcome.StaleContact());
  }

  @ParameterizedTest
  @ValueSource(strings = {"urgent-fraud-ip.json", "emergency-threat-to-life.json"})
  void givenStalePoints_whenSomethingThatCannotWaitComes_thenItIsTaken(String form) {
    world.register.says(point("ro-desk", world.now));
    world.register.says(point("ro-second", world.now));

    assertThat(submit(form)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void givenOneOfTwoPointsThatIsStale_whenSomethingRoutineComes_thenTheOtherTakesIt() {
    world.register.says(point("ro-desk", world.now));
    world.register.says(point("ro-second", world.now.plusSeconds(1)));

    assertThat(submit(ROUTINE)).isInstanceOf(Outcome.Done.class);
  }

  private Outcome submit(String form) {
    return world.submit(world.submission(UUID.randomUUID(), World.form(form)));
  }

  private static ContactPoint point(String id, @Nullable Instant attestedUntil) {
    return new ContactPoint(
        id, "ro-24-7", List.of(), List.of("en"), "Europe/Bucharest", "", null, attestedUntil);
  }
}

package org.quickfreeze.backbone.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DomainClockTest {
  private final DomainClock clock =
      new DomainClock(Clock.fixed(Instant.parse("2026-11-25T03:00:00.123456789Z"), ZoneOffset.UTC));

  @Test
  void givenRealTime_whenRead_thenItIsCutToWhatTheDatabaseKeeps() {
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-11-25T03:00:00.123456Z"));
  }

  @Test
  void givenAShift_whenSetBack_thenTimeDoesNotGoBack() {
    clock.shiftTo(Duration.ofHours(2));
    clock.shiftTo(Duration.ofHours(1));
    clock.shiftTo(Duration.ofHours(-1));

    assertThat(clock.shift()).isEqualTo(Duration.ofHours(2));
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-11-25T05:00:00.123456Z"));
  }
}

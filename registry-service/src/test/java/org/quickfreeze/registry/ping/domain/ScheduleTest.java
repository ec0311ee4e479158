package org.quickfreeze.registry.ping.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.sealing.Macs;

class ScheduleTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 12})
  void givenAYear_whenItIsWatchedByTheHour_thenEachRoundComesOnceInItsPart(int rounds) {
    Schedule schedule = schedule(rounds, 7);
    Set<String> seen = new HashSet<>();
    List<String> order = new ArrayList<>();
    for (Instant now = NEW_YEAR; now.isBefore(NEW_YEAR.plus(Duration.ofDays(365))); ) {
      schedule.due("ro-desk", now).filter(seen::add).ifPresent(order::add);
      now = now.plus(Duration.ofHours(1));
    }
    List<String> wanted = new ArrayList<>();
    for (int part = 1; part <= rounds; part++) {
      wanted.add("2026/" + part);
    }

    order.removeIf(round -> round.startsWith("2025/"));
    // the last one may fall into the year's last hour
    assertThat(wanted).startsWith(order.toArray(String[]::new));
    assertThat(order).hasSizeGreaterThanOrEqualTo(rounds - 1);
  }

  @Test
  void givenAMoment_whenItHasPassedByADay_thenTheRoundIsLetGo() {
    Schedule schedule = schedule(4, 7);
    Instant moment = schedule.moment("ro-desk", 2026, 1);

    assertThat(schedule.due("ro-desk", moment.minusSeconds(1))).isEmpty();
    assertThat(schedule.due("ro-desk", moment)).contains("2026/2");
    assertThat(schedule.due("ro-desk", moment.plus(Duration.ofDays(1)).minusSeconds(1)))
        .contains("2026/2");
    assertThat(schedule.due("ro-desk", moment.plus(Duration.ofDays(1)))).isEmpty();
  }

  @Test
  void givenNoRounds_whenAsked_thenNoneIsEverDue() {
    assertThat(schedule(0, 7).due("ro-desk", NEW_YEAR)).isEmpty();
  }

  /** Spread over day and night, apart for each point and key: nobody can wait for it. */
  @Test
  void givenManyPoints_whenTheirMomentsAreLookedAt_thenTheyLieAllOverTheirPart() {
    int[] hours = new int[24];
    for (int point = 0; point < 2400; point++) {
      Instant moment = schedule(4, 7).moment("point-" + point, 2026, 2);
      assertThat(moment)
          .isBetween(Instant.parse("2026-07-02T12:00:00Z"), Instant.parse("2026-10-01T18:00:00Z"));
      hours[moment.atZone(java.time.ZoneOffset.UTC).getHour()]++;
    }

    assertThat(Arrays.stream(hours).boxed()).allMatch(count -> count > 50 && count < 150);
    assertThat(schedule(4, 7).moment("point-1", 2026, 2))
        .isNotEqualTo(schedule(4, 8).moment("point-1", 2026, 2))
        .isNotEqualTo(schedule(4, 7).moment("point-2", 2026, 2));
  }

  private static Schedule schedule(int rounds, int key) {
    byte[] secret = new byte[32];
    secret[0] = (byte) key;
    return new Schedule(rounds, text -> Macs.hmac(secret, text.getBytes(StandardCharsets.UTF_8)));
  }
}

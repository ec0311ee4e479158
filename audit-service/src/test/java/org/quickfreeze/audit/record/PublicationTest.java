package org.quickfreeze.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PublicationTest {
  private static final Instant T0 = Instant.parse("2026-11-25T03:00:00Z");
  private final Publication publication = new Publication(Duration.ofMinutes(5), 100);
  private final Publication.Last last = new Publication.Last(1000, T0);

  @Test
  void givenNothingWasPublishedThenEvenTheEmptyTreeIsDue() {
    assertThat(publication.due(null, 0, T0)).isTrue();
  }

  @Test
  void givenNoGrowthThenNothingIsDueHoweverLongItTakes() {
    assertThat(publication.due(last, 1000, T0.plus(Duration.ofDays(1)))).isFalse();
  }

  @Test
  void givenGrowthThenItIsDueAfterTheTimeOrTheEntries() {
    assertThat(publication.due(last, 1001, T0.plus(Duration.ofSeconds(299)))).isFalse();
    assertThat(publication.due(last, 1001, T0.plus(Duration.ofMinutes(5)))).isTrue();
    assertThat(publication.due(last, 1099, T0)).isFalse();
    assertThat(publication.due(last, 1100, T0)).isTrue();
  }

  @Test
  void givenNoLimitOfEntriesThenOnlyTimeCounts() {
    Publication byTime = new Publication(Duration.ofMinutes(5), 0);

    assertThat(byTime.due(last, 999_999, T0.plusSeconds(299))).isFalse();
  }
}

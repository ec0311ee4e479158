package org.quickfreeze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.quickfreeze.bench.Ledger.Tally;

class LedgerTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID TWO = UUID.randomUUID();

  @Test
  void whatIsEverywhereOnceIsNeitherLostNorDoubled() {
    Map<String, Long> place = Map.of(ONE.toString(), 1L, TWO.toString(), 1L);

    assertThat(Tally.of(List.of(ONE, TWO), List.of(place, place))).isEqualTo(new Tally(0, 0));
  }

  @Test
  void whatIsMissingInOnePlaceIsLostAndWhatIsTwiceInOneIsDoubled() {
    Map<String, Long> first = Map.of(ONE.toString(), 1L, TWO.toString(), 2L);
    Map<String, Long> second = Map.of(TWO.toString(), 1L);

    assertThat(Tally.of(List.of(ONE, TWO), List.of(first, second))).isEqualTo(new Tally(1, 1));
  }
}

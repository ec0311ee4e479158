package org.quickfreeze.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class LoadTest {
  private record Connection() implements AutoCloseable {
    @Override
    public void close() {
      // nothing is open
    }
  }

  @Test
  void aClosedLoopMakesEachCallOnceUntilItsLimit() {
    Set<Integer> made = ConcurrentHashMap.newKeySet();

    Load.Done done = Load.<Connection>closed(4, 60, 100, Connection::new, (_, n) -> made.add(n));

    assertThat(done.calls()).isEqualTo(100);
    assertThat(made).hasSize(100).contains(0, 99);
  }

  @Test
  void anOpenLoopMeansItsCallsAtTheRateHoweverSlowTheAnswersAre() {
    Map<Integer, Long> meant = new ConcurrentHashMap<>();

    Load.<Connection>open(
        1,
        1000,
        20,
        Connection::new,
        (_, n, intended) -> {
          meant.put(n, intended);
          while (n == 5 && System.nanoTime() - intended < 15_000_000L) {
            Thread.onSpinWait();
          }
        });

    for (int n = 1; n < 20; n++) {
      assertThat(meant.get(n) - meant.get(n - 1)).isBetween(999_999L, 1_000_001L);
    }
  }

  @Test
  void aFailedCallFailsTheLoad() {
    assertThatThrownBy(
            () ->
                Load.<Connection>closed(
                    2,
                    60,
                    10,
                    Connection::new,
                    (_, _) -> {
                      throw new IllegalArgumentException("refused");
                    }))
        .hasRootCauseMessage("refused");
  }
}

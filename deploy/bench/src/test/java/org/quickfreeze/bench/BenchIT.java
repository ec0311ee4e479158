package org.quickfreeze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.Wire;

/** The benches for a moment, without a word about speed: they run, and they count. */
class BenchIT {
  private static final BenchStack STACK = BenchStack.start(new PrintStream(System.out));

  static List<Bench> benches() {
    return List.of(new Intake(), new Delivery(), new Directory(), new Revocation(), new Import());
  }

  @ParameterizedTest
  @MethodSource("benches")
  void itEndsWithItsFiguresAndNothingLostOrDoubled(Bench bench) throws Exception {
    Result result = bench.run(STACK, new Bench.Settings(2, 2, 4, 5, 30, 25_000), System.out);

    JsonNode figures = Wire.mapper().readTree(result.toString());
    assertThat(figures.fieldNames())
        .toIterable()
        .startsWith(
            "name", "value", "unit", "floor", "ratio", "p50_ms", "p99_ms", "lost", "doubled");
    assertThat(figures.path("name").asText()).isEqualTo(bench.name());
    assertThat(figures.path("value").asDouble()).isPositive();
    assertThat(figures.path("floor").asDouble()).isPositive();
    assertThat(figures.path("p99_ms").asDouble()).isPositive();
    assertThat(figures.path("lost").asLong()).isZero();
    assertThat(figures.path("doubled").asLong()).isZero();
    assertThat(result.clean()).isTrue();
  }
}

package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity;

class RecipientsTest {
  @Test
  void givenRecipients_whenAskedWhatIsMissing_thenOneOfEachPurposeIsWanted() {
    assertThat(Recipients.missing(keys())).containsExactly("duty", "recovery");
    assertThat(Recipients.missing(keys("duty", "duty"))).containsExactly("recovery");
    assertThat(Recipients.missing(keys("recovery"))).containsExactly("duty");
    assertThat(Recipients.missing(keys("recovery", "duty"))).isEmpty();
    assertThat(Recipients.missing(List.of(signing()))).containsExactly("duty", "recovery");
  }

  @ParameterizedTest
  @CsvSource({
    "duty, recovery, false, true, /compromised",
    "duty, recovery, true, true,",
    "duty, recovery, true, false, /validTo",
    "duty, duty, false, true,",
    "duty, duty, false, false,",
    "duty, , false, true, /compromised",
    "recovery, duty, false, false, /compromised",
    "recovery, recovery, false, true,"
  })
  void givenARecipient_whenItIsEnded_thenTheLastOfItsPurposeGoesOnlyWhenCompromised(
      String purpose,
      @Nullable String other,
      boolean compromised,
      boolean atOnce,
      @Nullable String pointer) {
    FieldError fault =
        Recipients.fault(
            keys(purpose).getFirst(), other == null ? List.of() : keys(other), compromised, atOnce);

    assertThat(fault == null ? null : fault.pointer()).isEqualTo(pointer);
  }

  @Test
  void givenAKeyForJose_whenItIsEnded_thenItMayBeTheLast() {
    assertThat(Recipients.fault(signing(), List.of(), false, true)).isNull();
  }

  private static List<DirectoryEntity.Key> keys(String... purposes) {
    return Stream.of(purposes)
        .map(
            purpose ->
                new DirectoryEntity.Key("kid", "authority/fr-24-7", "age", Map.of(), purpose, null))
        .toList();
  }

  private static DirectoryEntity.Key signing() {
    return new DirectoryEntity.Key("kid", "authority/fr-24-7", "sig", Map.of());
  }
}

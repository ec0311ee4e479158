package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity.Caller;
import org.quickfreeze.contracts.law.LawBook;

class MeasureChecksTest {
  private static final Instant TRAINED = Instant.parse("2027-06-30T00:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"officer", "supervisor", "judicial", "central-authority"})
  void givenSomebodyTrainedWhoSends_whenChecked_thenTheirMeasuresStand(String role) {
    assertThat(check(role, "fr-24-7", TRAINED, "preservation", "stored-data")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secretariat", "auditor", "operator", "provider", "dpo", "translator"})
  void givenARoleThatSendsNothing_whenItHasMeasures_thenTheyAreRefused(String role) {
    assertThat(check(role, "fr-24-7", TRAINED, "preservation"))
        .containsExactly("/measures senders");
  }

  @Test
  void givenSomebodyOfNoAuthority_whenTheyHaveMeasures_thenTheyAreRefused() {
    assertThat(check("officer", null, TRAINED, "preservation"))
        .containsExactly("/measures senders");
  }

  @Test
  void givenMeasuresWithoutTraining_whenChecked_thenTheDateIsMissing() {
    assertThat(check("officer", "fr-24-7", null, "preservation"))
        .containsExactly("/trainedUntil required");
  }

  @Test
  void givenAMeasureThatIsNoKindOfRequest_whenChecked_thenItsPlaceIsNamed() {
    assertThat(check("officer", "fr-24-7", TRAINED, "preservation", "everything"))
        .containsExactly("/measures/1 value");
  }

  @Test
  void givenNoMeasures_whenChecked_thenNothingIsDemanded() {
    assertThat(check("auditor", null, null)).isEmpty();
  }

  private static List<String> check(
      String role, @Nullable String authority, @Nullable Instant trained, String... measures) {
    Caller caller =
        new Caller(
            "0".repeat(64),
            role,
            "FR",
            authority,
            null,
            List.of(),
            List.of(measures),
            trained,
            null);
    return MeasureChecks.check(caller, LawBook.load()).stream()
        .map(MeasureChecksTest::line)
        .toList();
  }

  private static String line(FieldError error) {
    return error.pointer() + " " + error.rule();
  }
}

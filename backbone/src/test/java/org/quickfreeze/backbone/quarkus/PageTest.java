package org.quickfreeze.backbone.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.problem.Problem.ProblemException;

class PageTest {
  @Test
  void givenOneRowMoreThanWanted_whenMadeAPage_thenItNamesTheLastOneShown() {
    assertThat(Page.of(List.of("a", "b", "c"), 2, row -> row + "!"))
        .isEqualTo(new Page<>(List.of("a", "b"), "b!"));
  }

  @Test
  void givenNoMoreRowsThanWanted_whenMadeAPage_thenNothingFollows() {
    assertThat(Page.of(List.of("a", "b"), 2, row -> row))
        .isEqualTo(new Page<>(List.of("a", "b"), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "201", "-1", "", "ten", "1e1", "99999999999", "+5"})
  void givenALimitThatIsNone_whenRead_thenItIsRefused(String wanted) {
    assertThatThrownBy(() -> Page.limit(wanted)).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "200"})
  void givenALimitInItsBounds_whenRead_thenItIsTaken(String wanted) {
    assertThat(Page.limit(wanted)).isEqualTo(Integer.parseInt(wanted));
  }
}

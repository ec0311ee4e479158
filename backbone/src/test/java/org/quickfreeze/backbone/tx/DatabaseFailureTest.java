package org.quickfreeze.backbone.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFailureTest {
  @ParameterizedTest
  @CsvSource({
    "08006, true", "40001, true", "40P01, true", "53300, true", "55P03, true", "57P01, true",
    "57014, true", "58030, true", "22P02, false", "23505, false", "42501, false", "XX000, false"
  })
  void givenAState_whenAsked_thenItSaysWhetherTheSameWorkMaySucceedLater(
      String state, boolean mayPass) {
    assertThat(DatabaseFailure.of(new SQLException("text", state)).mayPass()).isEqualTo(mayPass);
  }

  @Test
  void givenAPoolThatNamesNoState_whenAsked_thenTheDatabaseCannotBeReached() {
    assertThat(DatabaseFailure.of(new SQLException("pool is empty")).sqlState()).isEqualTo("08000");
  }
}

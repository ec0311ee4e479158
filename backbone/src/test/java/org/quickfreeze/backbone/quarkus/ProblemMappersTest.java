package org.quickfreeze.backbone.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.backbone.tx.DatabaseFailure;

/** What a caller is told of a call whose transaction failed. */
class ProblemMappersTest {
  private final ProblemMappers mappers = new ProblemMappers();

  @ParameterizedTest
  @CsvSource({
    "08006, false, 503, Nothing was changed",
    "08006, true, 503, not known whether",
    "57P01, true, 503, not known whether",
    "40003, true, 503, not known whether",
    "40001, true, 503, Nothing was changed",
    "22P02, false, 500, Nothing was changed",
    "23505, true, 500, Nothing was changed",
    "XX000, true, 500, not known whether"
  })
  void givenAFailure_whenAnswered_thenTheDetailClaimsNoMoreThanIsKnown(
      String state, boolean atCommit, int status, String told) {
    SQLException cause = new SQLException("text", state);

    Response answer =
        mappers.database(atCommit ? DatabaseFailure.atCommit(cause) : DatabaseFailure.of(cause));

    assertThat(answer.getStatus()).isEqualTo(status);
    assertThat(detail(answer)).contains(told).contains("the same Idempotency-Key");
    assertThat(answer.getHeaderString("Retry-After") != null).isEqualTo(status == 503);
  }

  private static String detail(Response answer) {
    return String.valueOf(((Map<?, ?>) answer.getEntity()).get("detail"));
  }
}

package org.quickfreeze.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quickfreeze.bench.StatementLog.Transaction;

class StatementLogTest {
  private static final String LOG =
      """
      2026-11-25 08:49:29.100 UTC [7] LOG:  execute <unnamed>: BEGIN
      2026-11-25 08:49:29.101 UTC [7] LOG:  execute S_1: select set_config('role', $1, true),
      \t  set_config('quickfreeze.role', $2, true)
      2026-11-25 08:49:29.101 UTC [7] DETAIL:  Parameters: $1 = 'request_api', $2 = ''
      2026-11-25 08:49:29.102 UTC [8] LOG:  statement: BEGIN
      2026-11-25 08:49:29.103 UTC [7] LOG:  execute <unnamed>: select typname from pg_catalog.pg_type
      2026-11-25 08:49:29.104 UTC [8] LOG:  execute <unnamed>: delete from a
      2026-11-25 08:49:29.105 UTC [7] LOG:  execute S_2: insert into a values ($1, $2)
      2026-11-25 08:49:29.105 UTC [7] DETAIL:  Parameters: $1 = 'it''s, $2 = ''x''', $2 = NULL
      2026-11-25 08:49:29.106 UTC [8] LOG:  execute S_9: ROLLBACK
      2026-11-25 08:49:29.107 UTC [7] LOG:  execute S_3: COMMIT
      2026-11-25 08:49:29.108 UTC [8] LOG:  execute <unnamed>: select 1
      2026-11-25 08:49:29.109 UTC [8] LOG:  execute <unnamed>: select 2
      """;

  @Test
  void aTransactionIsWhatOneSessionCommitsWithItsValues() {
    Transaction first = StatementLog.of(LOG).transactions().getFirst();

    assertThat(first.statements()).extracting(Statement::session).containsOnly(7L);
    assertThat(first.statements())
        .extracting(Statement::sql)
        .containsExactly(
            "select set_config('role', $1, true),\n  set_config('quickfreeze.role', $2, true)",
            "insert into a values ($1, $2)");
    assertThat(first.statements().getFirst().parameters()).containsExactly("request_api", "");
    assertThat(first.statements().get(1).parameters()).containsExactly("it's, $2 = 'x'", null);
  }

  @Test
  void whatIsRolledBackIsNoneAndWhatStandsAloneIsOne() {
    List<Transaction> all = StatementLog.of(LOG).transactions();

    assertThat(all).hasSize(2);
    assertThat(all.get(1).says("select 1")).isTrue();
    assertThat(all).noneMatch(t -> t.says("delete"));
  }

  @Test
  void whatTheLogDoesNotShowIsNamed() {
    StatementLog log = StatementLog.of(LOG);

    assertThatThrownBy(() -> log.last("numbering", t -> t.says("relay_mark")))
        .hasMessageContaining("numbering");
  }

  @Test
  void aLongValueDoesNotExhaustTheStack() {
    String value = "x".repeat(200_000);
    String log =
        "2026-11-25 08:49:29.100 UTC [7] LOG:  execute <unnamed>: select $1\n"
            + "2026-11-25 08:49:29.100 UTC [7] DETAIL:  Parameters: $1 = '"
            + value
            + "'\n";

    assertThat(StatementLog.of(log).transactions().getFirst().mentions(value)).isTrue();
  }
}

package org.quickfreeze.backbone.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;
import org.quickfreeze.backbone.feed.Feed;
import org.quickfreeze.backbone.feed.Feed.FeedRow;
import org.quickfreeze.backbone.fixture.TestDatabase;

@Timeout(60)
class TransactionsComponentTest {
  private static final Instant AT = Instant.parse("2026-11-25T03:00:00.123456Z");
  private static final Scope OFFICER =
      Scope.of("officer", "FR", "fr-24-7", List.of("a", "b"), "c1");
  private final Transactions transactions = TestDatabase.transactions("tx-test");

  @BeforeEach
  void clean() {
    TestDatabase.clean();
  }

  @Test
  void givenWork_whenItReturns_thenItIsCommittedBeforeItsHookRuns() {
    List<Long> seenByHook = new ArrayList<>();

    String result =
        transactions.<String, RuntimeException>inTransaction(
            OFFICER,
            tx -> {
              Feed.add(tx, List.of(row("s1")));
              tx.afterCommit(() -> seenByHook.add(rows()));
              assertThat(seenByHook).isEmpty();
              return "done";
            });

    assertThat(result).isEqualTo("done");
    assertThat(seenByHook).containsExactly(1L);
  }

  @Test
  void givenWork_whenItThrows_thenItIsRolledBackAndNoHookRuns() {
    List<String> hooks = new ArrayList<>();

    assertThatExceptionOfType(java.io.IOException.class)
        .isThrownBy(
            () ->
                transactions.<Object, java.io.IOException>inTransaction(
                    OFFICER,
                    tx -> {
                      Feed.add(tx, List.of(row("s1")));
                      tx.afterCommit(() -> hooks.add("ran"));
                      throw new java.io.IOException("no");
                    }));

    assertThat(rows()).isZero();
    assertThat(hooks).isEmpty();
  }

  @Test
  void givenAStatementThatFails_whenRun_thenTheFailureTellsTheStateAndNoValue() {
    DatabaseFailure failure =
        catchThrowableOfType(
            DatabaseFailure.class,
            () ->
                transactions.<Integer, RuntimeException>inTransaction(
                    Scope.system(), tx -> tx.update("select cast(? as integer)", "secret")));

    assertThat(failure.sqlState()).isEqualTo("22P02");
    assertThat(failure.mayPass()).isFalse();
    assertThat(failure).hasMessage("SQLSTATE 22P02");
  }

  @Test
  void givenAConnectionThatIsEnded_whenTheWorkGoesOn_thenTheFailureMayPassAndNothingStays() {
    DatabaseFailure failure =
        catchThrowableOfType(
            DatabaseFailure.class,
            () ->
                transactions.<Integer, RuntimeException>inTransaction(
                    OFFICER,
                    tx -> {
                      Feed.add(tx, List.of(row("s1")));
                      assertThat(TestDatabase.terminate("tx-test")).isEqualTo(1);
                      return tx.update("select 1");
                    }));

    assertThat(failure.mayPass()).isTrue();
    assertThat(failure.outcomeUnknown()).isFalse();
    assertThat(rows()).isZero();
  }

  @Test
  void givenAConnectionThatIsEnded_whenItIsFoundAtTheCommit_thenTheOutcomeIsNotKnown() {
    DatabaseFailure failure =
        catchThrowableOfType(
            DatabaseFailure.class,
            () ->
                transactions.<Long, RuntimeException>inTransaction(
                    OFFICER,
                    tx -> {
                      Feed.add(tx, List.of(row("s1")));
                      tx.flush();
                      return TestDatabase.terminate("tx-test");
                    }));

    assertThat(failure.mayPass()).isTrue();
    assertThat(failure.outcomeUnknown()).isTrue();
  }

  @Test
  void givenWorkThatWaitsForTheCommit_whenTheServerRefusesIt_thenItIsKnownThatNothingWasKept() {
    DatabaseFailure failure =
        catchThrowableOfType(
            DatabaseFailure.class,
            () ->
                transactions.<Integer, RuntimeException>inTransaction(
                    OFFICER,
                    tx -> {
                      tx.later("select cast(? as integer)", "none");
                      return 1;
                    }));

    assertThat(failure.sqlState()).isEqualTo("22P02");
    assertThat(failure.outcomeUnknown()).isFalse();
  }

  @Test
  void givenNoDatabase_whenATransactionIsOpened_thenTheFailureMayPass() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/request?connectTimeout=2");

    DatabaseFailure failure =
        catchThrowableOfType(
            DatabaseFailure.class,
            () ->
                new Transactions(nowhere, "request")
                    .<Integer, RuntimeException>inTransaction(Scope.system(), tx -> 1));

    assertThat(failure.mayPass()).isTrue();
  }

  @Test
  void givenAScope_whenATransactionIsOpened_thenTheDatabaseIsToldAllOfIt() {
    List<String> told =
        transactions.<List<String>, RuntimeException>inTransaction(
            OFFICER,
            tx ->
                tx.query(
                    """
                    select current_user || '|' || current_setting('quickfreeze.role')
                      || '|' || current_setting('quickfreeze.party')
                      || '|' || current_setting('quickfreeze.authority')
                      || '|' || current_setting('quickfreeze.teams')
                      || '|' || current_setting('quickfreeze.caller') as told""",
                    r -> r.text("told")));

    assertThat(told).containsExactly("request_api|officer|FR|fr-24-7|a,b|c1");
  }

  @Test
  void givenOneConnectionInAPool_whenItWasUsedInAScope_thenNothingOfItIsLeft() throws Exception {
    PGSimpleDataSource plain = TestDatabase.dataSource("pool");
    AgroalDataSourceConfigurationSupplier one =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(1)
                        .connectionFactoryConfiguration(
                            factory ->
                                factory
                                    .jdbcUrl(plain.getURL())
                                    .principal(new NamePrincipal(plain.getUser()))
                                    .credential(new SimplePassword(plain.getPassword()))));
    try (AgroalDataSource pool = AgroalDataSource.from(one)) {
      Transactions pooled = new Transactions(pool, TestDatabase.NAME);
      pooled.<Integer, RuntimeException>inTransaction(
          OFFICER, tx -> tx.update("set local work_mem = '1MB'"));
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () ->
                  pooled.<Integer, RuntimeException>inTransaction(
                      OFFICER,
                      tx -> {
                        throw new IllegalStateException();
                      }));

      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement();
          ResultSet left =
              statement.executeQuery(
                  """
                  select current_user, coalesce(current_setting('quickfreeze.role', true), '')
                    || coalesce(current_setting('quickfreeze.party', true), '')
                    || coalesce(current_setting('quickfreeze.authority', true), '')
                    || coalesce(current_setting('quickfreeze.teams', true), '')
                    || coalesce(current_setting('quickfreeze.caller', true), '')""")) {
        left.next();
        assertThat(left.getString(1)).isEqualTo("request_app");
        assertThat(left.getString(2)).isEmpty();
        assertThat(connection.getAutoCommit()).isTrue();
      }
    }
  }

  @Test
  void givenValuesOfEachKind_whenWrittenAndRead_thenTheyAreTheSame() {
    transactions.<Object, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.first(
                    """
                    select ?::timestamptz as at, ?::text[] as texts, ?::text as name, ?::bytea as raw,
                      null::bigint as no, null::timestamptz as never""",
                    r -> {
                      assertThat(r.instant("at")).isEqualTo(AT);
                      assertThat(r.texts("texts")).containsExactly("a,b", "c\"d", "");
                      assertThat(r.text("name")).isEqualTo("API");
                      assertThat(r.bytes("raw")).containsExactly(0, -1);
                      assertThat(r.numberOrNull("no")).isNull();
                      assertThat(r.instantOrNull("never")).isNull();
                      assertThatExceptionOfType(java.sql.SQLException.class)
                          .isThrownBy(() -> r.instant("never"));
                      return "read";
                    },
                    AT,
                    new String[] {"a,b", "c\"d", ""},
                    Scope.DatabaseRole.API,
                    new byte[] {0, -1})
                .orElseThrow());
  }

  @Test
  void givenStatementsThatWait_whenTheNextOneRuns_thenTheyHaveRunBeforeIt() {
    long seen =
        transactions.<Long, RuntimeException>inTransaction(
            OFFICER,
            tx -> {
              Feed.add(tx, List.of(row("s1"), row("s2")));
              return tx.first("select count(*) as n from backbone.feed", r -> r.number("n"))
                  .orElseThrow();
            });

    assertThat(seen).isEqualTo(2);
  }

  @Test
  void givenAStatementThatWaits_whenItFails_thenNothingIsKeptAndNoHookRuns() {
    List<String> hooks = new ArrayList<>();

    assertThatExceptionOfType(DatabaseFailure.class)
        .isThrownBy(
            () ->
                transactions.<String, RuntimeException>inTransaction(
                    OFFICER,
                    tx -> {
                      Feed.add(tx, List.of(row("s1")));
                      tx.later("insert into backbone.feed (party) values (?)", "FR");
                      Feed.add(tx, List.of(row("s2")));
                      tx.afterCommit(() -> hooks.add("ran"));
                      return "answered";
                    }))
        .satisfies(failure -> assertThat(failure.sqlState()).isEqualTo("23502"));

    assertThat(rows()).isZero();
    assertThat(hooks).isEmpty();
  }

  @Test
  void givenManyStatementsThatWait_whenCommitted_thenAllAreKeptInTheirOrder() {
    transactions.<Boolean, RuntimeException>inTransaction(
        OFFICER,
        tx -> {
          for (int i = 100; i < 200; i++) {
            Feed.add(tx, List.of(row("s" + i)));
          }
          return true;
        });

    assertThat(rows()).isEqualTo(100);
    assertThat(
            TestDatabase.number(
                """
                select count(*) from (
                  select subject, lag(subject) over (order by id) as before from backbone.feed) f
                where before >= subject"""))
        .isZero();
  }

  private static FeedRow row(String subject) {
    return new FeedRow("FR", "fr-24-7", subject, "type", 1, AT);
  }

  private static long rows() {
    return TestDatabase.number("select count(*) from backbone.feed");
  }
}

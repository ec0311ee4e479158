package org.quickfreeze.backbone.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.fixture.TestDatabase;

@Timeout(60)
class RowLevelSecurityComponentTest {
  private static final String NOT_ALLOWED = "42501";
  private static final Scope NOBODY = Scope.of("", "", "", List.of(), "");
  private final Transactions transactions = TestDatabase.transactions("rls-test");

  @BeforeEach
  void rowsOfTwoAuthorities() {
    TestDatabase.clean();
    TestDatabase.asOwner(
        """
        insert into backbone.feed (position, party, authority, subject, type, version, at)
        values (1, 'FR', 'fr-24-7', 'french', 't', 1, now()), (2, 'RO', 'ro-24-7', 'romanian', 't', 1, now()),
          (3, 'FR', 'fr-other', 'other', 't', 1, now());
        insert into backbone.idempotency_key (caller, method, path, key, body_mac)
        values ('c1', 'POST', '/requests', 'key-0001', ''), ('c2', 'POST', '/requests', 'key-0001', '');
        insert into backbone.clock (aggregate, name, rule, hard, state, started_at, due_at)
        values (gen_random_uuid(), 'n', 'R1', true, 'running', now(), now());
        insert into backbone.outbox (event_id, topic, key, headers, value)
        values (gen_random_uuid(), 't', 'k', '{}', '');
        insert into backbone.inbox (consumer, event_id) values ('c', gen_random_uuid());
        insert into backbone.dead_key (consumer, topic, key, cause) values ('c', 't', 'k', 'x')""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"feed", "idempotency_key", "clock"})
  void givenNoScope_whenTheApiRoleReads_thenItSeesNothing(String table) {
    assertThat(count(NOBODY, table)).isZero();
    assertThat(count(Scope.system(), table)).isPositive();
  }

  @Test
  void givenAnOfficer_whenTheFeedIsRead_thenOnlyTheOwnAuthoritysIsThere() {
    assertThat(subjects(Scope.of("officer", "FR", "fr-24-7", List.of(), "c1")))
        .containsExactly("french");
    assertThat(subjects(Scope.of("officer", "RO", "ro-24-7", List.of(), "c2")))
        .containsExactly("romanian");
    assertThat(subjects(Scope.of("officer", "RO", "fr-24-7", List.of(), "c2"))).isEmpty();
  }

  @Test
  void givenTwoCallersWithTheSameKey_whenOneReadsOrChanges_thenTheOthersIsOutOfReach() {
    Scope first = Scope.of("officer", "FR", "fr-24-7", List.of(), "c1");

    assertThat(count(first, "idempotency_key")).isEqualTo(1);
    assertThat(
            transactions.<Integer, RuntimeException>inTransaction(
                first, tx -> tx.update("update backbone.idempotency_key set status = 200")))
        .isEqualTo(1);
    assertThat(
            TestDatabase.texts(
                "select caller from backbone.idempotency_key where status is not null"))
        .containsExactly("c1");
  }

  @Test
  void givenACaller_whenAKeyIsWrittenInAnothersName_thenItIsRefused() {
    assertThat(
            refusal(
                Scope.of("officer", "FR", "fr-24-7", List.of(), "c1"),
                """
                insert into backbone.idempotency_key (caller, method, path, key, body_mac)
                values ('c2', 'POST', '/requests', 'key-0002', '')"""))
        .isEqualTo(NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1 from backbone.outbox",
        "update backbone.outbox set topic = 'x'",
        "delete from backbone.outbox",
        "select 1 from backbone.inbox",
        "select 1 from backbone.dead_key",
        "select 1 from backbone.relay_mark",
        "update backbone.relay_mark set position = 9",
        "update backbone.feed set subject = 'x'",
        "delete from backbone.feed",
        "delete from backbone.idempotency_key",
        "delete from backbone.clock",
        "update backbone.directory_state set version = 9",
        "insert into backbone.directory_entry values ('party/FR', 'party', 1, '')",
        "update backbone.domain_clock set shift = '1 day'",
        "create table backbone.mine (a int)",
        "alter table backbone.feed disable row level security"
      })
  void givenACaller_whenTransportTablesAreTouched_thenItIsRefused(String sql) {
    assertThat(refusal(Scope.of("officer", "FR", "fr-24-7", List.of(), "c1"), sql))
        .isEqualTo(NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outbox",
        "feed",
        "inbox",
        "dead_key",
        "clock",
        "idempotency_key",
        "relay_mark",
        "directory_entry",
        "directory_state",
        "domain_clock"
      })
  void givenTheLoginWithoutARole_whenItReads_thenItIsRefused(String table) throws SQLException {
    try (Connection connection = TestDatabase.dataSource("rls-test").getConnection();
        Statement statement = connection.createStatement()) {
      SQLException refused =
          catchThrowableOfType(
              SQLException.class, () -> statement.executeQuery("select 1 from backbone." + table));

      assertThat(refused.getSQLState()).isEqualTo(NOT_ALLOWED);
    }
  }

  @Test
  void givenTheLogin_whenItTriesToBecomeTheOwner_thenItIsRefused() throws SQLException {
    try (Connection connection = TestDatabase.dataSource("rls-test").getConnection();
        Statement statement = connection.createStatement()) {
      for (String role : List.of("request_owner", "postgres", "registry_system")) {
        SQLException refused =
            catchThrowableOfType(SQLException.class, () -> statement.execute("set role " + role));
        assertThat(refused.getSQLState()).isEqualTo(NOT_ALLOWED);
      }
    }
  }

  @Test
  void givenAnOfficer_whenAnEntryForAnotherAuthorityIsAdded_thenItIsTaken() {
    // The act of one side stands in the feed of the other: writing is free, reading is not.
    Scope french = Scope.of("officer", "FR", "fr-24-7", List.of(), "c1");

    transactions.<Integer, RuntimeException>inTransaction(
        french,
        tx ->
            tx.update(
                """
                insert into backbone.feed (party, authority, subject, type, version, at)
                values ('RO', 'ro-24-7', 'new', 't', 1, now())"""));

    assertThat(subjects(french)).containsExactly("french");
    assertThat(TestDatabase.number("select count(*) from backbone.feed")).isEqualTo(4);
  }

  private long count(Scope scope, String table) {
    return transactions.<Long, RuntimeException>inTransaction(
        scope,
        tx ->
            tx.first("select count(*) as n from backbone." + table, row -> row.number("n"))
                .orElseThrow());
  }

  private List<String> subjects(Scope scope) {
    return transactions.<List<String>, RuntimeException>inTransaction(
        scope, tx -> tx.query("select subject from backbone.feed", row -> row.text("subject")));
  }

  private String refusal(Scope scope, String sql) {
    return catchThrowableOfType(
            DatabaseFailure.class,
            () ->
                transactions.<Integer, RuntimeException>inTransaction(scope, tx -> tx.update(sql)))
        .sqlState();
  }
}

package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresPartComponentTest {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final PostgresPart postgres = TestParts.postgres();

  @ParameterizedTest
  @ValueSource(strings = {"registry", "request", "gateway", "audit"})
  void aServiceMayOnlySetOneOfItsTwoRoles(String service) throws SQLException {
    try (Connection app = login(service, service + "_app");
        Statement statement = app.createStatement()) {
      statement.execute("set role " + service + "_api");
      assertThat(only(statement, "select current_user")).isEqualTo(service + "_api");
      statement.execute("set role " + service + "_system");
      assertThat(only(statement, "select current_user")).isEqualTo(service + "_system");
      assertThatThrownBy(() -> statement.execute("set role " + service + "_owner"))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }
  }

  @Test
  void aLoginHasNoRightsUntilItSetsARole() throws SQLException {
    try (Connection owner = login("request", "request_owner");
        Statement statement = owner.createStatement()) {
      statement.execute("create table public.granted (x int)");
      statement.execute("grant select on public.granted to request_api");
    }

    try (Connection app = login("request", "request_app");
        Statement statement = app.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("select * from public.granted"))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
      statement.execute("set role request_api");
      assertThat(only(statement, "select count(*) from public.granted")).isEqualTo("0");
    } finally {
      execute("request", "request_owner", "drop table public.granted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry", "request", "audit", "keycloak", "postgres"})
  void aServiceCannotOpenAnotherDatabase(String database) {
    for (String login : new String[] {"gateway_app", "gateway_owner"}) {
      assertThatThrownBy(() -> login(database, login).close())
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }
  }

  @Test
  void whatWasCommittedSurvivesAKill() throws SQLException {
    execute("audit", "audit_owner", "create table public.kept as select 42 as x");

    postgres.kill();
    assertThat(postgres.running()).isFalse();
    postgres.start();

    try (Connection owner = login("audit", "audit_owner");
        Statement statement = owner.createStatement()) {
      assertThat(only(statement, "select x from public.kept")).isEqualTo("42");
      assertThat(only(statement, "show fsync")).isEqualTo("on");
      statement.execute("drop table public.kept");
    }
  }

  private Connection login(String database, String role) throws SQLException {
    return DriverManager.getConnection(postgres.url(database), role, postgres.password(role));
  }

  private void execute(String database, String role, String sql) throws SQLException {
    try (Connection connection = login(database, role);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String only(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}

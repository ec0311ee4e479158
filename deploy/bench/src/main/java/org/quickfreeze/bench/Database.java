package org.quickfreeze.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.quickfreeze.stack.Stack;

/** The bench's own way into the databases of its stack. */
final class Database {
  private static final java.util.List<String> RECORDED = java.util.List.of("request", "gateway");

  private final Stack stack;

  Database(Stack stack) {
    this.stack = stack;
  }

  /** Makes the server log what request-service and provider-gateway execute. */
  void record() throws SQLException {
    try (Connection admin = admin("postgres")) {
      for (String service : RECORDED) {
        execute(admin, "alter role " + service + "_app set log_statement = 'all'");
        execute(admin, "alter role " + service + "_app set log_error_verbosity = 'default'");
      }
    }
  }

  /**
   * Ends the recording, and copies both databases for the floors. Services lose their connections
   * for a moment, and so forget the settings with which these began.
   */
  void endRecording() throws SQLException {
    try (Connection admin = admin("postgres")) {
      for (String service : RECORDED) {
        execute(admin, "alter role " + service + "_app reset all");
        execute(admin, "alter database " + service + " allow_connections false");
        query(
            admin,
            "select count(pg_terminate_backend(pid, 5000)), 0 from pg_stat_activity where datname = '"
                + service
                + "'");
        execute(admin, "create database floor_" + service + " template " + service);
        execute(admin, "alter database " + service + " allow_connections true");
      }
    }
  }

  /** A connection to the copy of a service's database, with the service's own login. */
  Connection floor(String service) throws SQLException {
    String login = service + "_app";
    Connection connection =
        DriverManager.getConnection(
            stack.postgres().url("floor_" + service) + "?stringtype=unspecified",
            login,
            stack.postgres().password(login));
    connection.setAutoCommit(false);
    return connection;
  }

  /** A connection that sees every row. */
  Connection admin(String database) throws SQLException {
    return DriverManager.getConnection(
        stack.postgres().url(database), "postgres", stack.postgres().password("postgres"));
  }

  /** The first column of a query's only row. */
  static double number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet results = statement.executeQuery()) {
      results.next();
      return results.getDouble(1);
    }
  }

  /** First column to second column. */
  static Map<String, Long> query(Connection connection, String sql) throws SQLException {
    Map<String, Long> counts = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet results = statement.executeQuery()) {
      while (results.next()) {
        counts.put(results.getString(1), results.getLong(2));
      }
    }
    return counts;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

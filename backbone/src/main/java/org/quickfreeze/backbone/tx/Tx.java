package org.quickfreeze.backbone.tx;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One open transaction, handed explicitly to whatever takes part in it. Binds {@link Instant} as
 * {@code timestamptz}, {@code String[]} as {@code text[]}, enums by name, everything else as JDBC
 * does. Not thread-safe.
 */
public final class Tx {
  private final Connection connection;
  private final Scope scope;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Tx(Connection connection, Scope scope) {
    this.connection = connection;
    this.scope = scope;
  }

  /** Reads a row into a value. */
  @FunctionalInterface
  public interface RowMapper<T extends @Nullable Object> {
    T map(Row row) throws SQLException;
  }

  /** A connection that somebody else has opened and will commit, for the relay. */
  public static Tx over(Connection connection, Scope scope) {
    return new Tx(connection, scope);
  }

  public Scope scope() {
    return scope;
  }

  /** Runs {@code action} once the transaction is committed; never after a rollback. */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** Executes a statement and returns the number of rows it touched. */
  public int update(String sql, @Nullable Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments)) {
      return statement.executeUpdate();
    }
  }

  /** Executes one statement for many rows of arguments in one round trip. */
  public void batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (@Nullable Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** All rows of a query. */
  public <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments);
        ResultSet results = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      Row row = new Row(results);
      while (results.next()) {
        rows.add(mapper.map(row));
      }
      return rows;
    }
  }

  /** The first row of a query, if there is one. */
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... arguments)
      throws SQLException {
    List<T> rows = query(sql, mapper, arguments);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }

  private PreparedStatement prepare(String sql, @Nullable Object[] arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      bind(statement, arguments);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, jdbc(arguments[i]));
    }
  }

  private @Nullable Object jdbc(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case Instant instant -> instant.atOffset(ZoneOffset.UTC);
      case String[] texts -> array("text", texts);
      case Enum<?> constant -> constant.name();
      default -> value;
    };
  }

  /** A value for a PostgreSQL array of the given element type, such as {@code uuid}. */
  public Array array(String elementType, Object[] elements) throws SQLException {
    return connection.createArrayOf(elementType, elements);
  }
}

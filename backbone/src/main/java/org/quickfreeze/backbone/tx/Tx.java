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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One open transaction, handed explicitly to whatever takes part in it. Binds {@link Instant} as
 * {@code timestamptz}, {@code String[]} as {@code text[]}, enums by name, everything else as JDBC
 * does. Statements whose outcome nobody asks for wait for the next one or for the commit and go to
 * the server together with it, in their order, in one round trip. Not thread-safe.
 */
public final class Tx {
  /** So few that what the server answers meanwhile fits into any socket's buffer. */
  private static final int MAX_WAITING = 24;

  /** More rows than this go as a batch of their own. */
  private static final int FEW = 8;

  /** So many rows are fetched at a time when they are read one by one. */
  private static final int MANY = 5000;

  private final Connection connection;
  private final Scope scope;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();

  Tx(Connection connection, Scope scope) {
    this.connection = connection;
    this.scope = scope;
  }

  private record Waiting(String sql, @Nullable Object[] arguments) {}

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
    try (PreparedStatement statement = executed(sql, arguments)) {
      return statement.getUpdateCount();
    }
  }

  /**
   * Executes a statement before the next one or the commit, in the same round trip. What it fails
   * with is thrown there.
   */
  public void later(String sql, @Nullable Object... arguments) throws SQLException {
    waiting.add(new Waiting(sql, arguments));
    if (waiting.size() == MAX_WAITING) {
      flush();
    }
  }

  /**
   * Executes what waits. Only whoever has opened the connection himself has to call it, before his
   * commit.
   */
  public void flush() throws SQLException {
    if (!waiting.isEmpty()) {
      Waiting last = waiting.removeLast();
      executed(last.sql(), last.arguments()).close();
    }
  }

  /** Forgets what waits, for the server or for the commit, after a rollback. */
  public void discard() {
    waiting.clear();
    afterCommit.clear();
  }

  /** Executes what waits and commits, in the same round trip when something waits. */
  void commit() throws SQLException {
    if (!waiting.isEmpty()) {
      executed("COMMIT").close();
    }
    // asks nothing of the server when it has committed already
    connection.commit();
  }

  /** Executes one statement for many rows of arguments in one round trip; few rows wait. */
  public void batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.size() <= FEW) {
      for (@Nullable Object[] row : rows) {
        later(sql, row);
      }
      return;
    }
    flush();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (@Nullable Object[] row : rows) {
        bind(statement, 1, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** All rows of a query. */
  public <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = executed(sql, arguments);
        ResultSet results = statement.getResultSet()) {
      List<T> rows = new ArrayList<>();
      Row row = new Row(results);
      while (results.next()) {
        rows.add(mapper.map(row));
      }
      return rows;
    }
  }

  /** Does something with a row. */
  @FunctionalInterface
  public interface RowReader {
    void read(Row row) throws SQLException;
  }

  /** Reads the rows of a query one by one, some thousands of them in memory at a time. */
  public void each(String sql, RowReader reader, @Nullable Object... arguments)
      throws SQLException {
    flush();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(MANY);
      bind(statement, 1, arguments);
      try (ResultSet results = statement.executeQuery()) {
        Row row = new Row(results);
        while (results.next()) {
          reader.read(row);
        }
      }
    }
  }

  /** The first row of a query, if there is one. */
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... arguments)
      throws SQLException {
    List<T> rows = query(sql, mapper, arguments);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  /**
   * Does what was to be done after the commit, once. Only whoever commits himself has to call it.
   */
  public void committed() {
    List<Runnable> actions = List.copyOf(afterCommit);
    afterCommit.clear();
    actions.forEach(Runnable::run);
  }

  /**
   * Executes a statement after those that wait; the result is the last one's. The driver sends
   * statements that are separated by semicolons together and prepares each by itself.
   */
  private PreparedStatement executed(String sql, @Nullable Object... arguments)
      throws SQLException {
    List<Waiting> all = new ArrayList<>(waiting);
    waiting.clear();
    all.add(new Waiting(sql, arguments));
    PreparedStatement statement = connection.prepareStatement(text(all));
    try {
      int place = 1;
      for (Waiting one : all) {
        place = bind(statement, place, one.arguments());
      }
      statement.execute();
      for (int i = 1; i < all.size(); i++) {
        statement.getMoreResults();
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static String text(List<Waiting> statements) {
    return statements.size() == 1
        ? statements.getFirst().sql()
        : statements.stream().map(Waiting::sql).collect(Collectors.joining(";\n"));
  }

  private int bind(PreparedStatement statement, int from, @Nullable Object[] arguments)
      throws SQLException {
    int place = from;
    for (Object argument : arguments) {
      statement.setObject(place++, jdbc(argument));
    }
    return place;
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

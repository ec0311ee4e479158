package org.quickfreeze.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A recorded transaction, executed again through plain JDBC with the same values, except that each
 * UUID gives way to a fresh one, the same wherever it stands in a story. Repetitions of one
 * statement go in one round trip, as the services' batches do. The connection has to leave the
 * types of texts to the server ({@code stringtype=unspecified}).
 */
final class Replay {
  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final List<Call> calls = new ArrayList<>();
  private final Ids ids;

  private Replay(Ids ids) {
    this.ids = ids;
  }

  /** The UUIDs of a story of one or more transactions, in the order in which they were seen. */
  static final class Ids {
    private final Map<String, Integer> places = new LinkedHashMap<>();

    private int place(String id) {
      return places.computeIfAbsent(id, _ -> places.size());
    }

    /** Others in their place, for one more telling of the story. */
    String[] fresh() {
      String[] fresh = new String[places.size()];
      for (int i = 0; i < fresh.length; i++) {
        fresh[i] = UUID.randomUUID().toString();
      }
      return fresh;
    }
  }

  /** One statement with the values of each of its executions. */
  private record Call(String sql, List<List<Value>> rows) {}

  /** A parameter: bytes, or text with places for UUIDs between its pieces. */
  private record Value(byte @Nullable [] bytes, @Nullable List<String> pieces, int[] places) {}

  /** A transaction that is a story of its own. */
  static Replay of(StatementLog.Transaction recorded) {
    return of(recorded, new Ids());
  }

  /** A transaction of a longer story. */
  static Replay of(StatementLog.Transaction recorded, Ids ids) {
    Replay replay = new Replay(ids);
    recorded.statements().forEach(replay::add);
    return replay;
  }

  private void add(Statement statement) {
    String sql = statement.sql().replaceAll("\\$\\d+", "?");
    List<Value> values = statement.parameters().stream().map(this::value).toList();
    if (!calls.isEmpty() && calls.getLast().sql().equals(sql)) {
      calls.getLast().rows().add(values);
    } else {
      calls.add(new Call(sql, new ArrayList<>(List.of(values))));
    }
  }

  private Value value(@Nullable String text) {
    if (text == null) {
      return new Value(null, null, new int[0]);
    }
    if (text.startsWith("\\x")) {
      return new Value(HexFormat.of().parseHex(text.substring(2)), null, new int[0]);
    }
    List<String> pieces = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    Matcher matcher = UUIDS.matcher(text);
    int from = 0;
    while (matcher.find()) {
      pieces.add(text.substring(from, matcher.start()));
      places.add(ids.place(matcher.group()));
      from = matcher.end();
    }
    pieces.add(text.substring(from));
    return new Value(null, pieces, places.stream().mapToInt(Integer::intValue).toArray());
  }

  /** How many statements go to the server, batches counted once. */
  int statements() {
    return calls.size();
  }

  /** The size of the largest value in bytes. */
  int largest() {
    return calls.stream()
        .flatMap(c -> c.rows().stream().flatMap(List::stream))
        .mapToInt(v -> v.bytes() == null ? 0 : v.bytes().length)
        .max()
        .orElse(0);
  }

  /** Executes it with ids of its own. */
  void run(Connection connection) throws SQLException {
    run(connection, ids.fresh());
  }

  /** Executes it in one transaction; the connection does not commit by itself. */
  void run(Connection connection, String[] fresh) throws SQLException {
    for (Call call : calls) {
      try (PreparedStatement statement = connection.prepareStatement(call.sql())) {
        for (List<Value> row : call.rows()) {
          bind(statement, row, fresh);
          if (call.rows().size() > 1) {
            statement.addBatch();
          }
        }
        if (call.rows().size() > 1) {
          statement.executeBatch();
        } else {
          statement.execute();
        }
      }
    }
    connection.commit();
  }

  private static void bind(PreparedStatement statement, List<Value> row, String[] fresh)
      throws SQLException {
    for (int i = 0; i < row.size(); i++) {
      Value value = row.get(i);
      if (value.bytes() != null) {
        statement.setBytes(i + 1, value.bytes());
      } else {
        statement.setString(i + 1, text(value, fresh));
      }
    }
  }

  private static @Nullable String text(Value value, String[] fresh) {
    List<String> pieces = value.pieces();
    if (pieces == null) {
      return null;
    }
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    StringBuilder text = new StringBuilder(pieces.getFirst());
    for (int i = 1; i < pieces.size(); i++) {
      text.append(fresh[value.places()[i - 1]]).append(pieces.get(i));
    }
    return text.toString();
  }
}

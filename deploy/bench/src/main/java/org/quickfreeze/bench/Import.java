package org.quickfreeze.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.quickfreeze.bench.HttpConnection.Answer;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.demo.Tokens;

/**
 * A roster of many rows, four points to an authority, handed in, checked and entered. The floor is
 * the same entities as rows of the same tables in one transaction of plain JDBC.
 */
final class Import implements Bench {
  private static final List<String> STATES = List.of("FR", "RO", "DE");
  private static final int POINTS = 4;
  private static final int PIECE = 200_000;
  private static final String HEADER =
      "party,authority,office,kinds,contact_point,languages,time_zone,office_hours,telephone,email\n";

  @Override
  public String name() {
    return "import";
  }

  @Override
  public String what() {
    return "seconds to check and enter a roster of many rows";
  }

  @Override
  public Result run(BenchStack stack, Settings settings, PrintStream out) throws Exception {
    Tokens tokens = new Tokens(stack.addresses.issuer());
    String run = UUID.randomUUID().toString().substring(0, 6);
    Times times = enter(stack, tokens, run, settings.points(), out);
    long entities = settings.points() + (long) Math.ceilDiv(settings.points(), POINTS);
    long found = found(stack, run);
    double floor = floor(stack, run);
    out.printf("Floor: the same rows by plain JDBC, %.2f s%n", floor);
    double seconds = times.checked() + times.entered();
    return new Result(name())
        .put("value", seconds)
        .put("unit", "s")
        .put("floor", floor)
        .put("ratio", seconds / floor)
        .put("p50_ms", seconds * 1e3)
        .put("p99_ms", seconds * 1e3)
        .put("lost", Math.max(0, entities - found))
        .put("doubled", Math.max(0, found - entities))
        .put("handed_in_s", times.handedIn())
        .put("checked_s", times.checked())
        .put("entered_s", times.entered())
        .put("rows", settings.points());
  }

  private record Times(double handedIn, double checked, double entered) {}

  private static Times enter(BenchStack stack, Tokens tokens, String run, int rows, PrintStream out)
      throws IOException {
    Supplier<String> first = tokens.person("secretariat");
    Supplier<String> second = tokens.person("secretariat-2");
    try (HttpConnection connection = new HttpConnection(stack.stack.ports().registry())) {
      byte[] file = file(run, rows);
      long begun = System.nanoTime();
      String where =
          expect(
                  201,
                  connection.post(
                      "/imports",
                      first.get(),
                      key(),
                      Wire.bytes(Map.of("format", "csv", "origin", "Bench"))))
              .headers()
              .get("location");
      for (int from = 0; from < file.length; from += PIECE) {
        byte[] piece = Arrays.copyOfRange(file, from, Math.min(from + PIECE, file.length));
        expect(204, connection.put(where + "/parts/" + from / PIECE, first.get(), piece));
      }
      double handedIn = since(begun);
      begun = System.nanoTime();
      JsonNode report =
          Wire.mapper()
              .readTree(
                  expect(200, connection.get(where + "/report?state=broken", second.get())).body());
      double checked = since(begun);
      if (report.path("fresh").asInt() != rows) {
        throw new IOException("of " + rows + " rows not all are sound: " + report);
      }
      begun = System.nanoTime();
      expect(
          200,
          connection.post(
              where + "/approval",
              second.get(),
              key(),
              Wire.bytes(
                  Map.of(
                      "digest",
                      report.path("digest").asText(),
                      "instrument",
                      "A letter for the bench",
                      "reached",
                      "head of unit"))));
      double entered = since(begun);
      out.printf(
          "%d rows: handed in after %.2f s, checked in %.2f s, entered in %.2f s%n",
          rows, handedIn, checked, entered);
      return new Times(handedIn, checked, entered);
    }
  }

  private static byte[] file(String run, int rows) {
    StringBuilder file = new StringBuilder(HEADER);
    for (int i = 0; i < rows; i++) {
      String state = STATES.get(i / POINTS % STATES.size());
      String authority = state.toLowerCase(Locale.ROOT) + "-" + run + "-" + i / POINTS;
      file.append(
          String.format(
              Locale.ROOT,
              "%s,%s,Office %s,contact-point-24-7,%s-%d,en;fr,Europe/Paris,Mo-Su,+44 20 7946 0%03d,desk@%s.example.org%n",
              state,
              authority,
              authority,
              authority,
              i % POINTS,
              i % 1000,
              authority));
    }
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static long found(BenchStack stack, String run) throws SQLException {
    try (Connection registry = stack.database.admin("registry")) {
      return (long)
          Database.number(
              registry,
              "select count(distinct entity) from registry.entity_version where entity like '%-"
                  + run
                  + "%'");
    }
  }

  /** What has entered, once more as plain rows: entities, their records and their events. */
  private static double floor(BenchStack stack, String run) throws SQLException {
    try (Connection registry = stack.database.admin("registry")) {
      registry.setAutoCommit(false);
      List<String[]> rows = bodies(registry, run);
      long begun = System.nanoTime();
      try (PreparedStatement entity =
              registry.prepareStatement(
                  """
                  insert into registry.entity_version (entity, kind, directory_version, valid_from,
                    recorded_at, recorded_by, body)
                  values (?, ?, -?, now(), now(), 'floor', ?::jsonb)""");
          PreparedStatement outbox =
              registry.prepareStatement(
                  """
                  insert into backbone.outbox (event_id, topic, key, headers, value)
                  values (gen_random_uuid(), 'floor', ?, '{}', convert_to(?, 'UTF8'))""")) {
        for (int i = 0; i < rows.size(); i++) {
          String[] row = rows.get(i);
          entity.setString(1, row[0]);
          entity.setString(2, row[1]);
          entity.setInt(3, i + 1);
          entity.setString(4, row[2]);
          entity.addBatch();
          for (int twice = 0; twice < 2; twice++) {
            outbox.setString(1, row[0]);
            outbox.setString(2, row[2]);
            outbox.addBatch();
          }
        }
        entity.executeBatch();
        outbox.executeBatch();
      }
      double seconds = since(begun);
      // never committed: the relay would send them
      registry.rollback();
      return seconds;
    }
  }

  private static List<String[]> bodies(Connection registry, String run) throws SQLException {
    List<String[]> rows = new ArrayList<>();
    try (PreparedStatement statement =
        registry.prepareStatement(
            "select entity, kind, body::text from registry.entity_version where entity like ?")) {
      statement.setString(1, "%-" + run + "%");
      try (ResultSet results = statement.executeQuery()) {
        while (results.next()) {
          rows.add(new String[] {results.getString(1), results.getString(2), results.getString(3)});
        }
      }
    }
    return rows;
  }

  private static Map<String, String> key() {
    return Map.of("Idempotency-Key", UUID.randomUUID().toString());
  }

  private static Answer expect(int status, Answer answer) throws IOException {
    if (answer.status() != status) {
      throw new IOException(answer.status() + " " + answer.body());
    }
    return answer;
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}

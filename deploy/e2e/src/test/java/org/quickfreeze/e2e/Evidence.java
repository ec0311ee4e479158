package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.quickfreeze.stack.ServicePart;

/** Everything that a running network leaves where others than the two sides can look. */
final class Evidence {
  static final List<String> DATABASES = List.of("registry", "request", "gateway", "audit");

  private final Network n;
  private final Map<String, ByteArrayOutputStream> places = new TreeMap<>();

  private Evidence(Network n) {
    this.n = n;
  }

  /** Reads all of it; bytes by the name of their place. */
  static Map<String, byte[]> of(Network n) {
    Evidence evidence = new Evidence(n);
    try {
      evidence.topics();
      evidence.logs();
      evidence.figures();
      evidence.databases();
      evidence.publicLog();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    evidence.places.forEach((place, stream) -> bytes.put(place, stream.toByteArray()));
    return bytes;
  }

  private void topics() {
    Tap tap = new Tap(n.stack.kafka());
    for (String topic : tap.topics()) {
      for (ConsumerRecord<byte[], byte[]> kafka : tap.all(topic)) {
        put("topic " + topic + " key", kafka.key());
        put("topic " + topic + " value", kafka.value());
        for (Header header : kafka.headers()) {
          put("topic " + topic + " header", header.key().getBytes(UTF_8));
          put("topic " + topic + " header", header.value());
        }
      }
    }
  }

  private void logs() throws IOException {
    try (Stream<Path> files = Files.list(n.stack.home().data("log"))) {
      for (Path file : files.toList()) {
        put("log " + file.getFileName(), Files.readAllBytes(file));
      }
    }
  }

  private void figures() {
    for (ServicePart service : n.stack.services()) {
      for (String path : List.of("/q/metrics", "/q/health")) {
        put("figures of " + service.name(), got(service.managementUrl() + path));
      }
    }
  }

  private void databases() throws SQLException {
    for (String database : DATABASES) {
      try (Connection owner = owner(database);
          Statement statement = owner.createStatement()) {
        for (String table : tables(statement)) {
          rows(statement, database, table);
        }
      }
    }
  }

  /** The owner of the tables, whom row-level security does not bind. */
  Connection owner(String database) throws SQLException {
    return owner(n, database);
  }

  static Connection owner(Network n, String database) throws SQLException {
    String role = database + "_owner";
    return DriverManager.getConnection(
        n.stack.postgres().url(database), role, n.stack.postgres().password(role));
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet results =
        statement.executeQuery(
            """
            select quote_ident(table_schema) || '.' || quote_ident(table_name)
            from information_schema.tables
            where table_schema not in ('pg_catalog', 'information_schema')""")) {
      while (results.next()) {
        tables.add(results.getString(1));
      }
    }
    return tables;
  }

  private void rows(Statement statement, String database, String table) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select * from " + table)) {
      ResultSetMetaData columns = rows.getMetaData();
      while (rows.next()) {
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          boolean binary = columns.getColumnTypeName(i).equals("bytea");
          byte[] value = binary ? rows.getBytes(i) : text(rows.getString(i));
          put("database " + database + " " + table + " " + columns.getColumnName(i), value);
        }
      }
    }
  }

  /** What the audit service shows to everybody, and each event as auditors see it. */
  private void publicLog() throws IOException {
    String checkpoint = new String(got(n.addresses.audit() + "/checkpoint"), UTF_8);
    put("audit checkpoint", checkpoint.getBytes(UTF_8));
    long size = Long.parseLong(checkpoint.lines().skip(1).findFirst().orElseThrow());
    for (String kind : List.of("entries", "0")) {
      for (long from = 0; from < size; from += 256) {
        String part = size - from < 256 ? ".p/" + (size - from) : "";
        String path = "/tile/" + kind + "/%03d".formatted(from / 256) + part;
        put("audit tile " + kind, got(n.addresses.audit() + path));
      }
    }
    long after = -1;
    JsonNode page = n.audit("/events?limit=500&after=" + after).path("events");
    while (!page.isEmpty()) {
      put("audit events", page.toString().getBytes(UTF_8));
      after = page.get(page.size() - 1).path("index").asLong();
      page = n.audit("/events?limit=500&after=" + after).path("events");
    }
  }

  private static byte[] got(String url) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(url + " is answered with " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static byte[] text(String value) {
    return value == null ? null : value.getBytes(UTF_8);
  }

  private void put(String place, byte[] bytes) {
    if (bytes != null) {
      ByteArrayOutputStream stream =
          places.computeIfAbsent(place, _ -> new ByteArrayOutputStream());
      stream.writeBytes(bytes);
      stream.write('\n');
    }
  }
}

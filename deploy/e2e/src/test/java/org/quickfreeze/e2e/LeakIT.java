package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * No personal data outside the two sides' own halves: cases are played with forms whose personal
 * values are marked, then everything that others can look at is read and searched for the marks.
 * The same search has to find marks that were put there on purpose.
 */
class LeakIT {
  private final Network n = network();

  @Test
  void noMarkedValueIsFoundWhereOthersCanLook() throws IOException, SQLException {
    MarkedCases cases = new MarkedCases(n);
    cases.play();
    Controls controls = new Controls();
    controls.plant();

    Map<String, byte[]> evidence = Evidence.of(n);
    controls.remove();

    assertEverythingWasRead(evidence, cases.requests());
    assertThat(controls.found(evidence)).isEqualTo(controls.planted());
    assertThat(found(evidence, Files.readAllLines(Path.of("../examples/markers.txt")))).isEmpty();
    assertThat(found(evidence, List.of(MarkedCases.TYPED, MarkedCases.ASCII_TYPED))).isEmpty();
    // What a provider writes on its topic is its own; it stays there and in the dead letter's
    // bytes.
    assertThat(places(found(evidence, List.of(MarkedCases.POISON))))
        .containsExactlyInAnyOrder(
            "database gateway backbone.outbox value",
            "topic provider-gateway.dead-letter value",
            "topic provider.acme.replies header",
            "topic provider.acme.replies key",
            "topic provider.acme.replies value",
            "topic provider.globex.replies key",
            "topic provider.globex.replies value");
  }

  /** The requests' ids stand where they should, so these places were not empty. */
  private static void assertEverythingWasRead(Map<String, byte[]> evidence, List<UUID> requests) {
    LeakScanner ids = new LeakScanner(requests.stream().map(UUID::toString).toList());
    for (String place :
        List.of(
            "topic request.events key",
            "topic request.events value",
            "topic order.events value",
            "topic provider.acme.orders header",
            "topic provider.globex.orders header",
            "database request backbone.outbox value",
            "database request backbone.feed subject",
            "database request request.note request",
            "database audit audit.opening value",
            "database gateway gateway.provider_order request",
            "audit events")) {
      assertThat(evidence).containsKey(place);
      assertThat(ids.scan(place, evidence.get(place))).as(place).isNotEmpty();
    }
    for (String name :
        List.of(
            "postgresql",
            "kafka",
            "keycloak",
            "registry-service",
            "request-service",
            "provider-gateway",
            "audit-service")) {
      assertThat(evidence).containsKey("log " + name + ".log");
    }
    assertThat(evidence.get("audit tile entries").length).isGreaterThan(40 * 50);
    assertThat(evidence).containsKeys("figures of request-service", "audit checkpoint");
  }

  private static Set<LeakScanner.Find> found(Map<String, byte[]> evidence, List<String> markers) {
    LeakScanner scanner = new LeakScanner(markers);
    Set<LeakScanner.Find> found = new LinkedHashSet<>();
    evidence.forEach((place, bytes) -> found.addAll(scanner.scan(place, bytes)));
    return found;
  }

  private static Set<String> places(Set<LeakScanner.Find> finds) {
    Set<String> places = new TreeSet<>();
    finds.forEach(find -> places.add(find.place()));
    return places;
  }

  /** The control mark in every form, each with a name of its own, in every kind of place. */
  private final class Controls {
    private static final String PLACE = "leak_control";

    private final Map<String, byte[]> forms = ControlForms.all();
    private final Path log = n.stack.home().data("log").resolve(PLACE + ".log");

    void plant() throws IOException, SQLException {
      List<Tap.Forged> records = new ArrayList<>();
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      for (byte[] form : forms.values()) {
        records.add(new Tap.Forged(form, new byte[0], new byte[0]));
        records.add(new Tap.Forged(new byte[0], form, new byte[0]));
        records.add(new Tap.Forged(new byte[0], new byte[0], form));
        lines.writeBytes(form);
        lines.write('\n');
      }
      Tap tap = new Tap(n.stack.kafka());
      tap.create(PLACE);
      tap.smuggle(PLACE, records);
      Files.write(log, lines.toByteArray());
      for (String database : Evidence.DATABASES) {
        plantRows(database);
      }
    }

    private void plantRows(String database) throws SQLException {
      try (Connection owner = Evidence.owner(n, database);
          Statement statement = owner.createStatement()) {
        statement.execute("create schema " + PLACE);
        statement.execute("create table " + PLACE + ".seen (t text, b bytea)");
        try (PreparedStatement insert =
            owner.prepareStatement("insert into " + PLACE + ".seen values (?, ?)")) {
          for (byte[] form : forms.values()) {
            insert.setString(1, isText(form) ? new String(form, UTF_8) : null);
            insert.setBytes(2, form);
            insert.addBatch();
          }
          insert.executeBatch();
        }
      }
    }

    void remove() throws SQLException, IOException {
      for (String database : Evidence.DATABASES) {
        try (Connection owner = Evidence.owner(n, database);
            Statement statement = owner.createStatement()) {
          statement.execute("drop schema " + PLACE + " cascade");
        }
      }
      Files.delete(log);
    }

    /** Where each form has to be found. */
    Set<String> planted() {
      Set<String> planted = new TreeSet<>();
      for (Map.Entry<String, byte[]> form : forms.entrySet()) {
        List<String> places = new ArrayList<>();
        places.add("log " + PLACE + ".log");
        for (String part : List.of("key", "value", "header")) {
          places.add("topic " + PLACE + " " + part);
        }
        for (String database : Evidence.DATABASES) {
          places.add("database " + database + " " + PLACE + ".seen b");
          if (isText(form.getValue())) {
            places.add("database " + database + " " + PLACE + ".seen t");
          }
        }
        places.forEach(place -> planted.add(form.getKey() + " in " + place));
      }
      return planted;
    }

    Set<String> found(Map<String, byte[]> evidence) {
      Set<String> found = new TreeSet<>();
      for (LeakScanner.Find find : LeakIT.found(evidence, List.copyOf(forms.keySet()))) {
        found.add(find.marker() + " in " + find.place());
      }
      return found;
    }

    private static boolean isText(byte[] form) {
      return Arrays.equals(new String(form, UTF_8).getBytes(UTF_8), form);
    }
  }
}

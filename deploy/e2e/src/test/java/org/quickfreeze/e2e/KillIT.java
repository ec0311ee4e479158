package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.stack.Part;

/** Accepted means kept: each part is killed in turn under a stream of requests. */
class KillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** How often each part is killed; the long run goes round more often. */
  private static final int ROUNDS = Boolean.getBoolean("quickfreeze.long") ? 5 : 1;

  private final Network n = network();

  @Test
  void nothingAcceptedIsLostOrDoubledWhenEachPartIsKilled() {
    // other tests forge numbers, and the log keeps that
    long before = conflicts();
    try (Traffic traffic = new Traffic(n);
        RegisterTraffic register = new RegisterTraffic(n)) {
      for (int round = 0; round < ROUNDS; round++) {
        for (Part part : n.stack.parts().reversed()) {
          awaitProgress(traffic, register);
          part.kill();
          part.start();
        }
      }
      awaitProgress(traffic, register);
      traffic.stopSubmitting();
      register.stop();

      assertThatEachIsPreserved(traffic);
      assertThatEachOrderReachedTheProviderAsOneRecord(traffic);
      assertThatTheAuditLogHasEachEventOnce(traffic, before);
      assertThatNoFeedReaderMissedAnything(traffic);
      assertThatNoChangeOfTheRegisterIsLost(traffic, register);
      assertThat(traffic.broken()).isNull();
      assertThat(register.broken()).isNull();
    }
  }

  /** Waits until some more requests were both accepted and ordered, and the register changed. */
  private static void awaitProgress(Traffic traffic, RegisterTraffic register) {
    int changes = register.answered.get();
    int accepted = traffic.accepted.size();
    int ordered = traffic.orders.size();
    await(
        traffic,
        () -> {
          assertThat(traffic.accepted.size()).isGreaterThan(accepted + 5);
          assertThat(traffic.orders.size()).isGreaterThan(ordered + 5);
          assertThat(register.broken()).isNull();
          assertThat(register.answered.get()).isGreaterThan(changes + 2);
        });
  }

  private void assertThatEachIsPreserved(Traffic traffic) {
    Set<UUID> open = new HashSet<>();
    await(
        traffic,
        () -> {
          open.clear();
          open.addAll(traffic.accepted);
          open.removeAll(traffic.orders.keySet());
          assertThat(open).as("not yet ordered").isEmpty();
        });
    open.addAll(traffic.accepted);
    await(
        traffic,
        () -> {
          open.removeIf(id -> n.france.read(id).json().path("state").asText().equals("Preserved"));
          assertThat(open).as("not yet preserved").isEmpty();
        });
  }

  private static void assertThatEachOrderReachedTheProviderAsOneRecord(Traffic traffic) {
    for (UUID request : traffic.accepted) {
      // at least once, and each repetition the same bytes
      assertThat(traffic.delivered.get(traffic.orders.get(request))).as("%s", request).hasSize(1);
    }
    assertThat(traffic.delivered.keySet()).containsAll(traffic.orders.values());
  }

  private void assertThatTheAuditLogHasEachEventOnce(Traffic traffic, long before) {
    AuditEvents log = new AuditEvents();
    await(
        traffic,
        () -> {
          log.readOn();
          for (UUID request : traffic.accepted) {
            assertThat(log.types(request))
                .as("%s", request)
                .containsExactlyInAnyOrder(
                    "preservation-requested",
                    "acknowledged",
                    "accepted",
                    "order-issued",
                    "order-delivered",
                    "order-answered",
                    "data-preserved");
          }
        });
    await(traffic, this::assertThatNoStreamHasAHole);
    assertThat(conflicts()).as("numbers given twice").isEqualTo(before);
  }

  /** Each stands in the last record of its entity, and is one event in the log. */
  private void assertThatNoChangeOfTheRegisterIsLost(Traffic traffic, RegisterTraffic register) {
    Map<String, JsonNode> last = new HashMap<>();
    await(
        traffic,
        () -> {
          last.putAll(lastRecords());
          register.kept.forEach(
              (id, languages) ->
                  assertThat(languages(last.get("contact-point/" + id)))
                      .as(id)
                      .containsAll(languages)
                      .doesNotHaveDuplicates());
        });
    for (String id : register.kept.keySet()) {
      String entity = "contact-point/" + id;
      await(
          traffic,
          () ->
              assertThat(n.audit("/events?limit=100&subject=" + entity).path("events"))
                  .as(id)
                  .hasSameSizeAs(languages(last.get(entity))));
    }
    await(traffic, this::assertThatNoStreamHasAHole);
  }

  private void assertThatNoStreamHasAHole() {
    JsonNode streams = n.audit("/streams").path("streams");
    assertThat(streams).hasSize(3);
    for (JsonNode stream : streams) {
      assertThat(stream.path("holes")).as(stream.path("source").asText()).isEmpty();
    }
  }

  private Map<String, JsonNode> lastRecords() throws IOException, ParseException {
    Map<String, JsonNode> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> one : new Tap(n.stack.kafka()).all("registry.directory")) {
      if (one.headers().lastHeader(Tap.SMUGGLED) == null) {
        JWSObject jws = JWSObject.parse(new String(one.value(), UTF_8));
        last.put(new String(one.key(), UTF_8), Wire.mapper().readTree(jws.getPayload().toBytes()));
      }
    }
    return last;
  }

  private static List<String> languages(@Nullable JsonNode directoryRecord) {
    List<String> languages = new ArrayList<>();
    if (directoryRecord != null) {
      for (JsonNode version : directoryRecord.path("versions")) {
        languages.add(version.path("body").path("languages").path(0).asText());
      }
    }
    return languages;
  }

  private long conflicts() {
    long all = 0;
    for (JsonNode stream : n.audit("/streams").path("streams")) {
      all += stream.path("conflicts").asLong();
    }
    return all;
  }

  /** What the log has, by request; read page by page from its first entry. */
  private final class AuditEvents {
    private final Map<String, List<String>> types = new HashMap<>();
    private long last = -1;

    List<String> types(UUID request) {
      return types.getOrDefault(request.toString(), List.of());
    }

    void readOn() {
      JsonNode page;
      do {
        page = n.audit("/events?limit=1000&after=" + last).path("events");
        page.forEach(this::keep);
      } while (!page.isEmpty());
    }

    private void keep(JsonNode event) {
      last = event.path("index").asLong();
      String of = event.path("request").asText(event.path("subject").asText());
      String type = event.path("type").asText().replaceAll(".*\\.(.*)\\.v1", "$1");
      types.computeIfAbsent(of, _ -> new ArrayList<>()).add(type);
    }
  }

  private static void assertThatNoFeedReaderMissedAnything(Traffic traffic) {
    List<Traffic.Seen> whole = traffic.feedOnceMore();
    await(traffic, () -> assertThat(List.copyOf(traffic.followed)).isEqualTo(whole));
    List<String> requested =
        whole.stream().filter(Traffic.Seen::isRequest).map(Traffic.Seen::subject).toList();
    // every one of them, none twice, and none that was never answered
    assertThat(requested)
        .containsExactlyInAnyOrderElementsOf(
            traffic.accepted.stream().map(UUID::toString).toList());
  }

  private static void await(Traffic traffic, ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(PATIENCE)
        .failFast(() -> assertThat(traffic.broken()).isNull())
        .untilAsserted(assertion);
  }
}

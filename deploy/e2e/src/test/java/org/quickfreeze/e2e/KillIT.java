package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
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
    try (Traffic traffic = new Traffic(n)) {
      for (int round = 0; round < ROUNDS; round++) {
        for (Part part : n.stack.parts().reversed()) {
          awaitProgress(traffic);
          part.kill();
          part.start();
        }
      }
      awaitProgress(traffic);
      traffic.stopSubmitting();

      assertThatEachIsPreserved(traffic);
      assertThatEachOrderReachedTheProviderAsOneRecord(traffic);
      assertThatTheAuditLogHasEachEventOnce(traffic, before);
      assertThatNoFeedReaderMissedAnything(traffic);
      assertThat(traffic.broken()).isNull();
    }
  }

  /** Waits until some more requests were both accepted and ordered. */
  private static void awaitProgress(Traffic traffic) {
    int accepted = traffic.accepted.size();
    int ordered = traffic.orders.size();
    await(
        traffic,
        () -> {
          assertThat(traffic.accepted.size()).isGreaterThan(accepted + 5);
          assertThat(traffic.orders.size()).isGreaterThan(ordered + 5);
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
    JsonNode streams = n.audit("/streams").path("streams");
    assertThat(streams).hasSize(3);
    for (JsonNode stream : streams) {
      assertThat(stream.path("holes")).as(stream.path("source").asText()).isEmpty();
    }
    assertThat(conflicts()).as("numbers given twice").isEqualTo(before);
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

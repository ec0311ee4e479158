package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.ProviderClient;
import org.quickfreeze.stack.Part;

/**
 * Accepted means kept: each part is killed in turn under a stream of submissions. Part of the long
 * run until a restarted broker is told apart from one that has ended.
 */
@EnabledIfSystemProperty(named = "quickfreeze.long", matches = "true")
class KillIT {
  private final Network n = network();
  private final ConcurrentLinkedQueue<UUID> accepted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean streaming = new AtomicBoolean(true);

  @Test
  void nothingAcceptedIsLostOrDoubledWhenEachPartIsKilled() throws InterruptedException {
    try (ProviderClient acme =
        new ProviderClient(n.addresses, "acme", "kill-" + UUID.randomUUID())) {
      Thread stream = Thread.ofPlatform().start(this::submitAll);

      for (Part part : n.stack.parts().reversed()) {
        awaitMore(2);
        part.kill();
        part.start();
      }
      awaitMore(2);
      streaming.set(false);
      stream.join(Duration.ofMinutes(2));

      assertThat(accepted).hasSizeGreaterThan(10);
      Map<UUID, UUID> orders = handleAll();
      assertEachOrderReachedTheProvider(acme, orders);
      assertTheAuditLogHasAll();
      assertTheFeedHasAll();
    }
  }

  private void submitAll() {
    while (streaming.get()) {
      UUID request = UUID.randomUUID();
      String act = n.france.signedSubmission(request, n.romania.self(), Network.fraud());
      try {
        if (n.france.send(act).status() == 201) {
          accepted.add(request);
        }
        Thread.sleep(50);
      } catch (UncheckedIOException | Api.UnexpectedAnswer e) {
        // The answer never came: this submission may be kept or not, and is not counted.
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void awaitMore(int count) {
    int before = accepted.size();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(accepted.size()).isGreaterThanOrEqualTo(before + count));
  }

  private Map<UUID, UUID> handleAll() {
    Map<UUID, UUID> orders = new HashMap<>();
    for (UUID request : accepted) {
      assertThat(n.romania.read(request).status()).isEqualTo(200);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(
                          n.romania
                              .act(request, ActType.ACKNOWLEDGE, Network.acknowledgement())
                              .status())
                      .isEqualTo(201));
      n.romania.act(request, ActType.ACCEPT, new ActBody.Accept(null)).expect(201);
      orders.put(request, n.order(request, "acme").order());
    }
    return orders;
  }

  private static void assertEachOrderReachedTheProvider(
      ProviderClient acme, Map<UUID, UUID> orders) {
    Map<String, Integer> seen = new HashMap<>();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              for (ConsumerRecord<String, String> r : acme.pollSealed(Duration.ofMillis(300))) {
                seen.merge(r.key(), 1, Integer::sum);
              }
              assertThat(seen.keySet())
                  .containsAll(orders.values().stream().map(UUID::toString).toList());
            });
  }

  private void assertTheAuditLogHasAll() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              for (UUID request : accepted) {
                List<String> types = new ArrayList<>();
                n.audit("/events?subject=" + request)
                    .path("events")
                    .forEach(e -> types.add(e.path("type").asText()));
                assertThat(types.stream().filter(t -> t.endsWith(".preservation-requested.v1")))
                    .hasSize(1);
                assertThat(types.stream().filter(t -> t.endsWith(".order-delivered.v1")))
                    .hasSize(1);
              }
              for (JsonNode s : n.audit("/streams").path("streams")) {
                assertThat(s.path("holes")).as(s.path("source").asText()).isEmpty();
              }
            });
  }

  private void assertTheFeedHasAll() {
    Set<String> requested = new HashSet<>();
    String cursor = "";
    while (true) {
      JsonNode page = n.romania.get("/feed?limit=500&after=" + cursor).expect(200).json();
      for (JsonNode entry : page.path("entries")) {
        if (entry.path("type").asText().endsWith(".preservation-requested.v1")) {
          assertThat(requested.add(entry.path("subject").asText())).as("twice in a feed").isTrue();
        }
      }
      if (page.path("entries").isEmpty()) {
        break;
      }
      cursor = page.path("next").asText();
    }
    assertThat(requested).containsAll(accepted.stream().map(UUID::toString).toList());
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.quickfreeze.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.Orders;
import org.quickfreeze.demo.ProviderClient;
import org.quickfreeze.demo.SampleKey;

/**
 * A steady stream through the whole network: France submits, Romania follows its feed and handles
 * what comes, a provider answers each order. Each behaves as a careful client does: what was not
 * answered is asked again under the same idempotency key or after a look at the state.
 */
final class Traffic implements AutoCloseable {
  private static final Duration BETWEEN_SUBMISSIONS = Duration.ofMillis(300);
  private static final Duration AFTER_A_FAULT = Duration.ofMillis(200);

  /** Requests that were answered 2xx. */
  final Set<UUID> accepted = ConcurrentHashMap.newKeySet();

  /** The order of each request whose order act was taken. */
  final Map<UUID, UUID> orders = new ConcurrentHashMap<>();

  /** Different sealed documents in the provider's topic, by order; a repetition is the same. */
  final Map<UUID, Set<String>> delivered = new ConcurrentHashMap<>();

  /** What Romania's feed showed while it was followed, in order. */
  final Queue<Seen> followed = new ConcurrentLinkedQueue<>();

  /** An entry of a feed; its cursor is another one at each reading. */
  record Seen(String subject, String type, long version) {
    static Seen of(JsonNode entry) {
      return new Seen(
          entry.path("subject").asText(),
          entry.path("type").asText(),
          entry.path("version").asLong());
    }

    boolean isRequest() {
      return type.endsWith(".preservation-requested.v1");
    }
  }

  private final Network n;
  private final String start;
  private final Queue<UUID> toHandle = new ConcurrentLinkedQueue<>();
  private final List<Thread> actors = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private volatile boolean submitting = true;
  private volatile boolean open = true;

  Traffic(Network n) {
    this.n = n;
    this.start = lastCursor();
    begin("france", this::submit);
    begin("romania-feed", this::follow);
    begin("romania", this::handle);
    begin("acme", this::answer);
  }

  /** Ends the stream of submissions; the others go on until all is done. */
  void stopSubmitting() {
    submitting = false;
  }

  /** The first fault that no careful client can live with; null when there was none. */
  @Nullable Throwable broken() {
    return broken.get();
  }

  /** Romania's feed since the stream began, read once more from its start. */
  List<Seen> feedOnceMore() {
    List<Seen> entries = new ArrayList<>();
    String cursor = start;
    while (true) {
      JsonNode page = page(cursor);
      if (page.path("entries").isEmpty()) {
        return entries;
      }
      page.path("entries").forEach(entry -> entries.add(Seen.of(entry)));
      cursor = page.path("next").asText();
    }
  }

  @Override
  public void close() {
    submitting = false;
    open = false;
    actors.forEach(Traffic::join);
  }

  private void begin(String name, Runnable actor) {
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .uncaughtExceptionHandler((_, fault) -> broken.compareAndSet(null, fault))
            .start(actor);
    actors.add(thread);
  }

  private void submit() {
    while (submitting) {
      UUID request = UUID.randomUUID();
      String act = n.france.signedSubmission(request, n.romania.self(), Network.fraud());
      Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
      untilTrue(
          () -> {
            kept(
                Api.post(
                    n.addresses.requests() + "/requests",
                    n.france.token(),
                    Map.of("act", act),
                    key));
            return true;
          });
      if (open) {
        accepted.add(request);
      }
      pause(BETWEEN_SUBMISSIONS);
    }
  }

  private void follow() {
    String cursor = start;
    while (open) {
      AtomicReference<JsonNode> read = new AtomicReference<>();
      String after = cursor;
      untilTrue(
          () -> {
            read.set(page(after));
            return true;
          });
      JsonNode page = read.get();
      if (page == null) {
        return;
      }
      page.path("entries").forEach(entry -> noticed(Seen.of(entry)));
      cursor = page.path("next").asText();
      pause(Duration.ofMillis(50));
    }
  }

  private void noticed(Seen entry) {
    followed.add(entry);
    if (entry.isRequest()) {
      toHandle.add(UUID.fromString(entry.subject()));
    }
  }

  private void handle() {
    while (open) {
      UUID request = toHandle.poll();
      if (request == null) {
        pause(Duration.ofMillis(20));
      } else {
        UUID order = UUID.randomUUID();
        untilTrue(() -> step(request, order));
      }
    }
  }

  /** One act on what the request's state is now; true when nothing is left to do. */
  private boolean step(UUID request, UUID order) {
    Api.Answer read = n.romania.read(request).expect(200);
    switch (read.json().path("state").asText()) {
      case "Submitted" -> acted(read, ActType.ACKNOWLEDGE, Network.acknowledgement());
      case "Acknowledged" -> acted(read, ActType.ACCEPT, new ActBody.Accept(null));
      case "Accepted" -> order(read, request, order);
      default -> {
        orders.put(request, order);
        return true;
      }
    }
    return step(request, order);
  }

  private void order(Api.Answer read, UUID request, UUID order) {
    String document =
        n.romania.order(
            order, request, "acme", OrderKind.PRESERVE, "", Orders.content(Network.fraud()));
    ActBody body = new ActBody.Order(order, List.of("1"), "acme", SampleKey.hash(document));
    acted(read, ActType.ORDER, body, document);
  }

  private void acted(Api.Answer read, ActType type, ActBody body, String... documents) {
    kept(n.romania.act(read, type, body, documents));
  }

  /** An act that waits for a fresh copy of the register is kept as well. */
  private static void kept(Api.Answer answer) {
    if (answer.status() != 202) {
      answer.expect(201);
    }
  }

  private void answer() {
    String group = "traffic-" + UUID.randomUUID();
    ProviderClient client = new ProviderClient(n.addresses, "acme", group);
    while (open) {
      try {
        for (ConsumerRecord<String, String> record : client.pollSealed(Duration.ofMillis(200))) {
          answer(client, record);
        }
      } catch (org.apache.kafka.common.KafkaException e) {
        // its session ended with the broker or the identity provider: come in again
        client.close();
        AtomicReference<ProviderClient> next = new AtomicReference<>();
        untilTrue(
            () -> {
              next.set(new ProviderClient(n.addresses, "acme", group));
              return true;
            });
        if (next.get() == null) {
          return;
        }
        client = next.get();
      }
    }
    client.close();
  }

  private void answer(ProviderClient client, ConsumerRecord<String, String> record) {
    UUID id = UUID.fromString(record.key());
    Set<String> documents = delivered.computeIfAbsent(id, _ -> ConcurrentHashMap.newKeySet());
    boolean first = documents.isEmpty();
    documents.add(record.value());
    if (!first) {
      return;
    }
    untilTrue(
        () -> {
          if (client.open(record.key(), record.value()) instanceof ProviderClient.Order order) {
            Instant until = Instant.now().plus(90, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
            client.reply(order, ReplyCode.PRESERVED, OrderReply.Body.preserved(until, 1));
          }
          return true;
        });
  }

  /** Tries until it worked or the traffic has ended; an outage is no reason to give up. */
  private void untilTrue(BooleanSupplier attempt) {
    while (open) {
      try {
        if (attempt.getAsBoolean()) {
          return;
        }
      } catch (RuntimeException e) {
        // An answer that never came, or one that says to come again: both are told apart by asking
        // again.
        if (e instanceof Api.UnexpectedAnswer unexpected
            && unexpected.answer().status() < 500
            && unexpected.answer().status() != 409
            && unexpected.answer().status() != 412) {
          throw e;
        }
      }
      pause(AFTER_A_FAULT);
    }
  }

  private JsonNode page(String cursor) {
    return n.romania.get("/feed?limit=500&after=" + cursor).expect(200).json();
  }

  private String lastCursor() {
    String cursor = "";
    while (true) {
      JsonNode page = page(cursor);
      if (page.path("entries").isEmpty()) {
        return cursor;
      }
      cursor = page.path("next").asText();
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.quickfreeze.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.quickfreeze.demo.Addresses;
import org.quickfreeze.demo.ProviderClient;

/** When each order came out of the poll of the provider's own Kafka client, and how often. */
final class Arrivals implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Long> first = new ConcurrentHashMap<>();
  private final Map<String, Long> counts = new ConcurrentHashMap<>();
  private final KafkaConsumer<String, String> consumer;
  private final Thread thread;
  private volatile boolean ready;
  private volatile boolean stopping;

  private Arrivals(KafkaConsumer<String, String> consumer) {
    this.consumer = consumer;
    this.thread = Thread.ofPlatform().name("provider").daemon(true).unstarted(this::poll);
  }

  /** Begins to listen; returns when the client has its topic. */
  static Arrivals listen(Addresses addresses, String provider) {
    KafkaConsumer<String, String> consumer =
        ProviderClient.consumer(addresses, provider, provider + ".bench");
    consumer.subscribe(List.of("provider." + provider + ".orders"));
    Arrivals arrivals = new Arrivals(consumer);
    arrivals.thread.start();
    BenchStack.await("the provider has its topic", () -> arrivals.ready);
    return arrivals;
  }

  private void poll() {
    while (!stopping) {
      for (ConsumerRecord<String, String> order : consumer.poll(POLL)) {
        first.putIfAbsent(order.key(), System.nanoTime());
        counts.merge(order.key(), 1L, Long::sum);
      }
      ready = !consumer.assignment().isEmpty();
    }
  }

  /** {@link System#nanoTime} of the first arrival; 0 when there was none. */
  long at(UUID order) {
    return first.getOrDefault(order.toString(), 0L);
  }

  /** Waits up to half a minute for what is missing, and counts. */
  Ledger.Tally tally(Collection<UUID> orders) {
    long deadline = System.nanoTime() + 30_000_000_000L;
    Ledger.Tally tally = Ledger.Tally.of(orders, List.of(counts));
    while (tally.lost() > 0 && System.nanoTime() - deadline < 0) {
      BenchStack.pause();
      tally = Ledger.Tally.of(orders, List.of(counts));
    }
    return tally;
  }

  @Override
  public void close() {
    stopping = true;
    Load.join(thread);
    consumer.close();
  }
}

package org.quickfreeze.bench;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.quickfreeze.bench.Bench.Settings;
import org.quickfreeze.bench.BenchStack.Recorded;

/**
 * An order's path with nothing on it but what has to be: the commits at request-service, its
 * relay's numbering, a Kafka record, the commit at provider-gateway, its relay's numbering, a Kafka
 * record. Same statements, same broker, same open loop.
 */
final class DeliveryFloor {
  private static final String FIRST = "bench.first";
  private static final String SECOND = "bench.second";
  private static final Duration POLL = Duration.ofMillis(100);

  private final BenchStack stack;
  private final Settings settings;
  private final PrintStream out;

  DeliveryFloor(BenchStack stack, Settings settings, PrintStream out) {
    this.stack = stack;
    this.settings = settings;
    this.out = out;
  }

  /** Latencies of a third of the bench's time, after a short warm-up. */
  Histogram measure() throws SQLException, InterruptedException {
    int seconds = Math.max(2, settings.seconds() / 3);
    out.printf(
        "Floor: the commits and Kafka records alone, %d/s, %d s%n", settings.rate(), seconds);
    topics();
    Histogram latency;
    try (Path path = new Path()) {
      path.run(settings.rate() * Math.min(10, seconds));
      latency = path.run(settings.rate() * seconds);
    }
    out.printf(
        "  p50 %.1f ms, p99 %.1f ms%n",
        latency.getValueAtPercentile(50) / 1e3, latency.getValueAtPercentile(99) / 1e3);
    return latency;
  }

  private void topics() throws InterruptedException {
    try (Admin admin = stack.stack.kafka().admin()) {
      admin
          .createTopics(
              List.of(new NewTopic(FIRST, 1, (short) 1), new NewTopic(SECOND, 1, (short) 1)))
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("the floor's topics cannot be made", e.getCause());
      }
    }
  }

  /** The whole path, with its connections. */
  private final class Path implements AutoCloseable {
    private final Recorded recorded = stack.recorded;
    private final byte[] value = new byte[recorded.gateway().largest()];
    private final FloorRelay requestRelay;
    private final FloorRelay gatewayRelay;
    private final Connection gateway;
    private final Thread taker;
    private final Thread provider;
    private volatile long[] intended = new long[0];
    private volatile Histogram latency = Load.histogram();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger ready = new AtomicInteger();
    private volatile boolean stopping;

    Path() throws SQLException {
      Map<String, Object> kafka = stack.stack.kafka().clientSettings("admin");
      requestRelay =
          new FloorRelay(
              stack.database.floor("request"), recorded.requestStamp(), recorded, kafka, FIRST);
      gatewayRelay =
          new FloorRelay(
              stack.database.floor("gateway"), recorded.gatewayStamp(), recorded, kafka, SECOND);
      gateway = stack.database.floor("gateway");
      taker = Thread.ofPlatform().daemon(true).start(() -> poll(kafka, FIRST, this::takeIn));
      provider = Thread.ofPlatform().daemon(true).start(() -> poll(kafka, SECOND, this::receive));
      BenchStack.await("the floor's consumers have their topics", () -> ready.get() == 2);
    }

    Histogram run(int calls) {
      String[][] ids = prepare(calls);
      intended = new long[calls];
      latency = Load.histogram();
      arrived.set(0);
      Load.<Connection>open(
          settings.connections(),
          settings.rate(),
          calls,
          () -> stack.database.floor("request"),
          (connection, number, time) -> {
            intended[number] = time;
            for (Replay replay : recorded.order()) {
              replay.run(connection, ids[number]);
            }
            requestRelay.ring(Integer.toString(number), value);
          });
      BenchStack.await(
          "the floor's records arrive",
          () -> {
            requestRelay.check();
            gatewayRelay.check();
            return arrived.get() >= calls;
          });
      return latency;
    }

    /** Accepted requests to be ordered for; gives the ids of each. */
    private String[][] prepare(int calls) {
      String[][] ids = new String[calls][];
      Load.<Connection>closed(
          settings.connections(),
          3600,
          calls,
          () -> stack.database.floor("request"),
          (connection, number) -> {
            ids[number] = recorded.ids().fresh();
            for (Replay replay : recorded.acceptance()) {
              replay.run(connection, ids[number]);
            }
          });
      return ids;
    }

    private void takeIn(String key) throws SQLException {
      recorded.gateway().run(gateway);
      gatewayRelay.ring(key, value);
    }

    private void receive(String key) {
      latency.recordValue((System.nanoTime() - intended[Integer.parseInt(key)]) / 1000);
      arrived.incrementAndGet();
    }

    private void poll(Map<String, Object> kafka, String topic, Step step) {
      Map<String, Object> consumer = new java.util.HashMap<>(kafka);
      consumer.put("group.id", topic);
      consumer.put("auto.offset.reset", "latest");
      consumer.put("fetch.max.wait.ms", 100);
      try (KafkaConsumer<String, byte[]> records =
          new KafkaConsumer<>(consumer, new StringDeserializer(), new ByteArrayDeserializer())) {
        records.subscribe(List.of(topic));
        boolean announced = false;
        while (!stopping) {
          for (ConsumerRecord<String, byte[]> order : records.poll(POLL)) {
            step.take(order.key());
          }
          if (!announced && !records.assignment().isEmpty()) {
            // where the topic ends now, so that an older floor's records are not taken again
            records.assignment().forEach(records::position);
            announced = true;
            ready.incrementAndGet();
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException("the floor's commit failed", e);
      }
    }

    @Override
    public void close() throws SQLException {
      stopping = true;
      Load.join(taker);
      Load.join(provider);
      requestRelay.close();
      gatewayRelay.close();
      gateway.close();
    }
  }

  @FunctionalInterface
  private interface Step {
    void take(String key) throws SQLException;
  }
}

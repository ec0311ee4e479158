package org.quickfreeze.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the machine needs for a commit, a record with acks of all, and its way to a consumer. */
final class RecordFloor {
  private static final String TOPIC = "bench.record";
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int BYTES = 1000;
  private static final int WARM_UP = 20;

  private final BenchStack stack;

  RecordFloor(BenchStack stack) {
    this.stack = stack;
  }

  Histogram measure(int count) throws SQLException, InterruptedException, ExecutionException {
    topic();
    Map<String, Object> settings = new HashMap<>(stack.stack.kafka().clientSettings("admin"));
    settings.put("acks", "all");
    settings.put("linger.ms", 0);
    Map<String, Object> reading = new HashMap<>(stack.stack.kafka().clientSettings("admin"));
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    Histogram latency = Load.histogram();
    try (Connection database = stack.database.admin("registry");
        Statement statement = database.createStatement();
        KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        KafkaConsumer<String, byte[]> consumer =
            new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer())) {
      statement.execute("create table if not exists public.bench_commit (n bigint)");
      consumer.assign(List.of(partition));
      consumer.seekToEnd(List.of(partition));
      consumer.position(partition);
      for (int i = 0; i < WARM_UP + count; i++) {
        long from = System.nanoTime();
        statement.execute("insert into public.bench_commit values (" + i + ")");
        producer.send(new ProducerRecord<>(TOPIC, "key", new byte[BYTES])).get();
        while (consumer.poll(POLL).isEmpty()) {
          // the record is on its way
        }
        if (i >= WARM_UP) {
          latency.recordValue((System.nanoTime() - from) / 1000);
        }
      }
    }
    return latency;
  }

  private void topic() throws InterruptedException {
    try (Admin admin = stack.stack.kafka().admin()) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("the floor's topic cannot be made", e.getCause());
      }
    }
  }
}

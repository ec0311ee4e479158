package org.quickfreeze.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka clients that fail soon. */
final class Clients {
  private Clients() {}

  /** Sends one record; throws what the broker says. */
  static void send(Map<String, Object> settings, String topic, String value) throws Exception {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("acks", "all");
    all.putIfAbsent("max.block.ms", 20_000);
    all.put("delivery.timeout.ms", 20_000);
    all.put("request.timeout.ms", 10_000);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "key", value)).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** The first records of a topic, as a new group sees it; throws what the broker says. */
  static List<String> read(Map<String, Object> settings, String group, String topic)
      throws TimeoutException {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("group.id", group);
    all.put("auto.offset.reset", "earliest");
    all.put("enable.auto.commit", false);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      List<String> values = new ArrayList<>();
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.isEmpty()) {
        consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
        if (System.nanoTime() > deadline) {
          throw new TimeoutException("nothing in " + topic);
        }
      }
      return values;
    }
  }
}

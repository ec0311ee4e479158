package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.quickfreeze.stack.KafkaPart;

/** What somebody with the broker's administrator rights can read and write. */
final class Tap {
  /** Marks a record that a test has smuggled in, so that other tests do not take it for genuine. */
  static final String SMUGGLED = "test_smuggled";

  private final KafkaPart kafka;

  Tap(KafkaPart kafka) {
    this.kafka = kafka;
  }

  /** Names of all topics that somebody has made, not those of the broker itself. */
  Set<String> topics() {
    try (Admin admin = kafka.admin()) {
      return admin.listTopics().names().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void create(String topic) {
    try (Admin admin = kafka.admin()) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything that a topic holds at this moment, from its beginning. */
  List<ConsumerRecord<byte[], byte[]>> all(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  /** A record without a place: key, value, and the value of a header. */
  record Forged(byte[] key, byte[] value, byte[] header) {}

  /** Writes records past every rule. */
  void smuggle(String topic, List<Forged> records) {
    List<ProducerRecord<byte[], byte[]>> forged = new ArrayList<>();
    for (Forged one : records) {
      ProducerRecord<byte[], byte[]> kafka = new ProducerRecord<>(topic, one.key(), one.value());
      kafka.headers().add("test", one.header());
      forged.add(kafka);
    }
    send(forged);
  }

  /** Writes a record past every rule. */
  void smuggle(String topic, String key, byte[] value, Map<String, String> headers) {
    ProducerRecord<byte[], byte[]> forged = new ProducerRecord<>(topic, bytes(key), value);
    headers.forEach((name, text) -> forged.headers().add(name, bytes(text)));
    send(List.of(forged));
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> one : records) {
        one.headers().add(SMUGGLED, bytes("true"));
        sent.add(producer.send(one));
      }
      for (Future<RecordMetadata> taken : sent) {
        taken.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A record's headers as text. */
  static Map<String, String> headers(ConsumerRecord<?, ?> from) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : from.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    return headers;
  }

  private Map<String, Object> settings() {
    return new HashMap<>(kafka.clientSettings("admin"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}

package org.quickfreeze.backbone.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients with the settings that the promises of outbox and inbox rest on. */
public final class KafkaClients {
  private final Map<String, Object> connection;

  /**
   * @param connection bootstrap servers and security settings, as kafka-clients names them
   */
  public KafkaClients(Map<String, Object> connection) {
    this.connection = Map.copyOf(connection);
  }

  /** Mutual TLS with PEM files: private key followed by certificates, and the authority's. */
  public static KafkaClients mutualTls(String bootstrap, String keystore, String truststore) {
    return new KafkaClients(
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "security.protocol",
            "SSL",
            "ssl.keystore.type",
            "PEM",
            "ssl.keystore.location",
            keystore,
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.location",
            truststore));
  }

  /**
   * A producer that keeps order and never gives a record up by time: a record that expired while a
   * later one got through would stand behind it in the topic.
   */
  public Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        with(
            Map.of(
                "acks", "all",
                "enable.idempotence", true,
                "delivery.timeout.ms", Integer.MAX_VALUE,
                "max.block.ms", 1000,
                "reconnect.backoff.max.ms", 500,
                "retry.backoff.max.ms", 500,
                "compression.type", "none",
                "linger.ms", 0,
                "batch.size", 65536)),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** A consumer that starts at the beginning and commits only when told to. */
  public Consumer<byte[], byte[]> consumer(String group) {
    return new KafkaConsumer<>(
        with(
            Map.of(
                "group.id",
                group,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "allow.auto.create.topics",
                false,
                "max.poll.records",
                500,
                "fetch.max.wait.ms",
                100,
                "fetch.min.bytes",
                1,
                "metadata.max.age.ms",
                2000,
                "reconnect.backoff.max.ms",
                500,
                "isolation.level",
                "read_committed")),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** A client that changes topics and access rules. */
  public Admin admin() {
    return Admin.create(with(Map.of("request.timeout.ms", 5000, "default.api.timeout.ms", 10000)));
  }

  private Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(connection);
    all.putAll(more);
    return all;
  }
}

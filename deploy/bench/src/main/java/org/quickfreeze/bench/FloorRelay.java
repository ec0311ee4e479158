package org.quickfreeze.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.bench.BenchStack.Recorded;

/**
 * The relay's statements and one Kafka record, on one thread and one connection as in the relay;
 * keeping the mark comes after the acknowledgement, beside the path.
 */
final class FloorRelay implements AutoCloseable {
  private final Connection connection;
  private final Replay stamp;
  private final Recorded recorded;
  private final Producer<String, byte[]> producer;
  private final String topic;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private volatile @Nullable Exception failure;

  FloorRelay(
      Connection connection,
      Replay stamp,
      Recorded recorded,
      Map<String, Object> kafka,
      String topic)
      throws SQLException {
    this.connection = connection;
    this.stamp = stamp;
    this.recorded = recorded;
    this.topic = topic;
    String role = topic.equals("bench.first") ? "request_system" : "gateway_system";
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute("set role " + role);
      connection.commit();
    }
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    settings.put("linger.ms", 0);
    this.producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** Numbers what is committed and sends one record. */
  void ring(String key, byte[] value) {
    thread.execute(
        () -> {
          try {
            step(key, value);
          } catch (SQLException | ExecutionException | InterruptedException e) {
            failure = e;
          }
        });
  }

  /** Fails when a step has failed: without this its record would only be missed. */
  void check() {
    if (failure != null) {
      throw new IllegalStateException("the floor's relay failed", failure);
    }
  }

  private void step(String key, byte[] value)
      throws SQLException, ExecutionException, InterruptedException {
    stamp.run(connection);
    long position = pending();
    Future<?> sent = producer.send(new ProducerRecord<>(topic, key, value));
    sent.get();
    try (PreparedStatement statement = connection.prepareStatement(recorded.mark())) {
      statement.setLong(1, position);
      statement.execute();
    }
    connection.commit();
  }

  private long pending() throws SQLException {
    long last = 0;
    try (PreparedStatement statement = connection.prepareStatement(recorded.pending());
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        last = rows.getLong("position");
      }
    }
    connection.commit();
    return last;
  }

  @Override
  public void close() throws SQLException {
    thread.close();
    producer.close();
    connection.close();
  }
}

package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was acknowledged before a SIGKILL is there after the next start. */
@Timeout(180)
class CrashComponentTest {
  @Test
  void givenACommittedRow_whenPostgresIsKilledAndStartedAgain_thenItIsThere() throws Exception {
    PostgresPart postgres = TestParts.postgres();
    String row = UUID.randomUUID().toString();
    try (Connection connection = owner(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute("create schema if not exists crash");
      statement.execute("create table if not exists crash.rows (row text)");
      statement.execute("insert into crash.rows values ('" + row + "')");
      connection.setAutoCommit(false);
      statement.execute("insert into crash.rows values ('never committed')");

      postgres.kill();

      assertThat(postgres.running()).isFalse();
      assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("select 1"));
    }
    postgres.start();

    try (Connection connection = owner(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select row from crash.rows")) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      assertThat(found).contains(row).doesNotContain("never committed");
    }
  }

  @Test
  void givenAcknowledgedRecords_whenKafkaIsKilledAndStartedAgain_thenTheyAreThere()
      throws Exception {
    KafkaPart kafka = TestParts.kafka();
    String run = UUID.randomUUID().toString();
    Map<String, Object> settings = kafka.clientSettings("admin");
    settings.put("acks", "all");
    List<String> sent = new ArrayList<>();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < 50; i++) {
        producer.send(new ProducerRecord<>("order.events", run, run + i)).get();
        sent.add(run + i);
      }
      kafka.kill();
    }
    assertThat(kafka.running()).isFalse();

    kafka.start();

    assertThat(read(kafka).stream().filter(value -> value.startsWith(run))).isEqualTo(sent);
  }

  @Test
  void givenARunningPart_whenItIsStopped_thenItsPortIsFreeAndItStartsAgain() {
    PostgresPart postgres = TestParts.postgres();

    postgres.stop();

    assertThat(postgres.running()).isFalse();
    assertThat(Ports.isFree(postgres.port())).isTrue();
    postgres.start();
    assertThat(postgres.running()).isTrue();
  }

  private static Connection owner(PostgresPart postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.url("request"), "request_owner", postgres.password("request_owner"));
  }

  private static List<String> read(KafkaPart kafka) {
    TopicPartition partition = new TopicPartition("order.events", 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            kafka.clientSettings("admin"), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<String> values = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(one -> values.add(one.value()));
      }
      return values;
    }
  }
}

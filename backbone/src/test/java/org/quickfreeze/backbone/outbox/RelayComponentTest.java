package org.quickfreeze.backbone.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.quickfreeze.backbone.fixture.Eventually.eventually;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.feed.Feed;
import org.quickfreeze.backbone.feed.Feed.FeedRow;
import org.quickfreeze.backbone.fixture.TestDatabase;
import org.quickfreeze.backbone.fixture.TestKafka;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.stack.TestParts;

@Timeout(120)
class RelayComponentTest {
  private static final String LOGIN = "relay";
  private final TestKafka kafka = new TestKafka();
  private final String events = kafka.topic("test.events");
  private final Transactions transactions = TestDatabase.transactions("relay-test");
  private final Wake wake = new Wake();
  private final Outbox outbox = new Outbox(wake::ring);

  @BeforeEach
  void clean() {
    TestDatabase.clean();
  }

  @Test
  void givenManyWritersSomeOfWhichFail_whenRelayed_thenNumbersHaveNoHoleAndKeysKeepTheirOrder()
      throws Exception {
    String other = kafka.topic("test.other");
    try (Relay relay = started(OnPublished.NOTHING);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        String key = "k" + w;
        writers.add(threads.submit(() -> writeManySomeFailing(key, other)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      // Of 40 each, 8 fail; of the 32 others, 11 have a second row for the other topic.
      sent(4 * (32 + 11));
      assertThat(relay.status().leading()).isTrue();
    }

    assertThat(positions()).isEqualTo(upTo(4 * 43));
    assertThat(sequencesOf(events)).isEqualTo(upTo(4 * 32));
    assertThat(
            TestDatabase.number("select count(*) from backbone.outbox where sequence is not null"))
        .isEqualTo(4 * 32);
    List<ConsumerRecord<byte[], byte[]>> records = kafka.read(events);
    assertThat(records.stream().map(RelayComponentTest::sequence)).isEqualTo(upTo(4 * 32));
    assertThat(records.stream().map(RelayComponentTest::id))
        .isEqualTo(TestDatabase.texts(idsOf(events)));
    assertKeysInOrder(records);
    assertThat(kafka.read(other))
        .hasSize(4 * 11)
        .allMatch(r -> r.headers().lastHeader("ce_sequence") == null);
  }

  @Test
  void givenARecord_whenRelayed_thenKeyHeadersAndBytesAreAsWritten() {
    UUID id = UUID.randomUUID();
    try (Relay relay = started(OnPublished.NOTHING)) {
      inTransaction(
          tx ->
              outbox.write(
                  tx,
                  new OutboundRecord(
                      id,
                      events,
                      "clé",
                      List.of("ce_id", id.toString(), "n", "é"),
                      new byte[] {0, -1, 7})));
      sent(1);
      assertThat(relay.status().brokerUp()).isTrue();
    }

    ConsumerRecord<byte[], byte[]> only = kafka.read(events).getFirst();
    assertThat(TestKafka.text(only.key())).isEqualTo("clé");
    assertThat(TestKafka.header(only, "n")).isEqualTo("é");
    assertThat(TestKafka.header(only, "ce_sequence")).isEqualTo("0000000000000000001");
    assertThat(only.value()).containsExactly(0, -1, 7);
  }

  /** Ends the connection after the broker has the batch and before the mark is committed. */
  @Test
  void givenARelayKilledBetweenBrokerAndMark_whenItComesBack_thenTheSameNumbersComeAgain() {
    for (int i = 0; i < 300; i++) {
      write("k" + i % 3, i);
    }
    AtomicInteger batches = new AtomicInteger();
    OnPublished killing =
        new OnPublished() {
          @Override
          public void published(Tx tx, List<OutboundRecord> records) {
            if (batches.incrementAndGet() <= 2) {
              TestDatabase.terminate(LOGIN);
            }
          }
        };
    try (Relay relay = started(killing)) {
      sent(300);
      assertThat(relay.status().leading()).isTrue();
    }

    List<ConsumerRecord<byte[], byte[]>> records = kafka.read(events);
    assertThat(records.size()).isGreaterThan(300);
    assertNothingLost(records, 300);
  }

  @Test
  void givenWritersAtWork_whenRelaysAreKilledAgainAndAgain_thenNothingIsLost() throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        Relay first = started(OnPublished.NOTHING);
        Relay second = started(OnPublished.NOTHING)) {
      Future<?> writer =
          thread.submit(
              () -> {
                for (int i = 0; i < 400; i++) {
                  write("k" + i % 3, i);
                }
              });
      for (int kill = 1; kill <= 4; kill++) {
        long mark = 80L * kill;
        eventually(() -> assertThat(published()).isGreaterThanOrEqualTo(mark - 40));
        assertThat(TestDatabase.terminate(LOGIN)).isPositive();
      }
      writer.get();
      sent(400);
      assertThat(List.of(first.status().leading(), second.status().leading())).contains(true);
    }

    assertThat(positions()).isEqualTo(upTo(400));
    assertNothingLost(kafka.read(events), 400);
  }

  @Test
  void givenABrokerKilledInTheMiddle_whenItComesBack_thenNumberingWentOnAndNothingIsLost()
      throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        Relay relay = started(OnPublished.NOTHING)) {
      for (int i = 0; i < 100; i++) {
        write("k" + i % 3, i);
      }
      Future<?> writer =
          thread.submit(
              () -> {
                for (int i = 100; i < 300; i++) {
                  write("k" + i % 3, i);
                }
              });
      eventually(() -> assertThat(published()).isGreaterThan(50));
      TestParts.stack().kafka().kill();
      writer.get();
      inTransaction(tx -> Feed.add(tx, List.of(feedRow())));

      eventually(() -> assertThat(positions()).isEqualTo(upTo(300)));
      eventually(
          () ->
              assertThat(
                      TestDatabase.numbers(
                          "select position from backbone.feed where position is not null"))
                  .containsExactly(1L));
      eventually(() -> assertThat(relay.status().brokerUp()).isFalse());
      assertThat(relay.status().leading()).isTrue();
      TestParts.stack().kafka().start();
      sent(300);
      eventually(() -> assertThat(relay.status().brokerUp()).isTrue());
    } finally {
      TestParts.kafka();
    }

    assertNothingLost(kafka.read(events), 300);
  }

  @Test
  void givenTwoRelays_whenTheLeaderStops_thenTheOtherGoesOnFromItsNumbers() {
    try (Relay first = started(OnPublished.NOTHING);
        Relay second = started(OnPublished.NOTHING)) {
      for (int i = 0; i < 50; i++) {
        write("k", i);
      }
      sent(50);
      eventually(() -> assertThat(first.status().leading() ^ second.status().leading()).isTrue());
      Relay leader = first.status().leading() ? first : second;
      leader.close();
      for (int i = 50; i < 100; i++) {
        write("k", i);
      }
      sent(100);
    }

    assertThat(positions()).isEqualTo(upTo(100));
    assertThat(kafka.read(events).stream().map(RelayComponentTest::sequence)).isEqualTo(upTo(100));
  }

  @Test
  void givenAnotherReplicaThatLeads_whenThisOneCommits_thenTheOtherIsRung() throws Exception {
    Wake leader = new Wake();
    try (RelayStore leading = RelayStore.open(TestDatabase.relay());
        ReplicaBell _ = ReplicaBell.listening(TestDatabase.relay(), leader)) {
      assertThat(leading.tryLock()).isTrue();
      try (Relay standby = started(OnPublished.NOTHING)) {
        eventually(() -> assertThat(standby.status()).isEqualTo(Relay.RelayStatus.STANDBY));
        assertThat(leader.await(0)).isFalse();

        write("k", 1);

        assertThat(leader.await(10_000)).isTrue();
      }
    }
  }

  @Test
  void givenTwoStores_whenOneHoldsTheLock_thenTheOtherDoesNotGetItBeforeTheFirstIsGone()
      throws SQLException {
    try (RelayStore second = RelayStore.open(TestDatabase.relay())) {
      try (RelayStore first = RelayStore.open(TestDatabase.relay())) {
        assertThat(first.tryLock()).isTrue();
        assertThat(second.tryLock()).isFalse();
      }
      eventually(() -> assertThat(second.tryLock()).isTrue());
    }
  }

  @Test
  void givenALowerIdThatCommitsLate_whenNumbered_thenItGetsTheNextNumber() throws SQLException {
    try (RelayStore store = RelayStore.open(TestDatabase.relay())) {
      transactions.<Object, RuntimeException>inTransaction(
          Scope.system(),
          tx -> {
            outbox.write(tx, outbound("late", 1));
            write("early", 1);
            assertThat(store.stamp(events)).isTrue();
            return "done";
          });
      assertThat(store.stamp(events)).isTrue();
      assertThat(store.stamp(events)).isFalse();
    }

    assertThat(TestDatabase.texts("select key from backbone.outbox order by position"))
        .containsExactly("early", "late");
    assertThat(sequencesOf(events)).containsExactly(1L, 2L);
  }

  @Test
  void givenAProviderRecordThatIsNotAllowed_whenItIsOld_thenItStepsAsideAndTheNextOneGoes() {
    List<String> aside = new ArrayList<>();
    OnPublished hook =
        new OnPublished() {
          @Override
          public void undeliverable(Tx tx, OutboundRecord pending, String cause) {
            aside.add(pending.key() + " " + cause);
          }
        };
    KafkaClients request = TestKafka.as("request-service");
    try (Relay relay =
        new Relay(TestDatabase.relay(), "request.events", request::producer, hook, wake)) {
      writeTo("request.events", "a");
      writeTo("provider.acme.orders", "b");
      writeTo("request.events", "c");
      relay.start();
      eventually(() -> assertThat(relay.status().brokerUp()).isFalse());
      assertThat(aside).as("its rules may be on their way").isEmpty();

      TestDatabase.asOwner("update backbone.outbox set written_at = now() - interval '61 s'");
      sent(3);
    }

    assertThat(aside).containsExactly("b not-authorised");
    assertThat(TestDatabase.texts("select key from backbone.outbox where set_aside is not null"))
        .containsExactly("b");
    assertThat(sequencesOf("request.events")).containsExactly(1L, 2L);
  }

  @Test
  void givenAProviderWithoutATopic_whenItsRecordIsOld_thenItStepsAsideAndTheNextOneGoes() {
    List<String> aside = new ArrayList<>();
    OnPublished hook =
        new OnPublished() {
          @Override
          public void undeliverable(Tx tx, OutboundRecord pending, String cause) {
            aside.add(pending.key() + " " + cause);
          }
        };
    KafkaClients gateway = TestKafka.as("provider-gateway");
    try (Relay relay =
        new Relay(TestDatabase.relay(), "order.events", gateway::producer, hook, wake)) {
      writeTo("provider.nobody.orders", "a");
      writeTo("order.events", "b");
      relay.start();
      eventually(() -> assertThat(relay.status().brokerUp()).isFalse());
      assertThat(aside).as("a fresh record waits for its topic").isEmpty();

      TestDatabase.asOwner("update backbone.outbox set written_at = now() - interval '61 s'");
      sent(2);
    }

    assertThat(aside).containsExactly("a unknown-topic");
  }

  @Test
  void givenAnEventThatIsNotAllowed_whenRelayed_thenTheRelayWaitsSinceAHoleWouldBeWorse() {
    KafkaClients audit = TestKafka.as("audit-service");
    try (Relay relay =
        new Relay(
            TestDatabase.relay(), "request.events", audit::producer, OnPublished.NOTHING, wake)) {
      relay.start();
      writeTo("request.events", "a");
      writeTo("request.events", "b");
      eventually(() -> assertThat(relay.status().brokerUp()).isFalse());
      eventually(() -> assertThat(relay.status().backlog()).isEqualTo(2));
      assertThat(positions()).containsExactly(1L, 2L);
    }

    assertThat(published()).isZero();
    assertThat(
            TestDatabase.number("select count(*) from backbone.outbox where set_aside is not null"))
        .isZero();
  }

  @Test
  void givenARecordThatIsTooLarge_whenWritten_thenItIsRefusedBeforeAnythingIsKept() {
    byte[] large = new byte[Outbox.MAX_VALUE_BYTES + 1];

    assertThatExceptionOfType(Outbox.RecordTooLargeForOutbox.class)
        .isThrownBy(
            () ->
                inTransaction(
                    tx ->
                        outbox.write(
                            tx,
                            List.of(
                                outbound("k", 1),
                                new OutboundRecord(
                                    UUID.randomUUID(), events, "k", List.of(), large)))));

    assertThat(positions()).isEmpty();
  }

  @Test
  void givenRecordsOfTheLargestSize_whenRelayed_thenTheyArrive() {
    byte[] large = new byte[Outbox.MAX_VALUE_BYTES];
    try (Relay relay = started(OnPublished.NOTHING)) {
      for (int i = 0; i < 3; i++) {
        inTransaction(
            tx ->
                outbox.write(
                    tx, new OutboundRecord(UUID.randomUUID(), events, "k", List.of(), large)));
      }
      sent(3);
      assertThat(relay.status().leading()).isTrue();
    }

    assertThat(kafka.read(events)).hasSize(3);
  }

  @Test
  void givenManyLargeRecords_whenABatchIsRead_thenItIsBoundedByBytesAndNoneIsLeftOut()
      throws SQLException {
    byte[] large = new byte[Outbox.MAX_VALUE_BYTES];
    for (int i = 0; i < 12; i++) {
      inTransaction(
          tx ->
              outbox.write(
                  tx, new OutboundRecord(UUID.randomUUID(), events, "k", List.of(), large)));
    }
    try (RelayStore store = RelayStore.open(TestDatabase.relay())) {
      assertThat(store.stamp(events)).isTrue();

      // 9 of 900,000 bytes are the last that begin below 8 MiB, and one more reaches beyond.
      var first = store.pending();
      assertThat(first).extracting(RelayStore.PendingRecord::position).isEqualTo(upTo(10));
      store.published(first, OnPublished.NOTHING);
      assertThat(store.pending())
          .extracting(RelayStore.PendingRecord::position)
          .containsExactly(11L, 12L);
    }
  }

  private Relay started(OnPublished hook) {
    Relay relay = new Relay(TestDatabase.relay(), events, kafka.clients()::producer, hook, wake);
    relay.start();
    return relay;
  }

  private Object writeManySomeFailing(String key, String other) {
    for (int i = 0; i < 40; i++) {
      int n = i;
      try {
        inTransaction(
            tx -> {
              outbox.write(tx, outbound(key, n));
              if (n % 5 == 4) {
                throw new IllegalStateException("rolled back");
              }
              if (n % 3 == 0) {
                outbox.write(
                    tx, new OutboundRecord(UUID.randomUUID(), other, key, List.of(), new byte[1]));
              }
            });
      } catch (IllegalStateException e) {
        assertThat(n % 5).isEqualTo(4);
      }
    }
    return "done";
  }

  private void write(String key, int value) {
    inTransaction(tx -> outbox.write(tx, outbound(key, value)));
  }

  private void writeTo(String topic, String key) {
    inTransaction(
        tx ->
            outbox.write(
                tx, new OutboundRecord(UUID.randomUUID(), topic, key, List.of(), new byte[1])));
  }

  private OutboundRecord outbound(String key, int value) {
    UUID id = UUID.randomUUID();
    return new OutboundRecord(
        id, events, key, List.of("ce_id", id.toString()), "%04d".formatted(value).getBytes(UTF_8));
  }

  private void inTransaction(Step step) {
    transactions.<Object, RuntimeException>inTransaction(
        Scope.system(),
        tx -> {
          step.run(tx);
          return "done";
        });
  }

  private static void sent(long position) {
    eventually(() -> assertThat(published()).isEqualTo(position));
  }

  private static long published() {
    return TestDatabase.number("select published from backbone.relay_mark");
  }

  private static List<Long> positions() {
    return TestDatabase.numbers(
        "select position from backbone.outbox where position is not null order by position");
  }

  private static List<Long> sequencesOf(String topic) {
    return TestDatabase.numbers(
        "select sequence from backbone.outbox where topic = '" + topic + "' order by position");
  }

  private static String idsOf(String topic) {
    return "select event_id from backbone.outbox where topic = '" + topic + "' order by position";
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  /** Each record at least once, under one number, and the first time in the order of numbers. */
  private void assertNothingLost(List<ConsumerRecord<byte[], byte[]>> records, int count) {
    Map<String, ConsumerRecord<byte[], byte[]>> first = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> one : records) {
      ConsumerRecord<byte[], byte[]> before = first.putIfAbsent(id(one), one);
      if (before != null) {
        assertThat(sequence(one)).isEqualTo(sequence(before));
        assertThat(one.value()).isEqualTo(before.value());
      }
    }
    assertThat(first.values().stream().map(RelayComponentTest::sequence)).isEqualTo(upTo(count));
    assertThat(List.copyOf(first.keySet())).isEqualTo(TestDatabase.texts(idsOf(events)));
    assertKeysInOrder(List.copyOf(first.values()));
  }

  private static void assertKeysInOrder(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> one : records) {
      byKey
          .computeIfAbsent(TestKafka.text(one.key()), key -> new ArrayList<>())
          .add(TestKafka.text(one.value()));
    }
    byKey.forEach((key, values) -> assertThat(values).as(key).isSorted());
  }

  private static long sequence(ConsumerRecord<byte[], byte[]> one) {
    return Long.parseLong(TestKafka.header(one, "ce_sequence"));
  }

  private static String id(ConsumerRecord<byte[], byte[]> one) {
    return TestKafka.header(one, "ce_id");
  }

  private static FeedRow feedRow() {
    return new FeedRow("FR", "fr-24-7", "s", "t", 1, java.time.Instant.EPOCH);
  }

  @FunctionalInterface
  private interface Step {
    void run(Tx tx) throws SQLException;
  }
}

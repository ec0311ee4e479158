package org.quickfreeze.backbone.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.backbone.fixture.Eventually.eventually;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.consume.Handler.NotYet;
import org.quickfreeze.backbone.consume.Handler.Poisoned;
import org.quickfreeze.backbone.feed.Feed;
import org.quickfreeze.backbone.feed.Feed.FeedRow;
import org.quickfreeze.backbone.fixture.TestDatabase;
import org.quickfreeze.backbone.fixture.TestKafka;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/** The effect of a record is a row in the feed that holds its value. */
@Timeout(120)
class ConsumerLoopComponentTest {
  private final TestKafka kafka = new TestKafka();
  private final String topic = kafka.topic("test.in");
  private final String name = "consumer-" + UUID.randomUUID();
  private final Transactions transactions = TestDatabase.transactions("consumer-test");

  @BeforeEach
  void clean() {
    TestDatabase.clean();
  }

  @Test
  void givenARecordThatComesTwice_whenConsumed_thenItHasItsEffectOnce() {
    String id = UUID.randomUUID().toString();
    kafka.send(topic, "k", "one", "ce_id", id);
    kafka.send(topic, "k", "two", "ce_id", UUID.randomUUID().toString());
    kafka.send(topic, "k", "one", "ce_id", id);
    try (ConsumerLoop loop = started("first", ConsumerLoopComponentTest::apply)) {
      eventually(() -> assertThat(loop.consumed()).isEqualTo(2));
    }

    kafka.send(topic, "k", "end");
    try (ConsumerLoop again = started("reads-all-again", ConsumerLoopComponentTest::apply)) {
      eventually(() -> assertThat(effects()).containsExactly("one", "two", "end"));
      assertThat(again.consumed()).isEqualTo(1);
    }

    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void givenALoopThatStopped_whenItStartsAgain_thenItGoesOnWhereItWas() {
    kafka.send(topic, "k", "one");
    try (ConsumerLoop loop = started("group", ConsumerLoopComponentTest::apply)) {
      eventually(() -> assertThat(loop.consumed()).isEqualTo(1));
    }
    kafka.send(topic, "k", "two");

    try (ConsumerLoop loop = started("group", ConsumerLoopComponentTest::apply)) {
      eventually(() -> assertThat(effects()).containsExactly("one", "two"));
      assertThat(loop.consumed()).isEqualTo(1);
    }
  }

  @Test
  void givenAPoisonedRecord_whenConsumed_thenItsKeyFollowsItToTheDeadLetterAndOthersFlow() {
    kafka.send(topic, "k1", "one", "ce_id", UUID.randomUUID().toString());
    kafka.send(topic, "k1", "poison", "ce_subject", "v", "n", "a name");
    kafka.send(topic, "k2", "two");
    kafka.send(topic, "k1", "three");
    try (ConsumerLoop loop = started("group", ConsumerLoopComponentTest::apply)) {
      eventually(() -> assertThat(effects()).containsExactly("one", "two"));
      eventually(() -> assertThat(deadLetters()).containsExactly("k1 poison", "k1 three"));
      kafka.send(topic, "k3", "four");
      eventually(() -> assertThat(effects()).containsExactly("one", "two", "four"));
      assertThat(loop.deadLettered()).isEqualTo(2);
      assertThat(loop.retries()).isZero();
    }

    assertThat(
            TestDatabase.texts(
                "select array_to_string(headers, ' ') from backbone.outbox order by id"))
        .containsExactly(
            "ce_subject v qf_cause bad-form qf_consumer "
                + name
                + " qf_topic "
                + topic
                + " qf_partition 0 qf_offset 1 qf_value whole",
            "qf_cause follows-dead-letter qf_consumer "
                + name
                + " qf_topic "
                + topic
                + " qf_partition 0 qf_offset 3 qf_value whole");
    assertThat(TestDatabase.texts("select distinct topic from backbone.outbox"))
        .containsExactly("request-service.dead-letter");
    assertThat(TestDatabase.texts("select key || ' ' || cause from backbone.dead_key"))
        .containsExactly("k1 bad-form");
  }

  @Test
  void givenADeadKey_whenABatchComes_thenOnlyItsKeyStepsAsideAndTheRestGoesInOneTransaction() {
    TestDatabase.asOwner(
        "insert into backbone.dead_key (consumer, topic, key, cause) values ('"
            + name
            + "', '"
            + topic
            + "', 'k1', 'bad-form'), ('"
            + name
            + "', 'another', 'k2', 'bad-form')");
    for (int i = 0; i < 6; i++) {
      kafka.send(topic, "k" + i % 3, "v" + i);
    }
    List<Integer> batches = new CopyOnWriteArrayList<>();
    Handler counting =
        (tx, records) -> {
          batches.add(records.size());
          apply(tx, records);
        };
    try (ConsumerLoop loop = started("group", counting)) {
      eventually(() -> assertThat(effects()).containsExactly("v0", "v2", "v3", "v5"));
      eventually(() -> assertThat(loop.deadLettered()).isEqualTo(2));
      assertThat(loop.consumed()).isEqualTo(4);
    }

    assertThat(batches).containsExactly(4);
    assertThat(deadLetters()).containsExactly("k1 v1", "k1 v4");
  }

  @Test
  void givenADeadLetter_whenTheRecordComesAgain_thenThereIsNoSecondOne() {
    kafka.send(topic, "k1", "poison");
    kafka.send(topic, "k1", "three");
    for (String group : List.of("first", "reads-all-again")) {
      try (ConsumerLoop _ = started(group, ConsumerLoopComponentTest::apply)) {
        kafka.send(topic, "k2", "end of " + group);
        eventually(() -> assertThat(effects()).contains("end of " + group));
      }
    }

    assertThat(deadLetters()).containsExactly("k1 poison", "k1 three");
  }

  @Test
  void givenADefectInTheHandler_whenConsumed_thenTheCauseIsACodeAndQuotesNothing() {
    kafka.send(topic, "k1", "secret");
    kafka.send(topic, "k2", "no-number");
    kafka.send(topic, "k3", "fine");
    Handler defective =
        (tx, records) -> {
          for (Incoming incoming : records) {
            switch (TestKafka.text(incoming.value())) {
              case "secret" -> throw new IllegalStateException("quotes a secret");
              case "no-number" -> tx.update("select cast(? as integer)", "secret");
              default -> apply(tx, List.of(incoming));
            }
          }
        };
    try (ConsumerLoop loop = started("group", defective)) {
      eventually(() -> assertThat(effects()).containsExactly("fine"));
      assertThat(loop.deadLettered()).isEqualTo(2);
    }

    assertThat(TestDatabase.texts("select cause from backbone.dead_key order by key"))
        .containsExactly("handler-failed", "database-22P02");
  }

  @Test
  void givenADatabaseThatFails_whenConsumed_thenItIsTriedUntilItWorksAndNothingIsDead() {
    kafka.send(topic, "k1", "one");
    kafka.send(topic, "k2", "two");
    AtomicInteger calls = new AtomicInteger();
    Handler failing =
        (tx, records) -> {
          apply(tx, records);
          if (calls.incrementAndGet() <= 3) {
            throw DatabaseFailure.of(new SQLException("shutting down", "57P01"));
          }
        };
    try (ConsumerLoop loop = started("group", failing)) {
      eventually(() -> assertThat(effects()).containsExactly("one", "two"));
      assertThat(loop.retries()).isGreaterThanOrEqualTo(3);
      assertThat(loop.deadLettered()).isZero();
    }
  }

  @Test
  void givenAConnectionEndedInTheTransaction_whenConsumed_thenEachHasItsEffectOnce() {
    for (int i = 0; i < 5; i++) {
      kafka.send(topic, "k" + i % 2, "v" + i);
    }
    AtomicInteger calls = new AtomicInteger();
    Handler killed =
        (tx, records) -> {
          apply(tx, records);
          if (calls.incrementAndGet() <= 3) {
            TestDatabase.terminate("consumer-test");
          }
        };
    try (ConsumerLoop loop = started("group", killed)) {
      eventually(() -> assertThat(effects()).containsExactly("v0", "v1", "v2", "v3", "v4"));
      assertThat(loop.retries()).isPositive();
      assertThat(loop.deadLettered()).isZero();
    }
  }

  @Test
  void givenARecordThatWaits_whenItsTimeHasCome_thenItAndThoseBehindItAreApplied() {
    AtomicBoolean ready = new AtomicBoolean();
    kafka.send(topic, "k1", "waits");
    kafka.send(topic, "k2", "next");
    Handler waiting =
        (tx, records) -> {
          for (Incoming incoming : records) {
            if (TestKafka.text(incoming.value()).equals("waits") && !ready.get()) {
              throw new NotYet("directory-behind");
            }
            apply(tx, List.of(incoming));
          }
        };
    try (ConsumerLoop loop = started("group", waiting)) {
      eventually(() -> assertThat(loop.retries()).isGreaterThanOrEqualTo(2));
      assertThat(effects()).isEmpty();
      ready.set(true);
      eventually(() -> assertThat(effects()).containsExactly("waits", "next"));
      assertThat(loop.deadLettered()).isZero();
    }
  }

  @Test
  void givenADefectBeyondExceptions_whenConsumed_thenTheThreadGoesOn() {
    kafka.send(topic, "k1", "deep");
    kafka.send(topic, "k2", "fine");
    Handler falling =
        (tx, records) -> {
          for (Incoming incoming : records) {
            if (TestKafka.text(incoming.value()).equals("deep")) {
              throw new StackOverflowError();
            }
            apply(tx, List.of(incoming));
          }
        };
    try (ConsumerLoop loop = started("group", falling)) {
      eventually(() -> assertThat(effects()).containsExactly("fine"));
      assertThat(loop.deadLettered()).isEqualTo(1);
    }
  }

  @Test
  void givenTwoConsumersOfOneTopic_whenOneFindsItPoisoned_thenTheOtherAppliesIt() {
    kafka.send(topic, "k1", "poison");
    kafka.send(topic, "k1", "two");
    try (ConsumerLoop refusing = started("group", ConsumerLoopComponentTest::apply);
        ConsumerLoop other =
            loop(
                "another-" + UUID.randomUUID(),
                "other",
                (tx, records) -> {
                  for (Incoming incoming : records) {
                    Feed.add(tx, List.of(row("other " + TestKafka.text(incoming.value()))));
                  }
                })) {
      other.start();
      eventually(() -> assertThat(refusing.deadLettered()).isEqualTo(2));
      eventually(() -> assertThat(effects()).containsExactly("other poison", "other two"));
    }
  }

  @Test
  void givenAnybodysRecords_whenOneCanNeverSucceed_thenItStopsNobodyNotEvenItsKey() {
    String id = UUID.randomUUID().toString();
    String large = "x".repeat(Outbox.MAX_VALUE_BYTES + 1);
    kafka.send(topic, "k\0", "poison", "name", "a\0b", "ce_subject", "somebody");
    kafka.send(topic, "k".repeat(5000), "poison");
    kafka.send(topic, "k", large);
    kafka.send(topic, "k", "one", "ce_id", id);
    kafka.send(topic, "k", "two", "ce_id", id);
    kafka.send(topic, "k", "two", "ce_id", id);
    kafka.send(topic, "k", "end");
    Handler refusing =
        (tx, records) -> {
          for (Incoming incoming : records) {
            if (incoming.value().length > 100) {
              throw new Poisoned("bad-form");
            }
          }
          apply(tx, records);
        };
    try (ConsumerLoop loop = loop(name, "group", Trust.ANYBODYS, refusing)) {
      loop.start();
      eventually(() -> assertThat(effects()).containsExactly("one", "two", "end"));
      assertThat(loop.deadLettered()).isEqualTo(3);
      assertThat(loop.consumed()).isEqualTo(3);
    }

    assertThat(deadLetters().get(0)).startsWith("sha-256:").endsWith(" poison");
    assertThat(deadLetters().get(1)).startsWith("sha-256:").endsWith(" poison");
    assertThat(deadLetters().get(2)).matches("k [A-Za-z0-9_-]{43}");
    assertThat(TestDatabase.texts("select array_to_string(headers, ' ') from backbone.outbox"))
        .noneMatch(headers -> headers.contains("somebody") || headers.contains("name"));
    assertThat(TestDatabase.number("select count(*) from backbone.dead_key")).isZero();
  }

  private ConsumerLoop started(String group, Handler handler) {
    ConsumerLoop loop = loop(name, group, handler);
    loop.start();
    return loop;
  }

  private ConsumerLoop loop(String consumer, String group, Handler handler) {
    return loop(consumer, group, Trust.OURS, handler);
  }

  private ConsumerLoop loop(String consumer, String group, Trust trust, Handler handler) {
    String whole = "request-service." + group + "." + name;
    return new ConsumerLoop(
        consumer,
        Pattern.compile(Pattern.quote(topic)),
        trust,
        () -> kafka.clients().consumer(whole),
        transactions,
        new Outbox(() -> {}),
        "request-service.dead-letter",
        handler);
  }

  private static void apply(Tx tx, List<Incoming> records) throws SQLException, Poisoned {
    for (Incoming incoming : records) {
      String value = TestKafka.text(incoming.value());
      if (value.equals("poison")) {
        throw new Poisoned("bad-form");
      }
      Feed.add(tx, List.of(row(value)));
    }
  }

  private static FeedRow row(String subject) {
    return new FeedRow("FR", "fr-24-7", subject, "t", 1, Instant.EPOCH);
  }

  private static List<String> effects() {
    return TestDatabase.texts("select subject from backbone.feed order by id");
  }

  private static List<String> deadLetters() {
    return TestDatabase.texts(
        "select key || ' ' || convert_from(value, 'UTF8') from backbone.outbox order by id");
  }
}

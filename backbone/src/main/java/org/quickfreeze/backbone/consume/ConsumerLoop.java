package org.quickfreeze.backbone.consume;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.consume.Handler.NotYet;
import org.quickfreeze.backbone.consume.Handler.Poisoned;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/**
 * Consumes topics in order, one transaction per batch, one by one after a failure; offsets are
 * committed after the transaction. A fault that may pass is retried in place without end. A record
 * that can never succeed goes to the dead letter in a transaction of its own, and later records of
 * its topic and key follow it; nobody else waits.
 */
public final class ConsumerLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ConsumerLoop.class.getName());
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long MAX_PAUSE_MILLIS = 2000;

  private final String name;
  private final Pattern topics;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Transactions transactions;
  private final Inbox inbox;
  private final Handler handler;
  private final Thread thread;
  private final AtomicLong consumed = new AtomicLong();
  private final AtomicLong deadLettered = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private volatile boolean stopping;
  private volatile @Nullable Consumer<byte[], byte[]> current;

  /**
   * @param name the consumer's name in the inbox
   * @param topics which topics, as a pattern over whole names
   * @param consumers opens a Kafka consumer that does not commit by itself
   * @param trust whose records they are
   * @param deadLetterTopic the service's {@code <service>.dead-letter}
   */
  public ConsumerLoop(
      String name,
      Pattern topics,
      Trust trust,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Transactions transactions,
      Outbox outbox,
      String deadLetterTopic,
      Handler handler) {
    this.name = name;
    this.topics = topics;
    this.consumers = consumers;
    this.transactions = transactions;
    this.inbox = new Inbox(name, trust, deadLetterTopic, outbox);
    this.handler = handler;
    this.thread = Thread.ofPlatform().name("consumer-" + name).daemon(true).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public String name() {
    return name;
  }

  /** Records applied since the start. */
  public long consumed() {
    return consumed.get();
  }

  /** Records sent to the dead letter since the start. */
  public long deadLettered() {
    return deadLettered.get();
  }

  /** Attempts that failed for a reason that may pass, since the start. */
  public long retries() {
    return retries.get();
  }

  @Override
  public void close() {
    stopping = true;
    Consumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failures = 0;
    while (!stopping) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        current = consumer;
        consumer.subscribe(topics);
        while (!stopping) {
          ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
          failures = takes(consumer, polled) ? 0 : failures + 1;
          if (failures > 0) {
            pause(failures);
          }
        }
      } catch (WakeupException e) {
        LOG.log(Level.FINE, "a consumer is stopping", Fact.consumer(name));
      } catch (RuntimeException | Error e) {
        // Whatever it was: a thread that ends here would leave its topics unread without a word.
        retries.incrementAndGet();
        LOG.log(Level.WARNING, "a consumer starts again", Fact.error(e));
        pause(++failures);
      }
    }
  }

  /** Applies what was polled; on a fault that may pass, goes back to where the poll began. */
  private boolean takes(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> polled) {
    if (polled.isEmpty()) {
      return true;
    }
    List<Incoming> records = new ArrayList<>(polled.count());
    polled.forEach(kafka -> records.add(Incoming.of(kafka)));
    if (!applies(records)) {
      retries.incrementAndGet();
      goBack(consumer, polled);
      return false;
    }
    consumer.commitSync();
    return true;
  }

  private boolean applies(List<Incoming> records) {
    try {
      Applied applied =
          transactions.<Applied, Exception>inTransaction(
              Scope.system(), tx -> applyAll(tx, records));
      consumed.addAndGet(applied.consumed());
      deadLettered.addAndGet(applied.dead());
      return true;
    } catch (DatabaseFailure e) {
      return !e.mayPass() && oneByOne(records);
    } catch (NotYet e) {
      LOG.log(Level.FINE, "a consumer waits", Fact.consumer(name));
      return oneByOne(records);
    } catch (Exception | StackOverflowError e) {
      return oneByOne(records);
    }
  }

  /** How many records had their effect, and how many followed a dead one. */
  private record Applied(int consumed, int dead) {}

  private Applied applyAll(Tx tx, List<Incoming> records) throws SQLException, Poisoned, NotYet {
    List<Incoming> fresh = inbox.claim(tx, records);
    List<Incoming> dead = inbox.behindDeadOnes(tx, fresh);
    for (Incoming incoming : dead) {
      inbox.deadLetter(tx, incoming, "follows-dead-letter");
    }
    List<Incoming> alive = new ArrayList<>(fresh);
    alive.removeAll(dead);
    if (!alive.isEmpty()) {
      handler.handle(tx, alive);
    }
    return new Applied(alive.size(), dead.size());
  }

  private boolean oneByOne(List<Incoming> records) {
    for (Incoming incoming : records) {
      if (!appliesAlone(incoming)) {
        return false;
      }
    }
    return true;
  }

  private boolean appliesAlone(Incoming incoming) {
    String cause;
    try {
      AtomicLong counter =
          transactions.<AtomicLong, Exception>inTransaction(
              Scope.system(), tx -> applyAlone(tx, incoming));
      counter.incrementAndGet();
      return true;
    } catch (NotYet e) {
      return false;
    } catch (DatabaseFailure e) {
      if (e.mayPass()) {
        return false;
      }
      cause = "database-" + e.sqlState();
    } catch (Poisoned e) {
      cause = String.valueOf(e.getMessage());
    } catch (UncheckedIOException e) {
      // a key vault or disk that does not answer says nothing about the record
      return false;
    } catch (Exception | StackOverflowError e) {
      // A defect of ours. Its class is named, not its text, which may quote content.
      LOG.log(Level.SEVERE, "a handler failed", Fact.error(e));
      cause = "handler-failed";
    }
    return deadLetters(incoming, cause);
  }

  /** Returns the counter that counts it, once the transaction is committed. */
  private AtomicLong applyAlone(Tx tx, Incoming incoming) throws SQLException, Poisoned, NotYet {
    if (inbox.claim(tx, List.of(incoming)).isEmpty()) {
      return new AtomicLong();
    }
    if (!inbox.behindDeadOnes(tx, List.of(incoming)).isEmpty()) {
      inbox.deadLetter(tx, incoming, "follows-dead-letter");
      return deadLettered;
    }
    handler.handle(tx, List.of(incoming));
    return consumed;
  }

  private boolean deadLetters(Incoming incoming, String cause) {
    try {
      transactions.<@Nullable Void, RuntimeException>inTransaction(
          Scope.system(),
          tx -> {
            if (!inbox.claim(tx, List.of(incoming)).isEmpty()) {
              inbox.deadLetter(tx, incoming, cause);
            }
            return null;
          });
    } catch (DatabaseFailure e) {
      return false;
    }
    deadLettered.incrementAndGet();
    LOG.log(Level.WARNING, "a record went to the dead letter", Fact.cause(cause));
    return true;
  }

  private static void goBack(
      Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> polled) {
    Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      first.put(partition, new OffsetAndMetadata(records.getFirst().offset()));
    }
    first.forEach(consumer::seek);
  }

  private static void pause(int failures) {
    try {
      Thread.sleep(Math.min(MAX_PAUSE_MILLIS, 50L << Math.min(failures, 6)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

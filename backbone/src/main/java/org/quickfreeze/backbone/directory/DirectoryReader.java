package org.quickfreeze.backbone.directory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryRecord;

/**
 * Follows {@code registry.directory} into the service's own database. Every replica reads the whole
 * topic; where it goes on stands in the database, so that the first full read happens once.
 *
 * <p>An entry that the register's pinned key has not signed is refused, counted and logged; it
 * changes nothing and does not advance the version; see {@link Reading} for what follows from it.
 */
public final class DirectoryReader implements AutoCloseable {
  /** The topic's name. */
  public static final String TOPIC = "registry.directory";

  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Logger LOG = Logger.getLogger(DirectoryReader.class.getName());

  private final DirectoryCopy copy;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Transactions transactions;
  private final EntryVerifier verifier;
  private final Thread thread;
  private volatile boolean stopping;
  private long position;
  private volatile @Nullable Consumer<byte[], byte[]> current;

  public DirectoryReader(
      DirectoryCopy copy,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Transactions transactions,
      EntryVerifier verifier) {
    this.copy = copy;
    this.consumers = consumers;
    this.transactions = transactions;
    this.verifier = verifier;
    this.thread = Thread.ofPlatform().name("directory").daemon(true).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    stopping = true;
    Consumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        current = consumer;
        consumer.assign(List.of(PARTITION));
        position = copy.resume(transactions);
        consumer.seek(PARTITION, position);
        while (!stopping) {
          apply(consumer.poll(Duration.ofMillis(500)));
        }
      } catch (WakeupException e) {
        LOG.log(Level.FINE, "directory reader is stopping");
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "the directory reader starts again", Fact.error(e));
        pause();
      }
    }
  }

  private void apply(ConsumerRecords<byte[], byte[]> polled) {
    if (polled.isEmpty()) {
      return;
    }
    List<ConsumerRecord<byte[], byte[]>> records = polled.records(PARTITION);
    // A topic that was made anew begins again at nought; nobody has read that yet.
    boolean anew = records.getFirst().offset() < position;
    List<DirectoryRecord> entries = new ArrayList<>();
    DirectoryStore.State after =
        transactions.<DirectoryStore.State, RuntimeException>inTransaction(
            Scope.system(), tx -> taken(tx, records, anew, entries));
    position = records.getLast().offset() + 1;
    entries.forEach(copy::put);
    copy.advance(after);
  }

  private DirectoryStore.State taken(
      Tx tx,
      List<ConsumerRecord<byte[], byte[]>> records,
      boolean anew,
      List<DirectoryRecord> entries)
      throws SQLException {
    DirectoryStore.State stored = DirectoryStore.locked(tx);
    Reading reading = new Reading(tx, anew ? stored.fromTheStart() : stored, verifier);
    for (ConsumerRecord<byte[], byte[]> kafka : records) {
      reading.take(kafka);
    }
    entries.addAll(reading.entries());
    DirectoryStore.keep(tx, reading.after());
    return reading.after();
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.quickfreeze.backbone.directory;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
import org.quickfreeze.contracts.directory.DirectoryHeartbeat;
import org.quickfreeze.contracts.directory.DirectoryRecord;

/**
 * Follows {@code registry.directory} into the service's own database. Every replica reads the whole
 * topic; where it goes on stands in the database, so that the first full read happens once.
 *
 * <p>An entry that the register's pinned key has not signed is refused, counted and logged; it
 * changes nothing and does not advance the version.
 */
public final class DirectoryReader implements AutoCloseable {
  /** The topic's name. */
  public static final String TOPIC = "registry.directory";

  private static final String HEARTBEAT = "heartbeat";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Logger LOG = Logger.getLogger(DirectoryReader.class.getName());

  private final DirectoryCopy copy;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Transactions transactions;
  private final EntryVerifier verifier;
  private final Thread thread;
  private volatile boolean stopping;
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
        consumer.seek(PARTITION, copy.resume(transactions));
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
    List<DirectoryRecord> applied = new ArrayList<>();
    DirectoryStore.State after =
        transactions.<DirectoryStore.State, RuntimeException>inTransaction(
            Scope.system(), tx -> apply(tx, polled, applied));
    applied.forEach(copy::put);
    copy.advance(after.version(), after.heartbeatAt(), after.refused());
  }

  private DirectoryStore.State apply(
      Tx tx, ConsumerRecords<byte[], byte[]> polled, List<DirectoryRecord> applied)
      throws SQLException {
    DirectoryStore.State state = DirectoryStore.state(tx);
    long version = state.version();
    long refused = state.refused();
    long next = state.nextOffset();
    Instant heartbeat = state.heartbeatAt();
    for (ConsumerRecord<byte[], byte[]> kafka : polled) {
      next = kafka.offset() + 1;
      byte[] payload = verified(kafka);
      try {
        if (payload == null) {
          refused++;
          LOG.log(Level.SEVERE, "a directory entry was not signed by the register: refused");
        } else if (isHeartbeat(kafka)) {
          DirectoryHeartbeat beat = DirectoryCodec.heartbeat(payload);
          version = Math.max(version, beat.directoryVersion());
          heartbeat = beat.at().isAfter(heartbeat) ? beat.at() : heartbeat;
        } else {
          DirectoryRecord entry = DirectoryCodec.directoryRecord(payload);
          if (!entry.entity().equals(key(kafka))) {
            refused++;
            continue;
          }
          DirectoryStore.keep(tx, entry, payload);
          applied.add(entry);
          version = Math.max(version, entry.directoryVersion());
        }
      } catch (UncheckedIOException e) {
        refused++;
        LOG.log(Level.SEVERE, "a directory entry has a form that is not known: refused");
      }
    }
    DirectoryStore.State after = new DirectoryStore.State(version, next, heartbeat, refused);
    DirectoryStore.keep(tx, after);
    return after;
  }

  private byte @Nullable [] verified(ConsumerRecord<byte[], byte[]> kafka) {
    return kafka.value() == null
        ? null
        : verifier.payload(new String(kafka.value(), StandardCharsets.US_ASCII));
  }

  private static boolean isHeartbeat(ConsumerRecord<byte[], byte[]> kafka) {
    return key(kafka).equals(HEARTBEAT);
  }

  private static String key(ConsumerRecord<byte[], byte[]> kafka) {
    return kafka.key() == null ? "" : new String(kafka.key(), StandardCharsets.UTF_8);
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

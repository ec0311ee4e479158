package org.quickfreeze.backbone.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.log.Fact;

/**
 * Carries the outbox to Kafka: one per database, on a thread and a database connection of its own.
 *
 * <p>Promises: a committed row MUST reach its topic, in the order of positions, at least once; a
 * number once committed MUST NOT be given to another row; numbering and feeds go on while the
 * broker is away.
 */
public final class Relay implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Relay.class.getName());
  private static final long POLL_MILLIS = 100;
  private static final long RETRY_MILLIS = 500;
  private static final long COALESCED_MILLIS = 5;
  static final Duration TOPIC_PATIENCE = Duration.ofSeconds(60);
  private static final Duration BACKLOG_EVERY = Duration.ofSeconds(1);

  private final RelayDatabase database;
  private final String numberedTopic;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final OnPublished hook;
  private final Wake wake;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile RelayStatus status = RelayStatus.STARTING;

  /**
   * @param numberedTopic the service's own {@code *.events} topic, whose rows get a sequence
   * @param producers opens a producer that is idempotent and waits for all in-sync replicas
   * @param wake rung after commits that wrote a row
   */
  public Relay(
      RelayDatabase database,
      String numberedTopic,
      Supplier<Producer<byte[], byte[]>> producers,
      OnPublished hook,
      Wake wake) {
    this.database = database;
    this.numberedTopic = numberedTopic;
    this.producers = producers;
    this.hook = hook;
    this.wake = wake;
    this.thread = Thread.ofPlatform().name("relay").daemon(true).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** What the relay last saw; for health and metrics. */
  public RelayStatus status() {
    return status;
  }

  /** Stops after the step under way. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      try (RelayStore store = RelayStore.open(database)) {
        lead(store);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (SQLException | RuntimeException e) {
        status = status.withDatabaseDown();
        LOG.log(Level.WARNING, "the relay lost its database connection", Fact.error(e));
        pause();
      } catch (Error e) {
        // memory may come back: without this thread nothing accepted would ever leave
        status = status.withDatabaseDown();
        LOG.log(Level.SEVERE, "the relay begins again", Fact.error(e));
        pause();
      }
    }
  }

  private void lead(RelayStore store) throws SQLException, InterruptedException {
    while (!store.tryLock()) {
      status = RelayStatus.STANDBY;
      if (wake.await(RETRY_MILLIS)) {
        store.tellTheLeader();
        Thread.sleep(COALESCED_MILLIS);
      }
    }
    try (Sender sender = new Sender(producers, wake);
        ReplicaBell _ = ReplicaBell.listening(database, wake)) {
      long backlogAt = System.nanoTime();
      while (!stopping) {
        boolean busy = store.stamp(numberedTopic);
        busy |= sender.step(store, hook);
        if (System.nanoTime() >= backlogAt) {
          RelayStore.Backlog backlog = store.backlog();
          status =
              new RelayStatus(true, sender.brokerUp(), backlog.rows(), backlog.oldestSeconds());
          backlogAt = System.nanoTime() + BACKLOG_EVERY.toNanos();
        }
        if (!busy) {
          boolean _ = wake.await(POLL_MILLIS);
        }
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  /**
   * The relay at a glance.
   *
   * @param leading whether this process holds the database's relay lock
   * @param brokerUp whether the last sending succeeded
   * @param backlog rows not yet with the broker
   * @param oldestSeconds age of the oldest of them
   */
  public record RelayStatus(boolean leading, boolean brokerUp, long backlog, long oldestSeconds) {
    static final RelayStatus STARTING = new RelayStatus(false, true, 0, 0);
    static final RelayStatus STANDBY = new RelayStatus(false, true, 0, 0);

    RelayStatus withDatabaseDown() {
      return new RelayStatus(false, brokerUp, backlog, oldestSeconds);
    }
  }

  /**
   * Why a record can never be sent, as a code; null when it may still go. A topic or a right that
   * is not there yet may be on its way, which is why only an old record is given up for it.
   */
  static @Nullable String unsendable(Throwable failure, Duration age) {
    return switch (failure) {
      case org.apache.kafka.common.errors.RecordTooLargeException e -> "record-too-large";
      case org.apache.kafka.common.errors.InvalidTopicException e -> "invalid-topic";
      case org.apache.kafka.common.errors.TopicAuthorizationException e
          when age.compareTo(TOPIC_PATIENCE) > 0 ->
          "not-authorised";
      case org.apache.kafka.common.errors.TimeoutException e
          when e.getCause() instanceof UnknownTopicOrPartitionException
              && age.compareTo(TOPIC_PATIENCE) > 0 ->
          "unknown-topic";
      default -> null;
    };
  }
}

package org.quickfreeze.gateway.channel;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.consume.Handler.NotYet;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/**
 * Keeps each provider's topics and access rules as the directory says: opened when a provider
 * enters with a Kafka client, closed at once when it ends or its client's caller does.
 */
public final class Channels implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Channels.class.getName());
  private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final DirectoryCopy directory;
  private final DomainClock clock;
  private final Reconciling reconciling;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile List<Runnable> next = List.of();
  private volatile long reconciled = -1;
  private volatile Wanted lastWanted = new Wanted(-1, Instant.MIN, Map.of());

  public Channels(
      DirectoryCopy directory, DomainClock clock, Transactions transactions, ChannelAdmin admin) {
    this.directory = directory;
    this.clock = clock;
    this.reconciling = new Reconciling(new ChannelRows(transactions, clock), admin);
    this.thread = Thread.ofPlatform().name("channels").daemon(true).unstarted(this::run);
  }

  /**
   * @param afterEach done again and again, five times a second while the broker answers: what waits
   *     for a channel or for the register
   */
  public void start(List<Runnable> afterEach) {
    next = List.copyOf(afterEach);
    thread.start();
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
  }

  /** Whether a provider can be reached by its topic. */
  public Reach reach(Tx tx, String provider) throws SQLException {
    if (!wanted().containsKey(provider)) {
      return Reach.NONE;
    }
    return ChannelRows.open(tx, provider) ? Reach.OPEN : Reach.OPENING;
  }

  /** An event that was decided by a newer register than this copy waits for it. */
  public void awaitVersion(@Nullable String version) throws NotYet {
    if (version != null && Long.parseLong(version) > directory.version()) {
      throw new NotYet("directory-behind");
    }
  }

  private void run() {
    long lastAt = System.nanoTime() - AT_LEAST_EVERY.toNanos();
    while (!stopping) {
      Duration pause = PAUSE;
      long version = directory.version();
      if (version != reconciled || System.nanoTime() - lastAt > AT_LEAST_EVERY.toNanos()) {
        try {
          if (reconciling.reconcile(wanted())) {
            reconciled = version;
            lastAt = System.nanoTime();
          } else {
            pause = PAUSE_AFTER_FAILURE;
          }
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "channels could not be set", Fact.error(e));
          pause = PAUSE_AFTER_FAILURE;
        }
      }
      for (Runnable one : next) {
        if (!attempt(one)) {
          pause = PAUSE_AFTER_FAILURE;
        }
      }
      pause(pause);
    }
  }

  private static boolean attempt(Runnable one) {
    try {
      one.run();
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "what waits has to wait on", Fact.error(e));
      return false;
    }
  }

  /** From the whole register, so it is kept until that changes, and for a second at most. */
  private Map<String, String> wanted() {
    Wanted known = lastWanted;
    Instant now = clock.now();
    long version = directory.version();
    if (known.version() != version || !now.isBefore(known.until())) {
      Map<String, String> clients = WantedChannels.of(directory.records().toList(), now);
      known = new Wanted(version, now.plus(KEPT), clients);
      lastWanted = known;
    }
    return known.clients();
  }

  private record Wanted(long version, Instant until, Map<String, String> clients) {}

  private void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}

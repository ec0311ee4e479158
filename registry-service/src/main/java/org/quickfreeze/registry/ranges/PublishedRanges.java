package org.quickfreeze.registry.ranges;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/**
 * The ranges as they were published last, in memory: a lookup among a million costs the database
 * more than everything else about it. Each replica asks every second whether there are newer ones.
 */
@Singleton
final class PublishedRanges {
  private static final Logger LOG = Logger.getLogger(PublishedRanges.class.getName());

  private final Transactions transactions;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private volatile Loaded loaded = new Loaded(-1, RangeIndex.empty());

  private record Loaded(long version, RangeIndex index) {}

  PublishedRanges(Transactions transactions) {
    this.transactions = transactions;
  }

  void start(@Observes @Priority(6000) StartupEvent event) {
    var _ = timer.scheduleWithFixedDelay(this::follow, 0, 1, TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
  }

  /** The ranges that lookups are answered from. */
  RangeIndex index() {
    return loaded.index();
  }

  /** Reads them anew if others have been published; two who ask at once read once. */
  synchronized void refresh() {
    Loaded before = loaded;
    loaded =
        transactions.<Loaded, RuntimeException>inTransaction(
            Scope.system(),
            tx -> {
              long version = RangeRows.version(tx);
              return version == before.version() ? before : new Loaded(version, read(tx));
            });
  }

  private void follow() {
    try {
      refresh();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the ranges cannot be read", Fact.error(e));
    }
  }

  private static RangeIndex read(Tx tx) throws SQLException {
    RangeIndex.Builder builder = new RangeIndex.Builder(RangeRows.lists(tx));
    RangeRows.each(tx, builder);
    return builder.build();
  }
}

package org.quickfreeze.backbone.clocks;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/**
 * Finds clocks that have run out and hands their aggregates to the service's own funnel, many in
 * one transaction. A worker that is killed is a rollback: the clocks stay due and are found again.
 */
public final class ClockLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ClockLoop.class.getName());
  private static final long EVERY_MILLIS = 250;
  private static final int SCAN = 2000;
  private static final int PER_TRANSACTION = 100;

  private final Transactions transactions;
  private final DomainClock clock;
  private final RunOut handler;
  private final Thread thread;
  private volatile boolean stopping;

  public ClockLoop(Transactions transactions, DomainClock clock, RunOut handler) {
    this.transactions = transactions;
    this.clock = clock;
    this.handler = handler;
    this.thread = Thread.ofPlatform().name("clocks").daemon(true).unstarted(this::run);
  }

  /** What running out does. */
  @FunctionalInterface
  public interface RunOut {
    /**
     * Locks the aggregate (skipping it when somebody else has it), reads its due clocks again and
     * passes them through the funnel.
     */
    void runOut(Tx tx, UUID aggregate, Instant now) throws SQLException;
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      boolean more = false;
      try {
        more = sweep() >= SCAN;
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "clocks could not be swept", Fact.error(e));
      } catch (Error e) {
        // memory may come back; a clock that nobody watches is worse than a late one
        LOG.log(Level.SEVERE, "clocks could not be swept", Fact.error(e));
      }
      if (!more) {
        pause();
      }
    }
  }

  /** One look for due clocks; returns how many aggregates were due. */
  int sweep() {
    Instant now = clock.now();
    List<UUID> due =
        transactions.<List<UUID>, RuntimeException>inTransaction(
            Scope.system(), tx -> Clocks.candidates(tx, now, SCAN));
    for (int from = 0; from < due.size(); from += PER_TRANSACTION) {
      List<UUID> lot = due.subList(from, Math.min(due.size(), from + PER_TRANSACTION));
      if (!runsOut(lot, now)) {
        // One of them fails: the others must not wait for it.
        lot.forEach(aggregate -> runsOut(List.of(aggregate), now));
      }
    }
    return due.size();
  }

  private boolean runsOut(List<UUID> aggregates, Instant now) {
    try {
      return transactions.<Boolean, RuntimeException>inTransaction(
          Scope.system(),
          tx -> {
            for (UUID aggregate : aggregates) {
              handler.runOut(tx, aggregate, now);
            }
            return true;
          });
    } catch (DatabaseFailure e) {
      return false;
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a clock could not run out", Fact.error(e));
      return false;
    }
  }

  private void pause() {
    try {
      Thread.sleep(EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}

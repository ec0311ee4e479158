package org.quickfreeze.backbone.quarkus;

import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;

/**
 * Deletes transport rows whose time has passed, on real time: outbox rows after 30 days,
 * idempotency keys after 7, inbox rows after 210, which is longer than any topic keeps a record.
 */
@Singleton
public final class Retention implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Retention.class.getName());
  private static final String OUTBOX =
      """
      delete from backbone.outbox where id in (
        select id from backbone.outbox where written_at < now() - interval '30 days'
          and position <= (select published from backbone.relay_mark) order by id limit 10000)""";
  private static final String KEYS =
      """
      delete from backbone.idempotency_key where ctid = any (array(
        select ctid from backbone.idempotency_key
        where created_at < now() - interval '7 days' limit 10000))""";
  private static final String INBOX =
      """
      delete from backbone.inbox where ctid = any (array(
        select ctid from backbone.inbox
        where received_at < now() - interval '210 days' limit 10000))""";
  private static final int LOT = 10_000;

  private final Transactions transactions;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  Retention(Transactions transactions) {
    this.transactions = transactions;
  }

  void start() {
    var _ = timer.scheduleWithFixedDelay(this::sweep, 10, 600, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private int deleted(String statement) {
    return transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(), tx -> tx.update(statement));
  }

  void sweep() {
    for (String statement : new String[] {OUTBOX, KEYS, INBOX}) {
      try {
        while (deleted(statement) == LOT) {
          LOG.log(Level.FINE, "more rows are past their time");
        }
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "retention could not run", Fact.error(e));
      }
    }
  }
}

package org.quickfreeze.backbone.outbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Tx;

/**
 * The relay's side of the outbox, over one connection of its own. Whoever holds the advisory lock
 * on that connection numbers and sends; losing the connection loses both at once.
 */
final class RelayStore implements AutoCloseable {
  private static final long LOCK = 0x71660001L;

  /*
   * Numbers committed rows in the order of their ids. A row that commits late, with a lower id,
   * simply gets a higher position: readers go by position alone.
   */
  private static final String STAMP =
      """
      with mark as (select position, sequence from backbone.relay_mark for update),
      fresh as (
        select id, topic = ? as numbered from backbone.outbox
        where position is null order by id limit 2000),
      counted as (
        select id, numbered, row_number() over (order by id) as n,
          count(*) filter (where numbered) over (order by id) as s
        from fresh),
      stamped as (
        update backbone.outbox o
        set position = mark.position + c.n,
          sequence = case when c.numbered then mark.sequence + c.s end
        from counted c, mark where o.id = c.id
        returning 1)
      update backbone.relay_mark m
      set position = m.position + (select count(*) from stamped),
        sequence = m.sequence + (select count(*) from counted where numbered)
      where exists (select 1 from fresh)""";

  private static final String STAMP_FEED =
      """
      with mark as (select feed_position from backbone.relay_mark for update),
      fresh as (
        select id from backbone.feed where position is null order by id limit 4000),
      counted as (select id, row_number() over (order by id) as n from fresh),
      stamped as (
        update backbone.feed f set position = mark.feed_position + c.n
        from counted c, mark where f.id = c.id
        returning 1)
      update backbone.relay_mark m
      set feed_position = m.feed_position + (select count(*) from stamped)
      where exists (select 1 from fresh)""";

  /** Values of one batch, in bytes; the last one may reach beyond. */
  static final long MAX_BATCH_BYTES = 8L << 20;

  private static final String PENDING =
      """
      select position, sequence, event_id, topic, key, headers, value, age
      from (
        select position, sequence, event_id, topic, key, headers, value,
          extract(epoch from now() - written_at)::bigint as age,
          sum(octet_length(value)) over (order by position) - octet_length(value) as before
        from (
          select * from backbone.outbox
          where position > (select published from backbone.relay_mark) and set_aside is null
          order by position limit 1000) next) bounded
      where before < %d order by position"""
          .formatted(MAX_BATCH_BYTES);

  private final Connection connection;
  private final Tx tx;

  private RelayStore(Connection connection) {
    this.connection = connection;
    this.tx = Tx.over(connection, Scope.system());
  }

  /** Connects as the service's login and becomes its system role. */
  static RelayStore open(RelayDatabase database) throws SQLException {
    return new RelayStore(connect(database, "relay"));
  }

  static Connection connect(RelayDatabase database, String name) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", name);
    Connection connection = DriverManager.getConnection(database.url(), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set role " + database.systemRole());
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /** Takes the lock of this database's one relay, if it is free. */
  boolean tryLock() throws SQLException {
    return tx.first("select pg_try_advisory_lock(" + LOCK + ") as held", row -> row.flag("held"))
        .orElseThrow();
  }

  /** Tells whoever leads that there is something to send. */
  void tellTheLeader() throws SQLException {
    tx.first("select true as told, pg_notify('" + ReplicaBell.CHANNEL + "', '')", row -> true);
  }

  /** Step 1: numbers what is committed. Needs no broker. Returns whether there was anything. */
  boolean stamp(String numberedTopic) throws SQLException {
    return inTransaction(
        () -> {
          int outbox = tx.update(STAMP, numberedTopic);
          int feed = tx.update(STAMP_FEED);
          return outbox + feed > 0;
        });
  }

  /** Step 2a: the numbered rows that the broker has not confirmed, in order. */
  List<PendingRecord> pending() throws SQLException {
    return tx.query(
        PENDING,
        row ->
            new PendingRecord(
                row.number("position"),
                row.numberOrNull("sequence"),
                new OutboundRecord(
                    row.uuid("event_id"),
                    row.text("topic"),
                    row.text("key"),
                    List.of(row.texts("headers")),
                    row.bytes("value")),
                Duration.ofSeconds(row.number("age"))));
  }

  /**
   * Step 2b: everything up to this position is with the broker. The commit is not flushed: a mark
   * lost in a crash, and what the hook has written with it, only sends the same records, with the
   * same ids and numbers, once more. What the hook writes to the outbox leaves after the next
   * stamp, whose commit flushes this one, too.
   */
  void published(List<PendingRecord> sent, OnPublished hook) throws SQLException {
    inTransaction(
        () -> {
          tx.later("set local synchronous_commit = off");
          hook.published(tx, sent.stream().map(PendingRecord::outbound).toList());
          tx.update(
              "update backbone.relay_mark set published = greatest(published, ?)",
              sent.getLast().position());
          return true;
        });
  }

  /** A record that can never be sent steps aside, so that it holds up nobody. */
  void setAside(PendingRecord poisoned, String cause, OnPublished hook) throws SQLException {
    inTransaction(
        () -> {
          tx.update(
              "update backbone.outbox set set_aside = ? where position = ?",
              cause,
              poisoned.position());
          hook.undeliverable(tx, poisoned.outbound(), cause);
          return true;
        });
  }

  /** Rows not yet with the broker, and the age of the oldest in seconds. */
  Backlog backlog() throws SQLException {
    return tx.first(
            """
            select count(*) as rows,
              coalesce(extract(epoch from now() - min(written_at)), 0)::bigint as age
            from (
              select written_at from backbone.outbox where position is null and set_aside is null
              union all
              select written_at from backbone.outbox
              where position > (select published from backbone.relay_mark)
                and set_aside is null) waiting""",
            row -> new Backlog(row.number("rows"), row.number("age")))
        .orElseThrow();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private boolean inTransaction(Step step) throws SQLException {
    connection.setAutoCommit(false);
    try {
      boolean result = step.run();
      tx.flush();
      connection.commit();
      tx.committed();
      return result;
    } catch (SQLException | RuntimeException e) {
      tx.discard();
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  @FunctionalInterface
  private interface Step {
    boolean run() throws SQLException;
  }

  record Backlog(long rows, long oldestSeconds) {}

  /** A numbered row; its age is the one at the time of reading, in whole seconds. */
  record PendingRecord(
      long position, @Nullable Long sequence, OutboundRecord outbound, Duration age) {}
}

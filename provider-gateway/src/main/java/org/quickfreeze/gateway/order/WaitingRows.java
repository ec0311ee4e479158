package org.quickfreeze.gateway.order;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.gateway.order.OrderRows.Outgoing;

/** The rows of documents that wait for their provider's channel. */
final class WaitingRows {
  private static final String WAITING =
      """
      select d.event_id, o.id as order_id, o.request, o.provider, d.kind, d.hash, d.sealed, w.since
      from gateway.waiting w
      join gateway.document d on d.event_id = w.event_id
      join gateway.provider_order o on o.id = d.order_id""";

  private WaitingRows() {}

  static void add(Tx tx, Outgoing document) throws SQLException {
    tx.later("insert into gateway.waiting (event_id) values (?)", document.eventId());
  }

  /** Nearly always, and then nothing of what was ever sent need be looked through. */
  private static boolean none(Tx tx) throws SQLException {
    return tx.first("select 1 as one from gateway.waiting limit 1", row -> row.number("one"))
        .isEmpty();
  }

  static boolean any(Tx tx, String provider) throws SQLException {
    if (none(tx)) {
      return false;
    }
    return tx.first(
            """
            select 1 as one from gateway.waiting w
            join gateway.document d on d.event_id = w.event_id
            join gateway.provider_order o on o.id = d.order_id
            where o.provider = ? limit 1""",
            row -> row.number("one"),
            provider)
        .isPresent();
  }

  static long count(Tx tx) throws SQLException {
    return tx.first("select count(*) as n from gateway.waiting", row -> row.number("n"))
        .orElseThrow();
  }

  /** Providers for which something waits. */
  static List<String> providers(Tx tx) throws SQLException {
    return tx.query(
        """
        select distinct o.provider from gateway.waiting w
        join gateway.document d on d.event_id = w.event_id
        join gateway.provider_order o on o.id = d.order_id""",
        row -> row.text("provider"));
  }

  /**
   * A document that waits.
   *
   * @param since real time
   */
  record Waiting(Outgoing document, Instant since) {}

  /** The document that has waited longest for a provider, locked. */
  static Optional<Waiting> first(Tx tx, String provider) throws SQLException {
    return tx.first(
        WAITING + " where o.provider = ? order by w.id limit 1 for update of w",
        WaitingRows::waiting,
        provider);
  }

  /** All documents of an order that wait, in their order, locked. */
  static List<Waiting> ofOrder(Tx tx, UUID order) throws SQLException {
    return tx.query(
        WAITING + " where o.id = ? order by w.id for update of w", WaitingRows::waiting, order);
  }

  /** Ends the waiting of a document. */
  static void take(Tx tx, Outgoing document) throws SQLException {
    tx.later("delete from gateway.waiting where event_id = ?", document.eventId());
  }

  private static Waiting waiting(Row row) throws SQLException {
    return new Waiting(
        new Outgoing(
            row.uuid("event_id"),
            row.uuid("order_id"),
            row.uuid("request"),
            row.text("provider"),
            row.text("kind"),
            row.text("hash"),
            row.text("sealed")),
        row.instant("since"));
  }
}

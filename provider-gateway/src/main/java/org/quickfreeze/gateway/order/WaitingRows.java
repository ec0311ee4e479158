package org.quickfreeze.gateway.order;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.gateway.order.OrderRows.Outgoing;

/** The rows of documents that wait for their provider's channel. */
final class WaitingRows {
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

  /** Since when, in real time, the document has waited that has waited longest for a provider. */
  static Optional<Instant> since(Tx tx, String provider) throws SQLException {
    return tx.first(
        """
        select w.since from gateway.waiting w
        join gateway.document d on d.event_id = w.event_id
        join gateway.provider_order o on o.id = d.order_id
        where o.provider = ? order by w.id limit 1""",
        row -> row.instant("since"),
        provider);
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

  /** The document that has waited longest for a provider; it waits no more. */
  static Optional<Outgoing> takeFirst(Tx tx, String provider) throws SQLException {
    Optional<Outgoing> first =
        tx.first(
            """
            select d.event_id, o.id as order_id, o.request, o.provider, d.kind, d.hash, d.sealed
            from gateway.waiting w
            join gateway.document d on d.event_id = w.event_id
            join gateway.provider_order o on o.id = d.order_id
            where o.provider = ? order by w.id limit 1 for update of w""",
            row ->
                new Outgoing(
                    row.uuid("event_id"),
                    row.uuid("order_id"),
                    row.uuid("request"),
                    row.text("provider"),
                    row.text("kind"),
                    row.text("hash"),
                    row.text("sealed")),
            provider);
    if (first.isPresent()) {
      tx.later("delete from gateway.waiting where event_id = ?", first.get().eventId());
    }
    return first;
  }
}

package org.quickfreeze.gateway.order;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;

/** The rows of orders and their documents. */
final class OrderRows {
  private OrderRows() {}

  /** An order. */
  record OrderRow(UUID id, UUID request, String provider, OrderState state) {}

  /** Which order a document belongs to. */
  record Document(UUID order, UUID request, String provider, String hash) {}

  /**
   * A document on its way.
   *
   * @param eventId of the record that carries it
   * @param sealed compact JWE to the provider
   */
  record Outgoing(
      UUID eventId,
      UUID order,
      UUID request,
      String provider,
      String kind,
      String hash,
      String sealed) {
    Document document() {
      return new Document(order, request, provider, hash);
    }

    /** As it goes to the provider's topic. */
    OutboundRecord toTopic() {
      return new OutboundRecord(
          eventId,
          "provider." + provider + ".orders",
          order.toString(),
          List.of("qf_order", order.toString(), "qf_kind", kind, "qf_request", request.toString()),
          sealed.getBytes(StandardCharsets.US_ASCII));
    }
  }

  static boolean insert(Tx tx, UUID id, UUID request, String provider, Instant now)
      throws SQLException {
    return tx.update(
            """
            insert into gateway.provider_order (id, request, provider, state, version, issued_at,
              changed_at)
            values (?, ?, ?, 'Issued', 1, ?, ?) on conflict do nothing""",
            id,
            request,
            provider,
            now,
            now)
        == 1;
  }

  static void document(Tx tx, Outgoing document, Instant now) throws SQLException {
    tx.later(
        """
        insert into gateway.document (order_id, hash, kind, event_id, sealed, issued_at)
        values (?, ?, ?, ?, ?, ?)""",
        document.order(),
        document.hash(),
        document.kind(),
        document.eventId(),
        document.sealed(),
        now);
  }

  static Optional<OrderRow> lock(Tx tx, UUID id) throws SQLException {
    return tx.first(
        "select id, request, provider, state from gateway.provider_order where id = ? for update",
        row ->
            new OrderRow(
                row.uuid("id"),
                row.uuid("request"),
                row.text("provider"),
                OrderState.named(row.text("state"))),
        id);
  }

  /**
   * Locks the orders of a batch before anything else of it is done, always in the order of their
   * ids. The relay's hook and the intake of replies each lock many orders in one transaction; in
   * the order in which their records happen to come, each could wait for the other.
   */
  static void lockAll(Tx tx, List<UUID> ids) throws SQLException {
    var _ =
        tx.query(
            """
            select id from gateway.provider_order where id = any (?::uuid[])
            order by id for update""",
            row -> row.uuid("id"),
            (Object) ids.stream().map(UUID::toString).toArray(String[]::new));
  }

  static boolean hasDocument(Tx tx, UUID order, String hash) throws SQLException {
    return tx.first(
            "select 1 as one from gateway.document where order_id = ? and hash = ?",
            row -> row.number("one"),
            order,
            hash)
        .isPresent();
  }

  static boolean isLatestDocument(Tx tx, UUID order, String hash) throws SQLException {
    return tx.first(
            """
            select hash from gateway.document where order_id = ?
            order by issued_at desc limit 1""",
            row -> row.text("hash"),
            order)
        .filter(hash::equals)
        .isPresent();
  }

  static void move(Tx tx, UUID id, OrderState state, Instant now) throws SQLException {
    tx.later(
        """
        update gateway.provider_order set state = ?, version = version + 1, changed_at = ?
        where id = ?""",
        state.name(),
        now,
        id);
  }

  /** Marks a document as delivered, once; empty when it was before, or is none of ours. */
  static Optional<Document> deliver(Tx tx, UUID eventId, Instant now) throws SQLException {
    return tx.first(
        """
        update gateway.document d set delivered_at = ?
        from gateway.provider_order o
        where d.event_id = ? and d.delivered_at is null and o.id = d.order_id
        returning o.id, o.request, o.provider, d.hash""",
        OrderRows::document,
        now,
        eventId);
  }

  /** The document that a record carries and that is not delivered. */
  static Optional<Document> undelivered(Tx tx, UUID eventId) throws SQLException {
    return tx.first(
        """
        select o.id, o.request, o.provider, d.hash
        from gateway.document d join gateway.provider_order o on o.id = d.order_id
        where d.event_id = ? and d.delivered_at is null""",
        OrderRows::document,
        eventId);
  }

  private static Document document(Row row) throws SQLException {
    return new Document(
        row.uuid("id"), row.uuid("request"), row.text("provider"), row.text("hash"));
  }
}

package org.quickfreeze.request.lifecycle.application;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.quickfreeze.backbone.sealing.DataKey;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.request.lifecycle.application.OrderSealing.Wanted;

/** What a side keeps to itself of a request, under its own key, which the other side never has. */
public final class OwnDocuments {
  private OwnDocuments() {}

  /** The side's private key for a request, made at the first call. */
  public static DataKey ownKey(Tx tx, KeyVault vault, UUID request, String party)
      throws SQLException {
    Optional<byte[]> wrapped = wrapped(tx, request, party);
    if (wrapped.isPresent()) {
      return vault.unwrap(party, wrapped.get(), place(request));
    }
    DataKey fresh = DataKey.fresh();
    tx.later(
        """
        insert into request.own_key (request, party, wrapped) values (?, ?, ?)
        on conflict do nothing""",
        request,
        party,
        vault.wrap(party, fresh, place(request)));
    return vault.unwrap(party, wrapped(tx, request, party).orElseThrow(), place(request));
  }

  /** Whether this side has used an order's id before; each order has one of its own. */
  static boolean taken(Tx tx, UUID order) throws SQLException {
    return tx.first(
            "select 1 as one from request.order_document where order_id = ? limit 1",
            row -> row.number("one"),
            order)
        .isPresent();
  }

  /** Keeps an order document with the side that signed it. */
  static void keep(
      Tx tx, KeyVault vault, Act.Side author, Wanted wanted, String compact, Instant now)
      throws SQLException {
    UUID request = wanted.request();
    DataKey key = ownKey(tx, vault, request, author.party());
    tx.later(
        """
        insert into request.order_document (order_id, document, request, party, authority, kind,
          provider, at, sealed)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        wanted.order(),
        wanted.hash(),
        request,
        author.party(),
        author.authority(),
        wanted.kind().wire(),
        wanted.provider(),
        now,
        key.encrypt(
            compact.getBytes(StandardCharsets.US_ASCII), request + "/order/" + wanted.hash()));
  }

  private static Optional<byte[]> wrapped(Tx tx, UUID request, String party) throws SQLException {
    return tx.first(
        "select wrapped from request.own_key where request = ? and party = ?",
        row -> row.bytes("wrapped"),
        request,
        party);
  }

  private static String place(UUID request) {
    return request + "/own";
  }
}

package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;

/** The rows of shared requests and their entries. */
final class RequestStore {
  private static final String ENTRY =
      """
      insert into request.entry (request, number, kind, type, author_party, author_authority, hash,
        directory_version, at, sealed, event_id, change)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private RequestStore() {}

  /** A request as stored, with its key wrapped to each Party. */
  record Stored(SharedRequest request, byte[] keyFrom, byte[] keyTo, Instant submittedAt) {
    Stored with(SharedRequest next) {
      return new Stored(next, keyFrom, keyTo, submittedAt);
    }
  }

  /**
   * An entry as stored.
   *
   * @param kind {@code act}, {@code reply} or {@code clock}
   * @param sealed the signed bytes under the shared key; null for a clock fact
   * @param change the states before and after, under the shared key
   */
  record EntryRow(
      UUID request,
      long number,
      String kind,
      String type,
      String party,
      String authority,
      String hash,
      long directoryVersion,
      Instant at,
      byte @Nullable [] sealed,
      @Nullable UUID eventId,
      byte @Nullable [] change) {}

  /** Inserts a new request; returns whether the id was free. */
  static boolean insert(Tx tx, SharedRequest request, byte[] keyFrom, byte[] keyTo, Instant now)
      throws SQLException {
    return tx.update(
            """
            insert into request.request (id, from_party, from_authority, to_party, to_authority,
              state, ended, urgency, version, shared, key_from, key_to, submitted_at, changed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?) on conflict do nothing""",
            request.id(),
            request.facts().from().party(),
            request.facts().from().authority(),
            request.facts().to().party(),
            request.facts().to().authority(),
            request.stateName(),
            request.ended(),
            request.facts().urgency(),
            request.entries(),
            StateJson.write(request),
            keyFrom,
            keyTo,
            now,
            now)
        == 1;
  }

  static void update(Tx tx, SharedRequest request, Instant now) throws SQLException {
    tx.later(
        """
        update request.request
        set state = ?, ended = ?, version = ?, shared = ?::jsonb, changed_at = ? where id = ?""",
        request.stateName(),
        request.ended(),
        request.entries(),
        StateJson.write(request),
        now,
        request.id());
  }

  /** The request, locked for this transaction; empty when it is not the caller's. */
  static Optional<Stored> lock(Tx tx, UUID id) throws SQLException {
    return tx.first(
        "select shared, key_from, key_to, submitted_at from request.request where id = ? for update",
        RequestStore::stored,
        id);
  }

  /** The same, unless another transaction has it. */
  static Optional<Stored> lockIfFree(Tx tx, UUID id) throws SQLException {
    return tx.first(
        """
        select shared, key_from, key_to, submitted_at from request.request where id = ?
        for update skip locked""",
        RequestStore::stored,
        id);
  }

  static Optional<Stored> read(Tx tx, UUID id) throws SQLException {
    return tx.first(
        "select shared, key_from, key_to, submitted_at from request.request where id = ?",
        RequestStore::stored,
        id);
  }

  /**
   * The caller's requests, the latest first.
   *
   * @param after the request after which the page begins; null for the first page
   */
  static List<Stored> page(Tx tx, boolean open, @Nullable UUID after, int limit)
      throws SQLException {
    return tx.query(
        """
        select shared, key_from, key_to, submitted_at from request.request
        where (not ended or not ?) and (?::uuid is null or (submitted_at, id)
          < (select submitted_at, id from request.request where id = ?))
        order by submitted_at desc, id desc limit ?""",
        RequestStore::stored,
        open,
        after,
        after,
        limit);
  }

  static void append(Tx tx, EntryRow e) throws SQLException {
    tx.later(
        ENTRY,
        e.request(),
        e.number(),
        e.kind(),
        e.type(),
        e.party(),
        e.authority(),
        e.hash(),
        e.directoryVersion(),
        e.at(),
        e.sealed(),
        e.eventId(),
        e.change());
  }

  static boolean hasEntry(Tx tx, UUID request, String hash) throws SQLException {
    return tx.first(
            "select 1 as one from request.entry where request = ? and hash = ?",
            row -> row.number("one"),
            request,
            hash)
        .isPresent();
  }

  static List<EntryRow> entries(Tx tx, UUID request) throws SQLException {
    return tx.query(
        "select * from request.entry where request = ? order by number",
        row ->
            new EntryRow(
                row.uuid("request"),
                row.number("number"),
                row.text("kind"),
                row.text("type"),
                row.text("author_party"),
                row.text("author_authority"),
                row.text("hash"),
                row.number("directory_version"),
                row.instant("at"),
                row.bytesOrNull("sealed"),
                row.textOrNull("event_id") == null ? null : row.uuid("event_id"),
                row.bytesOrNull("change")),
        request);
  }

  private static Stored stored(Row row) throws SQLException {
    return new Stored(
        StateJson.read(row.text("shared")),
        row.bytes("key_from"),
        row.bytes("key_to"),
        row.instant("submitted_at"));
  }
}

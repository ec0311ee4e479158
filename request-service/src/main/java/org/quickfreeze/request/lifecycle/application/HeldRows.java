package org.quickfreeze.request.lifecycle.application;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.RequestFacts;

/** The rows of acts that were taken in on a stale copy of the register. */
final class HeldRows {
  private HeldRows() {}

  /**
   * An act that waits, or waited.
   *
   * @param caller the caller id of whoever handed it in
   * @param directoryVersion the register's version by which it was checked at intake
   * @param facts what its event needs, should it be stopped; no content
   * @param heldAt domain time
   * @param realAt real time; only a heartbeat after it makes the copy fresh enough
   * @param state {@code held}, {@code released} or {@code stopped}
   * @param reason why it was stopped
   * @param wrapped its key; null once it has been decided
   * @param sealed the act; null once it has been decided
   */
  record HeldRow(
      UUID id,
      UUID request,
      String type,
      String party,
      String authority,
      String caller,
      String role,
      long directoryVersion,
      RequestFacts facts,
      Instant heldAt,
      Instant realAt,
      String state,
      @Nullable String reason,
      @Nullable Instant decidedAt,
      byte @Nullable [] wrapped,
      byte @Nullable [] sealed) {}

  /**
   * Keeps an act, unless one of the same authority about the same request waits, or is just being
   * kept by somebody whose commit is awaited; returns whether.
   */
  static boolean insert(Tx tx, HeldRow row) throws SQLException {
    int kept =
        tx.update(
            """
        insert into request.held_act (id, request, type, party, authority, caller, role,
          directory_version, facts, held_at, real_at, state, wrapped, sealed)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
        on conflict (request, authority) where state = 'held' do nothing""",
            row.id(),
            row.request(),
            row.type(),
            row.party(),
            row.authority(),
            row.caller(),
            row.role(),
            row.directoryVersion(),
            new String(Wire.bytes(row.facts()), StandardCharsets.UTF_8),
            row.heldAt(),
            row.realAt(),
            row.state(),
            row.wrapped(),
            row.sealed());
    return kept > 0;
  }

  /** Whether an act about the request waits, as far as the transaction's scope can see. */
  static boolean waits(Tx tx, UUID request) throws SQLException {
    return tx.first(
            "select 1 as one from request.held_act where request = ? and state = 'held' limit 1",
            row -> row.number("one"),
            request)
        .isPresent();
  }

  /** How many acts wait. */
  static long count(Tx tx) throws SQLException {
    return tx.first(
            "select count(*) as n from request.held_act where state = 'held'",
            row -> row.number("n"))
        .orElseThrow();
  }

  /** Acts that were taken in before a moment of real time and wait; takes no lock. */
  static List<UUID> waiting(Tx tx, Instant before, int limit) throws SQLException {
    return tx.query(
        """
        select id from request.held_act where state = 'held' and real_at < ?
        order by real_at, id limit ?""",
        row -> row.uuid("id"),
        before,
        limit);
  }

  /** The act, locked, unless it has been decided or somebody else is at it. */
  static Optional<HeldRow> lockIfFree(Tx tx, UUID id) throws SQLException {
    return tx.first(
        "select * from request.held_act where id = ? and state = 'held' for update skip locked",
        HeldRows::row,
        id);
  }

  /** What became of it. The act itself goes: it is an entry now, or it is nothing. */
  static void decided(Tx tx, UUID id, String state, @Nullable String reason, Instant now)
      throws SQLException {
    tx.update(
        """
        update request.held_act
        set state = ?, reason = ?, decided_at = ?, wrapped = null, sealed = null where id = ?""",
        state,
        reason,
        now,
        id);
  }

  static Optional<HeldRow> read(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from request.held_act where id = ?", HeldRows::row, id);
  }

  static List<HeldRow> page(Tx tx, int limit) throws SQLException {
    return tx.query(
        "select * from request.held_act order by held_at desc, id limit ?", HeldRows::row, limit);
  }

  static List<HeldRow> of(Tx tx, UUID request) throws SQLException {
    return tx.query(
        "select * from request.held_act where request = ? order by held_at, id",
        HeldRows::row,
        request);
  }

  private static RequestFacts facts(String json) {
    try {
      return Wire.read(json.getBytes(StandardCharsets.UTF_8), RequestFacts.class);
    } catch (Wire.Unreadable e) {
      throw new IllegalStateException("stored facts cannot be read", e);
    }
  }

  private static HeldRow row(Row row) throws SQLException {
    return new HeldRow(
        row.uuid("id"),
        row.uuid("request"),
        row.text("type"),
        row.text("party"),
        row.text("authority"),
        row.text("caller"),
        row.text("role"),
        row.number("directory_version"),
        facts(row.text("facts")),
        row.instant("held_at"),
        row.instant("real_at"),
        row.text("state"),
        row.textOrNull("reason"),
        row.instantOrNull("decided_at"),
        row.bytesOrNull("wrapped"),
        row.bytesOrNull("sealed"));
  }
}

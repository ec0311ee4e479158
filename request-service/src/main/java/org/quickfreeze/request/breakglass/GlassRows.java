package org.quickfreeze.request.breakglass;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.breakglass.domain.GlassBreak;
import org.quickfreeze.request.breakglass.domain.GlassBreak.Verdict;

/** The rows of acts that were sent although something hindered them. */
final class GlassRows {
  private GlassRows() {}

  /**
   * One such act.
   *
   * @param act hash of the act
   * @param type type of the act, such as {@code submit}
   * @param hindrances codes of what hindered it
   * @param event whose {@code detail} is an HMAC over the change record
   * @param change the change record, which holds the reason, under the side's own key
   * @param remark of the review, under the side's own key
   */
  record GlassRow(
      UUID id,
      UUID request,
      String act,
      String type,
      Side side,
      String caller,
      String urgency,
      List<String> hindrances,
      Instant brokenAt,
      Instant reviewBy,
      UUID event,
      byte[] change,
      String state,
      @Nullable String verdict,
      @Nullable Instant reviewedAt,
      byte @Nullable [] remark) {

    /** As the domain sees it. */
    GlassBreak glass() {
      return switch (state) {
        case "open" -> new GlassBreak.Open(caller, reviewBy);
        case "overdue" -> new GlassBreak.Overdue(caller);
        default -> new GlassBreak.Reviewed(GlassRows.verdict(String.valueOf(verdict)));
      };
    }
  }

  /** What a code of a verdict stands for. */
  static Verdict verdict(String code) {
    return code.equals(Verdict.JUSTIFIED.code()) ? Verdict.JUSTIFIED : Verdict.NOT_JUSTIFIED;
  }

  static void insert(Tx tx, GlassRow row) throws SQLException {
    tx.update(
        """
        insert into request.glass_break (id, request, act, type, party, authority, caller, urgency,
          hindrances, broken_at, review_by, event_id, change, state)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        row.id(),
        row.request(),
        row.act(),
        row.type(),
        row.side().party(),
        row.side().authority(),
        row.caller(),
        row.urgency(),
        String.join(" ", row.hindrances()),
        row.brokenAt(),
        row.reviewBy(),
        row.event(),
        row.change(),
        row.state());
  }

  /** Whether somebody has answered for an act. */
  static boolean isBroken(Tx tx, String act) throws SQLException {
    return tx.first(
            "select 1 as one from request.glass_break where act = ?", row -> row.number("one"), act)
        .isPresent();
  }

  static Optional<GlassRow> read(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from request.glass_break where id = ?", GlassRows::row, id);
  }

  static Optional<GlassRow> lock(Tx tx, UUID id) throws SQLException {
    return tx.first(
        "select * from request.glass_break where id = ? for update", GlassRows::row, id);
  }

  /** The row, locked, unless somebody else is at it. */
  static Optional<GlassRow> lockIfFree(Tx tx, UUID id) throws SQLException {
    return tx.first(
        "select * from request.glass_break where id = ? for update skip locked",
        GlassRows::row,
        id);
  }

  /** The latest first; those that wait for a review alone, where asked for. */
  static List<GlassRow> page(Tx tx, boolean waiting, int limit) throws SQLException {
    return tx.query(
        """
        select * from request.glass_break where state <> 'reviewed' or not ?
        order by broken_at desc, id limit ?""",
        GlassRows::row,
        waiting,
        limit);
  }

  static void overdue(Tx tx, UUID id) throws SQLException {
    tx.update("update request.glass_break set state = 'overdue' where id = ?", id);
  }

  static void reviewed(
      Tx tx, UUID id, Verdict verdict, String reviewer, byte @Nullable [] remark, Instant now)
      throws SQLException {
    tx.update(
        """
        update request.glass_break
        set state = 'reviewed', verdict = ?, reviewer = ?, remark = ?, reviewed_at = ?
        where id = ?""",
        verdict.code(),
        reviewer,
        remark,
        now,
        id);
  }

  private static GlassRow row(Row row) throws SQLException {
    return new GlassRow(
        row.uuid("id"),
        row.uuid("request"),
        row.text("act"),
        row.text("type"),
        new Side(row.text("party"), row.text("authority")),
        row.text("caller"),
        row.text("urgency"),
        List.of(row.text("hindrances").split(" ")),
        row.instant("broken_at"),
        row.instant("review_by"),
        row.uuid("event_id"),
        row.bytes("change"),
        row.text("state"),
        row.textOrNull("verdict"),
        row.instantOrNull("reviewed_at"),
        row.bytesOrNull("remark"));
  }
}

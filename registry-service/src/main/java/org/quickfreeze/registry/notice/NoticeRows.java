package org.quickfreeze.registry.notice;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.registry.notice.domain.Chain.Way;
import org.quickfreeze.registry.notice.domain.Notice;

/** The rows of notices and of the calls that were made for them. */
final class NoticeRows {
  private NoticeRows() {}

  /**
   * A notice.
   *
   * @param source id of the event that it comes from
   * @param subject the request, or own file, that it is about
   * @param confirmedBy function, or the channel by which it was confirmed
   */
  record NoticeRow(
      UUID id,
      UUID source,
      UUID subject,
      Occasion occasion,
      String party,
      String authority,
      String urgency,
      boolean exercise,
      Instant createdAt,
      Notice notice,
      @Nullable String confirmedBy,
      @Nullable Instant endedAt) {}

  /**
   * A call that was made, or is being made.
   *
   * @param outcome {@code sending}, {@code delivered}, {@code ringing}, or why not
   * @param call the adapter's id of a call that is under way
   */
  record AttemptRow(
      UUID notice,
      int number,
      int round,
      int line,
      String channel,
      String function,
      Instant at,
      String outcome,
      @Nullable String call) {}

  /** Keeps a notice, unless its event has told the authority before. */
  static boolean insert(Tx tx, NoticeRow row, Notice.Open open) throws SQLException {
    return tx.update(
            """
            insert into registry.notice (id, source, subject, occasion, party, authority, urgency,
              exercise, created_at, state, round, line, tries, line_since, next_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?)
            on conflict (source, authority) do nothing""",
            row.id(),
            row.source(),
            row.subject(),
            row.occasion().code(),
            row.party(),
            row.authority(),
            row.urgency(),
            row.exercise(),
            row.createdAt(),
            open.round(),
            open.line(),
            open.tries(),
            open.lineSince(),
            open.nextAt())
        > 0;
  }

  /** Notices whose next call is due; takes no lock. */
  static List<UUID> due(Tx tx, Instant now, int limit) throws SQLException {
    return tx.query(
        "select id from registry.notice where state = 'open' and next_at <= ? order by next_at limit ?",
        row -> row.uuid("id"),
        now,
        limit);
  }

  static Optional<NoticeRow> lockIfFree(Tx tx, UUID id) throws SQLException {
    return tx.first(
        "select * from registry.notice where id = ? for update skip locked", NoticeRows::row, id);
  }

  static Optional<NoticeRow> lock(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from registry.notice where id = ? for update", NoticeRows::row, id);
  }

  static Optional<NoticeRow> read(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from registry.notice where id = ?", NoticeRows::row, id);
  }

  /** Open notices about a subject on certain occasions, locked. */
  static List<UUID> openAbout(Tx tx, UUID subject, List<String> occasions) throws SQLException {
    return tx.query(
        """
        select id from registry.notice where subject = ? and state = 'open'
        and occasion = any(string_to_array(?, ' ')) order by id for update""",
        row -> row.uuid("id"),
        subject,
        String.join(" ", occasions));
  }

  /** The latest first; open ones alone, where asked for. */
  static List<NoticeRow> page(Tx tx, boolean open, Instant before, int limit) throws SQLException {
    return tx.query(
        """
        select * from registry.notice where (state = 'open' or not ?) and created_at < ?
        order by created_at desc, id limit ?""",
        NoticeRows::row,
        open,
        before,
        limit);
  }

  /** Writes what became of a notice. */
  static void update(Tx tx, UUID id, Notice notice, @Nullable String confirmedBy, Instant now)
      throws SQLException {
    if (notice instanceof Notice.Open open) {
      tx.update(
          """
          update registry.notice set round = ?, line = ?, tries = ?, line_since = ?, next_at = ?
          where id = ?""",
          open.round(),
          open.line(),
          open.tries(),
          open.lineSince(),
          open.nextAt(),
          id);
    } else {
      tx.update(
          "update registry.notice set state = ?, confirmed_by = ?, ended_at = ? where id = ?",
          word(notice),
          confirmedBy,
          now,
          id);
    }
  }

  /** Puts a notice off. */
  static int later(Tx tx, UUID id, Instant nextAt) throws SQLException {
    return tx.update(
        "update registry.notice set next_at = ? where id = ? and state = 'open'", nextAt, id);
  }

  /** Writes down that a call is being made, before it is: a crash leaves a trace of it. */
  static AttemptRow attempt(Tx tx, UUID notice, Notice.Open state, Way way, Instant now)
      throws SQLException {
    long number =
        tx.first(
                "select coalesce(max(number), 0) + 1 as n from registry.notice_attempt where notice = ?",
                row -> row.number("n"),
                notice)
            .orElseThrow();
    AttemptRow row =
        new AttemptRow(
            notice,
            (int) number,
            state.round(),
            state.line(),
            way.kind(),
            way.function(),
            now,
            "sending",
            null);
    tx.update(
        """
        insert into registry.notice_attempt (notice, number, round, line, channel, function, at,
          outcome)
        values (?, ?, ?, ?, ?, ?, ?, ?)""",
        row.notice(),
        row.number(),
        row.round(),
        row.line(),
        row.channel(),
        row.function(),
        row.at(),
        row.outcome());
    return row;
  }

  static void outcome(Tx tx, AttemptRow attempt, String outcome, @Nullable String call)
      throws SQLException {
    tx.update(
        "update registry.notice_attempt set outcome = ?, call = ? where notice = ? and number = ?",
        outcome,
        call,
        attempt.notice(),
        attempt.number());
  }

  static List<AttemptRow> attempts(Tx tx, UUID notice) throws SQLException {
    return tx.query(
        "select * from registry.notice_attempt where notice = ? order by number",
        NoticeRows::attempt,
        notice);
  }

  /** Calls under way whose adapter has not yet said how they went. */
  static List<AttemptRow> ringing(Tx tx, int limit) throws SQLException {
    return tx.query(
        "select * from registry.notice_attempt where outcome = 'ringing' order by at limit ?",
        NoticeRows::attempt,
        limit);
  }

  /** How many notices are open. */
  static long open(Tx tx) throws SQLException {
    return tx.first(
            "select count(*) as n from registry.notice where state = 'open'",
            row -> row.number("n"))
        .orElseThrow();
  }

  /** The state's name, as rows and answers have it. */
  static String word(Notice notice) {
    return switch (notice) {
      case Notice.Open _ -> "open";
      case Notice.Confirmed _ -> "confirmed";
      case Notice.Settled _ -> "settled";
      case Notice.Unanswered _ -> "unanswered";
    };
  }

  private static NoticeRow row(Row row) throws SQLException {
    return new NoticeRow(
        row.uuid("id"),
        row.uuid("source"),
        row.uuid("subject"),
        Occasion.named(row.text("occasion")),
        row.text("party"),
        row.text("authority"),
        row.text("urgency"),
        row.flag("exercise"),
        row.instant("created_at"),
        notice(row),
        row.textOrNull("confirmed_by"),
        row.instantOrNull("ended_at"));
  }

  private static Notice notice(Row row) throws SQLException {
    return switch (row.text("state")) {
      case "confirmed" -> new Notice.Confirmed();
      case "settled" -> new Notice.Settled();
      case "unanswered" -> new Notice.Unanswered();
      default ->
          new Notice.Open(
              (int) row.number("round"),
              (int) row.number("line"),
              (int) row.number("tries"),
              row.instant("line_since"),
              row.instant("next_at"));
    };
  }

  private static AttemptRow attempt(Row row) throws SQLException {
    return new AttemptRow(
        row.uuid("notice"),
        (int) row.number("number"),
        (int) row.number("round"),
        (int) row.number("line"),
        row.text("channel"),
        row.text("function"),
        row.instant("at"),
        row.text("outcome"),
        row.textOrNull("call"));
  }
}

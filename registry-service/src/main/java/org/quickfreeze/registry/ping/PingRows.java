package org.quickfreeze.registry.ping;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.registry.ping.domain.Ping;

/** The rows of tests of channels. */
final class PingRows {
  private PingRows() {}

  /**
   * One test of one channel.
   *
   * @param period which random round of the year it belongs to; null for one that was asked for
   * @param how why it was missed or not tested, or the function that has answered
   * @param call the voice adapter's id of a call that is under way
   */
  record PingRow(
      UUID id,
      UUID round,
      @Nullable String period,
      String contactPoint,
      String party,
      String authority,
      String channel,
      String address,
      Instant plannedAt,
      Ping ping,
      @Nullable Instant sentAt,
      @Nullable Instant dueAt,
      @Nullable Instant endedAt,
      String how,
      @Nullable String call) {}

  /** Plans a test, unless this round has planned it before. */
  static boolean insert(Tx tx, PingRow row) throws SQLException {
    return tx.update(
            """
            insert into registry.ping (id, round, period, contact_point, party, authority, channel,
              address, planned_at, state)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned')
            on conflict (contact_point, period, channel, address) do nothing""",
            row.id(),
            row.round(),
            row.period(),
            row.contactPoint(),
            row.party(),
            row.authority(),
            row.channel(),
            row.address(),
            row.plannedAt())
        > 0;
  }

  /** Whether a random round of a contact point has been planned. */
  static boolean isPlanned(Tx tx, String contactPoint, String period) throws SQLException {
    return tx.first(
            "select 1 as one from registry.ping where contact_point = ? and period = ? limit 1",
            row -> row.number("one"),
            contactPoint,
            period)
        .isPresent();
  }

  static List<UUID> planned(Tx tx, int limit) throws SQLException {
    return tx.query(
        "select id from registry.ping where state = 'planned' order by planned_at, id limit ?",
        row -> row.uuid("id"),
        limit);
  }

  static List<UUID> overdue(Tx tx, Instant now, int limit) throws SQLException {
    return tx.query(
        "select id from registry.ping where state = 'sent' and due_at <= ? order by due_at limit ?",
        row -> row.uuid("id"),
        now,
        limit);
  }

  /** Tests by telephone whose call is under way. */
  static List<PingRow> ringing(Tx tx, int limit) throws SQLException {
    return tx.query(
        """
        select * from registry.ping where state = 'sent' and call is not null
        order by sent_at limit ?""",
        PingRows::row,
        limit);
  }

  static Optional<PingRow> lock(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from registry.ping where id = ? for update", PingRows::row, id);
  }

  static Optional<PingRow> lockIfFree(Tx tx, UUID id) throws SQLException {
    return tx.first(
        "select * from registry.ping where id = ? for update skip locked", PingRows::row, id);
  }

  /** The latest first. */
  static List<PingRow> page(Tx tx, String contactPoint, Instant before, int limit)
      throws SQLException {
    return tx.query(
        """
        select * from registry.ping where (? = '' or contact_point = ?) and planned_at < ?
        order by planned_at desc, id limit ?""",
        PingRows::row,
        contactPoint,
        contactPoint,
        before,
        limit);
  }

  /** The tests of one channel that say something about it, before a moment, the latest first. */
  static List<PingRow> before(Tx tx, PingRow row, int limit) throws SQLException {
    return tx.query(
        """
        select * from registry.ping
        where contact_point = ? and channel = ? and address = ? and planned_at < ?
          and state in ('answered', 'missed')
        order by planned_at desc, id limit ?""",
        PingRows::row,
        row.contactPoint(),
        row.channel(),
        row.address(),
        row.plannedAt(),
        limit);
  }

  /** How the channels of a Party did in a time, by contact point, channel and quarter. */
  static List<Pings.Figures> figures(Tx tx, String party, Instant from, Instant until)
      throws SQLException {
    return tx.query(
        """
        select contact_point, channel,
          to_char(planned_at at time zone 'UTC', 'YYYY"-Q"Q') as quarter,
          count(*) filter (where state = 'answered') as answered,
          count(*) filter (where state = 'missed') as missed,
          count(*) filter (where state = 'untested') as untested,
          coalesce(percentile_disc(0.5) within group (
            order by extract(epoch from ended_at - sent_at)) filter (where state = 'answered'), -1)
            ::bigint as median
        from registry.ping
        where party = ? and planned_at >= ? and planned_at < ? and ended_at is not null
        group by 1, 2, 3 order by 1, 2, 3""",
        row -> {
          long median = row.number("median");
          return new Pings.Figures(
              row.text("contact_point"),
              row.text("channel"),
              row.text("quarter"),
              row.number("answered"),
              row.number("missed"),
              row.number("untested"),
              median < 0 ? null : median);
        },
        party,
        from,
        until);
  }

  static void sent(Tx tx, UUID id, Ping.Sent sent) throws SQLException {
    tx.update(
        "update registry.ping set state = 'sent', sent_at = ?, due_at = ? where id = ?",
        sent.sentAt(),
        sent.dueAt(),
        id);
  }

  static void call(Tx tx, UUID id, @Nullable String call) throws SQLException {
    tx.update("update registry.ping set call = ? where id = ?", call, id);
  }

  /** Writes what became of it. */
  static void update(Tx tx, UUID id, Ping ping, String how, Instant now) throws SQLException {
    if (ping instanceof Ping.Sent sent) {
      tx.update("update registry.ping set tries = ? where id = ?", sent.tries(), id);
    } else {
      tx.update(
          "update registry.ping set state = ?, how = ?, ended_at = ? where id = ?",
          word(ping),
          how,
          now,
          id);
    }
  }

  static boolean isPublished(Tx tx, String party) throws SQLException {
    return tx.first(
            "select published from registry.ping_publication where party = ?",
            row -> row.flag("published"),
            party)
        .orElse(false);
  }

  static void publish(Tx tx, String party, boolean published, String by, Instant now)
      throws SQLException {
    tx.update(
        """
        insert into registry.ping_publication (party, published, changed_at, changed_by)
        values (?, ?, ?, ?) on conflict (party) do update
        set published = excluded.published, changed_at = excluded.changed_at,
          changed_by = excluded.changed_by""",
        party,
        published,
        now,
        by);
  }

  /** The state's name, as rows and answers have it. */
  static String word(Ping ping) {
    return switch (ping) {
      case Ping.Planned _ -> "planned";
      case Ping.Sent _ -> "sent";
      case Ping.Answered _ -> "answered";
      case Ping.Missed _ -> "missed";
      case Ping.Untested _ -> "untested";
    };
  }

  private static PingRow row(Row row) throws SQLException {
    return new PingRow(
        row.uuid("id"),
        row.uuid("round"),
        row.textOrNull("period"),
        row.text("contact_point"),
        row.text("party"),
        row.text("authority"),
        row.text("channel"),
        row.text("address"),
        row.instant("planned_at"),
        ping(row),
        row.instantOrNull("sent_at"),
        row.instantOrNull("due_at"),
        row.instantOrNull("ended_at"),
        row.text("how"),
        row.textOrNull("call"));
  }

  private static Ping ping(Row row) throws SQLException {
    return switch (row.text("state")) {
      case "planned" -> new Ping.Planned();
      case "sent" ->
          new Ping.Sent(row.instant("sent_at"), row.instant("due_at"), (int) row.number("tries"));
      case "answered" -> new Ping.Answered();
      case "missed" -> new Ping.Missed(row.text("how"));
      default -> new Ping.Untested(row.text("how"));
    };
  }
}

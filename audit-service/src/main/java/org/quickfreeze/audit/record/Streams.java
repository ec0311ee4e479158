package org.quickfreeze.audit.record;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.quickfreeze.audit.record.LogStore.NewEntry;
import org.quickfreeze.backbone.tx.Tx;

/** Follows the numbers of each stream: 1, 2, 3, …; a missing one is a hole until it comes. */
public final class Streams {
  private Streams() {}

  /**
   * A stream as the log knows it.
   *
   * @param holes numbers that are missing now
   */
  public record StreamState(String source, long last, List<Long> holes) {}

  static void seen(Tx tx, List<NewEntry> entries, Instant now) throws SQLException {
    for (NewEntry entry : entries) {
      if (entry.source() != null && entry.sequence() != null) {
        seen(tx, entry.source(), entry.sequence(), entry, now);
      }
    }
  }

  private static void seen(Tx tx, String source, long sequence, NewEntry entry, Instant now)
      throws SQLException {
    long last =
        tx.first(
                "select last from audit.stream where source = ? for update",
                row -> row.number("last"),
                source)
            .orElse(0L);
    if (sequence <= last) {
      int healed =
          tx.update(
              """
              update audit.hole set healed_at = ?
              where source = ? and missing = ? and healed_at is null""",
              now,
              source,
              sequence);
      if (healed == 0) {
        tx.update(
            """
            insert into audit.conflict (source, sequence, event_id, at) values (?, ?, ?, ?)
            on conflict do nothing""",
            source,
            sequence,
            entry.eventId(),
            now);
      }
      return;
    }
    tx.update(
        """
        insert into audit.hole (source, missing, since)
        select ?, n, ? from generate_series(?::bigint, ?::bigint) n on conflict do nothing""",
        source,
        now,
        last + 1,
        sequence - 1);
    tx.update(
        """
        insert into audit.stream (source, last) values (?, ?)
        on conflict (source) do update set last = excluded.last""",
        source,
        sequence);
  }

  /** All streams, in the order of their names. */
  public static List<StreamState> all(Tx tx) throws SQLException {
    return tx.query(
        """
        select s.source, s.last, coalesce(array_agg(h.missing::text order by h.missing)
          filter (where h.missing is not null), '{}') as holes
        from audit.stream s
        left join audit.hole h on h.source = s.source and h.healed_at is null
        group by s.source, s.last order by s.source""",
        row ->
            new StreamState(
                row.text("source"),
                row.number("last"),
                java.util.Arrays.stream(row.texts("holes")).map(Long::valueOf).toList()));
  }

  /** How many numbers are missing now, in all streams. */
  public static long open(Tx tx) throws SQLException {
    return tx.first(
            "select count(*) as n from audit.hole where healed_at is null", row -> row.number("n"))
        .orElse(0L);
  }

  /** How many numbers were given to two different events. */
  public static long conflicts(Tx tx) throws SQLException {
    return tx.first("select count(*) as n from audit.conflict", row -> row.number("n")).orElse(0L);
  }
}

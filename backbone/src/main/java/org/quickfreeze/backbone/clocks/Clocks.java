package org.quickfreeze.backbone.clocks;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;

/** The clock rows of an aggregate, changed in the transaction that changes the aggregate. */
public final class Clocks {
  private Clocks() {}

  /**
   * One clock.
   *
   * @param name what it measures, such as {@code acknowledgement}
   * @param item id of the data item it belongs to; empty when it belongs to the whole aggregate
   * @param rule id of the rule it comes from, such as {@code R1}
   * @param hard whether law sets it; a soft clock is configuration
   * @param state {@code running}, {@code paused}, {@code met}, {@code run-out} or {@code cancelled}
   */
  public record ClockRow(
      UUID aggregate,
      String name,
      String item,
      String rule,
      boolean hard,
      String state,
      Instant startedAt,
      Instant dueAt) {}

  /** Starts a clock, or starts it anew with another due time. */
  public static void start(Tx tx, List<ClockRow> clocks) throws SQLException {
    List<@Nullable Object[]> rows =
        clocks.stream()
            .map(
                c ->
                    new @Nullable Object[] {
                      c.aggregate(),
                      c.name(),
                      c.item(),
                      c.rule(),
                      c.hard(),
                      c.startedAt(),
                      c.dueAt()
                    })
            .toList();
    tx.batch(
        """
        insert into backbone.clock (aggregate, name, item, rule, hard, state, started_at, due_at)
        values (?, ?, ?, ?, ?, 'running', ?, ?)
        on conflict (aggregate, name, item) do update
        set rule = excluded.rule, hard = excluded.hard, state = 'running',
          started_at = excluded.started_at, due_at = excluded.due_at, reason = null""",
        rows);
  }

  /** Ends a running or paused clock. */
  public static void end(Tx tx, UUID aggregate, String name, String item, String state)
      throws SQLException {
    tx.later(
        """
        update backbone.clock set state = ? where aggregate = ? and name = ? and item = ?
        and state in ('running', 'paused')""",
        state,
        aggregate,
        name,
        item);
  }

  /** All clocks of an aggregate, the next due first. */
  public static List<ClockRow> of(Tx tx, UUID aggregate) throws SQLException {
    return tx.query(
        "select * from backbone.clock where aggregate = ? order by due_at, name, item",
        Clocks::row,
        aggregate);
  }

  /** The clocks of an aggregate that have run out by {@code now} and not yet been dealt with. */
  public static List<ClockRow> due(Tx tx, UUID aggregate, Instant now) throws SQLException {
    return tx.query(
        """
        select * from backbone.clock
        where aggregate = ? and state = 'running' and due_at <= ? order by due_at, name, item""",
        Clocks::row,
        aggregate,
        now);
  }

  /** Aggregates with a clock that has run out, the longest overdue first; takes no lock. */
  static List<UUID> candidates(Tx tx, Instant now, int limit) throws SQLException {
    return tx.query(
        """
        select aggregate from backbone.clock where state = 'running' and due_at <= ?
        group by aggregate order by min(due_at) limit ?""",
        row -> row.uuid("aggregate"),
        now,
        limit);
  }

  private static ClockRow row(Row row) throws SQLException {
    return new ClockRow(
        row.uuid("aggregate"),
        row.text("name"),
        row.text("item"),
        row.text("rule"),
        row.flag("hard"),
        row.text("state"),
        row.instant("started_at"),
        row.instant("due_at"));
  }
}

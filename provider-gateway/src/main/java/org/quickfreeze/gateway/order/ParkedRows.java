package org.quickfreeze.gateway.order;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.gateway.order.ReplyIntake.Reply;

/**
 * The rows of replies whose key is not known yet. Bounded for each provider: what one of them makes
 * up must not fill the table, and is refused at once instead.
 */
final class ParkedRows {
  static final int MOST_OF_A_PROVIDER = 500;
  static final int LONGEST = 65_536;

  private ParkedRows() {}

  /**
   * A reply that waits.
   *
   * @param at real time at which it came here
   */
  record Parked(long id, Reply reply, Instant at) {}

  /** A provider's order for which something waits. */
  record Line(String provider, UUID order) {}

  static Set<Line> lines(Tx tx) throws SQLException {
    return new HashSet<>(
        tx.query(
            "select distinct provider, order_id from gateway.parked_reply",
            row -> new Line(row.text("provider"), row.uuid("order_id"))));
  }

  /** Lets a reply wait; returns whether there was room. */
  static boolean add(Tx tx, Reply reply, Instant at) throws SQLException {
    return reply.value().length <= LONGEST
        && tx.update(
                """
                insert into gateway.parked_reply (provider, order_id, value, at)
                select ?, ?, ?, ?
                where (select count(*) from gateway.parked_reply where provider = ?) < ?""",
                reply.provider(),
                reply.order(),
                reply.value(),
                at,
                reply.provider(),
                MOST_OF_A_PROVIDER)
            == 1;
  }

  /** How many wait. */
  static long count(Tx tx) throws SQLException {
    return tx.first("select count(*) as n from gateway.parked_reply", row -> row.number("n"))
        .orElseThrow();
  }

  /** The first of a line; others who want it wait until this transaction has ended. */
  static Optional<Parked> first(Tx tx, Line line) throws SQLException {
    return tx.first(
        """
        select id, value, at from gateway.parked_reply
        where provider = ? and order_id = ? order by id limit 1 for update""",
        row ->
            new Parked(
                row.number("id"),
                new Reply(line.provider(), line.order(), row.bytes("value")),
                row.instant("at")),
        line.provider(),
        line.order());
  }

  /** Ends the waiting of a reply. */
  static void take(Tx tx, Parked parked) throws SQLException {
    tx.later("delete from gateway.parked_reply where id = ?", parked.id());
  }
}

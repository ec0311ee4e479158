package org.quickfreeze.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Counts what became of everything that was answered 201: nothing is taken from an answer, all from
 * the tables.
 */
final class Ledger {
  private final Database database;

  Ledger(Database database) {
    this.database = database;
  }

  /**
   * @param lost ids that are missing somewhere
   * @param doubled ids that are somewhere more than once
   */
  record Tally(long lost, long doubled) {
    static Tally of(Collection<UUID> ids, List<Map<String, Long>> places) {
      long lost = 0;
      long doubled = 0;
      for (UUID id : ids) {
        List<Long> found = new ArrayList<>();
        places.forEach(place -> found.add(place.getOrDefault(id.toString(), 0L)));
        lost += found.contains(0L) ? 1 : 0;
        doubled += found.stream().anyMatch(n -> n > 1) ? 1 : 0;
      }
      return new Tally(lost, doubled);
    }
  }

  /** Each request once as a row, as an event, in the feed of either side, and in the audit log. */
  Tally requests(Collection<UUID> ids) throws SQLException {
    try (Connection requests = database.admin("request");
        Connection audit = database.admin("audit")) {
      return Tally.of(
          ids,
          List.of(
              Database.query(requests, "select id, 1 from request.request"),
              Database.query(
                  requests,
                  """
                  select key, count(*) from backbone.outbox
                  where topic = 'request.events' and headers[6] like '%.preservation-requested.v1'
                  group by key"""),
              feed(requests, "fr-24-7"),
              feed(requests, "ro-24-7"),
              audited(audit, "preservation-requested")));
    }
  }

  /** Each order's delivery once in the audit log. */
  Tally deliveries(Collection<UUID> orders) throws SQLException {
    try (Connection audit = database.admin("audit")) {
      return Tally.of(orders, List.of(audited(audit, "order-delivered")));
    }
  }

  private static Map<String, Long> feed(Connection requests, String authority) throws SQLException {
    return Database.query(
        requests,
        """
        select subject, count(*) from backbone.feed
        where type like '%.preservation-requested.v1' and position is not null and authority = '"""
            + authority
            + "' group by subject");
  }

  private static Map<String, Long> audited(Connection audit, String type) throws SQLException {
    return Database.query(
        audit,
        "select subject, count(*) from audit.opening where type like '%."
            + type
            + ".v1' group by subject");
  }

  /** Age of the oldest row that the broker has not confirmed, in seconds; 0 when there is none. */
  double outboxAge() throws SQLException {
    try (Connection requests = database.admin("request")) {
      return Database.number(
          requests,
          """
          select coalesce(extract(epoch from clock_timestamp() - min(written_at)), 0)
          from backbone.outbox
          where position is null or position > (select published from backbone.relay_mark)""");
    }
  }

  /** Waits until the audit log has every event of a source; gives the seconds that took. */
  double auditCaughtUp(String service, String topic) throws SQLException {
    long begin = System.nanoTime();
    try (Connection source = database.admin(service);
        Connection audit = database.admin("audit")) {
      BenchStack.await("the audit log has every event", () -> behind(source, audit, topic) == 0);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static long behind(Connection source, Connection audit, String topic) {
    try {
      double unstamped =
          Database.number(source, "select count(*) from backbone.outbox where position is null");
      double given = Database.number(source, "select sequence from backbone.relay_mark");
      double seen =
          Database.number(
              audit,
              "select coalesce(max(last), 0) from audit.stream where topic = '" + topic + "'");
      return Math.round(unstamped + given - seen);
    } catch (SQLException e) {
      throw new IllegalStateException("the audit log cannot be compared", e);
    }
  }
}

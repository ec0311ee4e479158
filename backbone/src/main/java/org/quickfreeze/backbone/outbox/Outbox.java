package org.quickfreeze.backbone.outbox;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Tx;

/**
 * Writes outgoing records in the business transaction. What is written here and committed reaches
 * its topic at least once; what is rolled back never does.
 */
public final class Outbox {
  /** Largest value, in bytes: below Kafka's default limit of one mebibyte with room for headers. */
  public static final int MAX_VALUE_BYTES = 900_000;

  private static final String INSERT =
      "insert into backbone.outbox (event_id, topic, key, headers, value) values (?, ?, ?, ?, ?)";

  private final Runnable wakeRelay;

  /**
   * @param wakeRelay called after each commit that wrote a row; must be cheap and must not throw
   */
  public Outbox(Runnable wakeRelay) {
    this.wakeRelay = wakeRelay;
  }

  /** Writes one record. */
  public void write(Tx tx, OutboundRecord outbound) throws SQLException {
    write(tx, List.of(outbound));
  }

  /**
   * Writes records in the order given.
   *
   * @throws RecordTooLargeForOutbox when a value exceeds {@link #MAX_VALUE_BYTES}; nothing is
   *     written then
   */
  public void write(Tx tx, List<OutboundRecord> records) throws SQLException {
    for (OutboundRecord outbound : records) {
      if (outbound.value().length > MAX_VALUE_BYTES) {
        throw new RecordTooLargeForOutbox(outbound.topic(), outbound.value().length);
      }
    }
    List<@Nullable Object[]> rows =
        records.stream()
            .map(
                r ->
                    new @Nullable Object[] {
                      r.eventId(), r.topic(), r.key(), r.headers().toArray(String[]::new), r.value()
                    })
            .toList();
    tx.batch(INSERT, rows);
    tx.afterCommit(wakeRelay);
  }

  /** A record that the broker would never take. */
  public static final class RecordTooLargeForOutbox extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordTooLargeForOutbox(String topic, int bytes) {
      super("a record of " + bytes + " bytes for " + topic + " exceeds " + MAX_VALUE_BYTES);
    }
  }
}

package org.quickfreeze.request.check;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.consume.Handler;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.directory.RegisterKey;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.holder.Basis;
import org.quickfreeze.contracts.holder.HeldRange;
import org.quickfreeze.contracts.holder.Holders.Found;
import org.quickfreeze.contracts.holder.Lookup;
import org.quickfreeze.contracts.holder.RangeKind;
import org.quickfreeze.contracts.holder.RangePart;

/**
 * The service's own copy of who holds what.
 *
 * <p>A part that the register has not signed, or that says it is another, is refused and counted,
 * never dead-lettered: what follows it under the same key is the present state and mends the copy.
 */
public final class RangeCopy implements Handler {
  private static final Logger LOG = Logger.getLogger(RangeCopy.class.getName());

  private final RegisterKey registerKey;
  private final Runnable refused;

  /**
   * @param refused called for each part that was not taken
   */
  public RangeCopy(RegisterKey registerKey, Runnable refused) {
    this.registerKey = registerKey;
    this.refused = refused;
  }

  @Override
  public void handle(Tx tx, List<Incoming> records) throws SQLException {
    for (Incoming incoming : records) {
      take(tx, incoming);
    }
  }

  private void take(Tx tx, Incoming incoming) throws SQLException {
    String compact = new String(incoming.value(), StandardCharsets.US_ASCII);
    byte[] payload = registerKey.payload(RangePart.TYP, compact);
    if (payload == null) {
      refuse("not-signed");
      return;
    }
    try {
      RangePart part = Wire.read(payload, RangePart.class);
      List<HeldRange> ranges = part.unpacked();
      if (!part.key().equals(incoming.key())) {
        refuse("another-key");
      } else if (isNewer(tx, part)) {
        put(tx, part, ranges);
      }
    } catch (Wire.Unreadable e) {
      refuse("unreadable");
    }
  }

  private void refuse(String cause) {
    refused.run();
    LOG.log(Level.SEVERE, "a part of the ranges was refused", Fact.cause(cause));
  }

  private static boolean isNewer(Tx tx, RangePart part) throws SQLException {
    return tx.update(
            """
            insert into request.range_part as known (key, version) values (?, ?)
            on conflict (key) do update set version = excluded.version
            where known.version < excluded.version""",
            part.key(),
            part.version())
        == 1;
  }

  private static void put(Tx tx, RangePart part, List<HeldRange> ranges) throws SQLException {
    tx.later("delete from request.held_range where part = ?", part.key());
    tx.later(
        """
        insert into request.held_range
          (part, kind, key, holder, list, as_of, basis, valid_from, valid_to)
        select ?, r.kind, r.key, ?, r.source, (?::jsonb ->> r.source)::date, r.basis, r."from",
          r."to"
        from jsonb_to_recordset(?::jsonb)
          as r (kind text, key text, "from" date, "to" date, basis text, source text)""",
        part.key(),
        part.holder(),
        text(part.sources()),
        text(ranges));
  }

  /** Every range around an identifier, whoever held it and whenever. */
  static List<Found> around(Tx tx, Lookup lookup) throws SQLException {
    return tx.query(
        """
        select kind, key, holder, valid_from, valid_to, basis, list, as_of
        from request.held_range where kind = ? and key = any (?)""",
        RangeCopy::found,
        lookup.kind().word(),
        lookup.keys().toArray(String[]::new));
  }

  private static Found found(Row row) throws SQLException {
    HeldRange range =
        new HeldRange(
            RangeKind.named(row.text("kind")).orElseThrow(),
            row.text("key"),
            day(row.textOrNull("valid_from")),
            day(row.textOrNull("valid_to")),
            Basis.named(row.text("basis")).orElseThrow(),
            row.text("list"));
    return new Found(row.text("holder"), range, LocalDate.parse(row.text("as_of")));
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    return text == null ? null : LocalDate.parse(text);
  }

  private static String text(Object value) {
    return new String(Wire.bytes(value), StandardCharsets.UTF_8);
  }
}

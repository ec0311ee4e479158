package org.quickfreeze.registry.ranges;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.Es256Signer;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.holder.HeldRange;
import org.quickfreeze.contracts.holder.RangePart;

/** Says what holders hold, signed, in the transaction that changes it. */
final class RangePublisher {
  private static final String TOPIC = "registry.ranges";

  private final Outbox outbox;
  private final Es256Signer key;

  /**
   * @param key the register's signing key
   */
  RangePublisher(Outbox outbox, Es256Signer key) {
    this.outbox = outbox;
    this.key = key;
  }

  /** Says again all that everybody named by a list holds: the age of the list has changed. */
  void publish(Tx tx, String list) throws SQLException {
    long version = RangeRows.nextVersion(tx);
    Map<String, LocalDate> lists = RangeRows.lists(tx);
    for (String holder : RangeRows.holders(tx, list)) {
      publish(tx, holder, version, lists);
    }
  }

  private void publish(Tx tx, String holder, long version, Map<String, LocalDate> lists)
      throws SQLException {
    List<HeldRange> ranges = RangeRows.heldBy(tx, holder);
    Map<String, LocalDate> sources = new TreeMap<>(lists);
    sources.keySet().retainAll(ranges.stream().map(HeldRange::source).distinct().toList());
    int parts = Math.ceilDiv(ranges.size(), RangePart.MOST_RANGES);
    int before = RangeRows.partsOf(tx, holder);
    for (int part = 0; part < Math.max(parts, before); part++) {
      int from = Math.min(part * RangePart.MOST_RANGES, ranges.size());
      int to = Math.min(from + RangePart.MOST_RANGES, ranges.size());
      outbox.write(
          tx, signed(RangePart.of(holder, part, version, sources, ranges.subList(from, to))));
    }
    RangeRows.keepParts(tx, holder, parts);
  }

  private OutboundRecord signed(RangePart part) {
    String compact = Jws.sign(key, RangePart.TYP, Wire.mapper().valueToTree(part));
    return new OutboundRecord(
        UUID.randomUUID(),
        TOPIC,
        part.key(),
        List.of(),
        compact.getBytes(StandardCharsets.US_ASCII));
  }
}

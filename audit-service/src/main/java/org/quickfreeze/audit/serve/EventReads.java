package org.quickfreeze.audit.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.audit.log.Bytes;
import org.quickfreeze.audit.log.InclusionProof;
import org.quickfreeze.audit.log.Opening;
import org.quickfreeze.audit.log.SignedNote;
import org.quickfreeze.audit.log.TlogProof;
import org.quickfreeze.audit.record.LogStore;
import org.quickfreeze.audit.record.LogStore.SignedCheckpoint;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;

/** Reads events for auditors; row-level security shows them to nobody else. */
final class EventReads {
  private EventReads() {}

  /**
   * An event of the log, as far as its headers could be read.
   *
   * @param sequence number in its stream, 19 digits
   * @param request the request that it belongs to
   */
  public record EventView(
      long index,
      UUID id,
      String topic,
      @Nullable String type,
      @Nullable String source,
      @Nullable String sequence,
      @Nullable String subject,
      @Nullable String request,
      Instant recordedAt) {}

  /** A header of the record; the value in base64. */
  public record HeaderView(String name, @Nullable String value) {}

  /** What a leaf commits to; bytes in base64. */
  public record OpeningView(
      String salt,
      String topic,
      @Nullable String key,
      List<HeaderView> headers,
      @Nullable String value) {}

  /**
   * An entry with its opening.
   *
   * @param leaf 38 bytes in lower-case hex
   * @param opening null once it was erased
   * @param event the value as JSON, where it is JSON
   */
  public record OpenedView(
      long index,
      String leaf,
      Instant recordedAt,
      @Nullable OpeningView opening,
      @Nullable JsonNode event) {}

  static List<EventView> events(Tx tx, String subject, long after, int limit) throws SQLException {
    String sql =
        """
        select o.index, o.event_id, o.topic, o.type, o.source, o.sequence, o.subject, o.request,
          e.recorded_at
        from audit.opening o join audit.entry e on e.index = o.index
        where o.index > ?""";
    String order = " order by o.index limit ?";
    return subject.isEmpty()
        ? tx.query(sql + order, EventReads::view, after, limit)
        : tx.query(
            sql + " and (o.subject = ? or o.request = ?)" + order,
            EventReads::view,
            after,
            subject,
            subject,
            limit);
  }

  private static EventView view(Row row) throws SQLException {
    Long sequence = row.numberOrNull("sequence");
    return new EventView(
        row.number("index"),
        row.uuid("event_id"),
        row.text("topic"),
        row.textOrNull("type"),
        row.textOrNull("source"),
        sequence == null ? null : "%019d".formatted(sequence),
        row.textOrNull("subject"),
        row.textOrNull("request"),
        row.instant("recorded_at"));
  }

  static Optional<OpenedView> opened(Tx tx, long index) throws SQLException {
    return tx.first(
        """
        select e.index, e.leaf, e.recorded_at, o.topic, o.salt, o.key, o.headers, o.value
        from audit.entry e join audit.opening o on o.index = e.index where e.index = ?""",
        row -> {
          byte[] value = row.bytesOrNull("value");
          return new OpenedView(
              row.number("index"),
              HexFormat.of().formatHex(row.bytes("leaf")),
              row.instant("recorded_at"),
              opening(row, value),
              json(value));
        },
        index);
  }

  private static @Nullable OpeningView opening(Row row, byte @Nullable [] value)
      throws SQLException {
    byte[] salt = row.bytesOrNull("salt");
    byte[] headers = row.bytesOrNull("headers");
    if (salt == null || headers == null) {
      return null;
    }
    return new OpeningView(
        Base64.getEncoder().encodeToString(salt),
        row.text("topic"),
        base64(row.bytesOrNull("key")),
        Opening.headersOf(headers).stream()
            .map(h -> new HeaderView(h.name(), base64(copy(h.value()))))
            .toList(),
        base64(value));
  }

  static Optional<byte[]> proof(Tx tx, long index) throws SQLException {
    Optional<SignedCheckpoint> latest = LogStore.checkpoint(tx);
    if (latest.isEmpty() || index >= latest.get().size()) {
      return Optional.empty();
    }
    long size = latest.get().size();
    InclusionProof inclusion = LogStore.reader(tx, size).inclusion(index, size);
    SignedNote note = SignedNote.parse(latest.get().note()).orElseThrow();
    return Optional.of(new TlogProof(index, inclusion.path(), note).bytes());
  }

  private static @Nullable JsonNode json(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      JsonNode node = Wire.mapper().readTree(value);
      return node != null && node.isObject() ? node : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static byte @Nullable [] copy(@Nullable Bytes bytes) {
    return bytes == null ? null : bytes.copy();
  }

  private static @Nullable String base64(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }
}

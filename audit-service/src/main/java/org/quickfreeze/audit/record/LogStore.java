package org.quickfreeze.audit.record;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.audit.log.CompactRange;
import org.quickfreeze.audit.log.Hash;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;

/** The log's rows. */
public final class LogStore {
  private LogStore() {}

  /** An entry about to be appended. */
  record NewEntry(
      long index,
      byte[] leaf,
      Hash leafHash,
      Instant recordedAt,
      UUID eventId,
      String topic,
      int partition,
      long offset,
      @Nullable String type,
      @Nullable String source,
      @Nullable Long sequence,
      String subject,
      byte[] salt,
      byte[] key,
      String[] headers,
      byte[] value) {}

  /** A signed checkpoint. */
  public record SignedCheckpoint(long size, byte[] root, byte[] note) {}

  /** The tree's edge, locked: whoever has it appends. */
  static CompactRange lockEdge(Tx tx) throws SQLException {
    return tx.first(
            "select size, peaks from audit.edge for update",
            row -> CompactRange.restore(row.number("size"), row.bytes("peaks")))
        .orElseThrow();
  }

  static void keepEdge(Tx tx, CompactRange edge) throws SQLException {
    tx.update("update audit.edge set size = ?, peaks = ?", edge.size(), edge.bytes());
  }

  /** Which of these places in topics are in the log already. */
  static List<Long> known(Tx tx, String topic, int partition, List<Long> offsets)
      throws SQLException {
    return tx.query(
        """
        select kafka_offset from audit.entry
        where topic = ? and partition = ? and kafka_offset = any(?)""",
        row -> row.number("kafka_offset"),
        topic,
        partition,
        tx.array("bigint", offsets.toArray()));
  }

  static void append(Tx tx, List<NewEntry> entries) throws SQLException {
    tx.batch(
        """
        insert into audit.entry (index, leaf, leaf_hash, recorded_at, event_id, topic, partition,
          kafka_offset, type, source, sequence, subject, salt, key, headers, value)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        entries.stream()
            .map(
                e ->
                    new @Nullable Object[] {
                      e.index(),
                      e.leaf(),
                      e.leafHash().bytes(),
                      e.recordedAt(),
                      e.eventId(),
                      e.topic(),
                      e.partition(),
                      e.offset(),
                      e.type(),
                      e.source(),
                      e.sequence(),
                      e.subject(),
                      e.salt(),
                      e.key(),
                      e.headers(),
                      e.value()
                    })
            .toList());
  }

  static void node(Tx tx, int level, long position, Hash node) throws SQLException {
    tx.update(
        "insert into audit.node (level, position, hash) values (?, ?, ?)",
        level,
        position,
        node.bytes());
  }

  /** Hashes of a run of nodes: level 0 are the leaves. */
  public static List<Hash> hashes(Tx tx, int level, long from, int count) throws SQLException {
    String sql =
        level == 0
            ? """
              select leaf_hash as hash from audit.leaf_hashes(?, ?)"""
            : """
              select hash from audit.node
              where level = ? and position >= ? and position < ? order by position""";
    return level == 0
        ? tx.query(sql, LogStore::hash, from, from + count)
        : tx.query(sql, LogStore::hash, level, from, from + count);
  }

  /** Leaves of a run of entries. */
  public static List<byte[]> leaves(Tx tx, long from, int count) throws SQLException {
    return new ArrayList<>(
        tx.query(
            "select leaf from audit.leaves(?, ?)", row -> row.bytes("leaf"), from, from + count));
  }

  static Optional<CompactRange> edge(Tx tx) throws SQLException {
    return tx.first(
        "select size, peaks from audit.edge",
        row -> CompactRange.restore(row.number("size"), row.bytes("peaks")));
  }

  static boolean keepCheckpoint(Tx tx, SignedCheckpoint checkpoint, Instant now)
      throws SQLException {
    return tx.update(
            """
            insert into audit.checkpoint (size, root, note, signed_at) values (?, ?, ?, ?)
            on conflict do nothing""",
            checkpoint.size(),
            checkpoint.root(),
            checkpoint.note(),
            now)
        == 1;
  }

  /** The latest checkpoint; empty before the first. */
  public static Optional<SignedCheckpoint> checkpoint(Tx tx) throws SQLException {
    return tx.first(
        "select size, root, note from audit.checkpoint order by size desc limit 1",
        row -> new SignedCheckpoint(row.number("size"), row.bytes("root"), row.bytes("note")));
  }

  /** Whether a checkpoint of this size was signed. */
  public static boolean hasCheckpoint(Tx tx, long size) throws SQLException {
    return tx.first(
            "select 1 as one from audit.checkpoint where size = ?", row -> row.number("one"), size)
        .isPresent();
  }

  /** Whether a checkpoint was signed whose size lies in a range, the end excluded. */
  public static boolean hasCheckpoint(Tx tx, long from, long to) throws SQLException {
    return tx.first(
            "select 1 as one from audit.checkpoint where size >= ? and size < ? limit 1",
            row -> row.number("one"),
            from,
            to)
        .isPresent();
  }

  private static Hash hash(Row row) throws SQLException {
    return Hash.of(row.bytes("hash"));
  }
}

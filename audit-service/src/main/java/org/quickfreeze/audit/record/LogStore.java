package org.quickfreeze.audit.record;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.audit.log.CompactRange;
import org.quickfreeze.audit.log.Hash;
import org.quickfreeze.audit.log.Leaf;
import org.quickfreeze.audit.log.Opening;
import org.quickfreeze.audit.log.TilePath;
import org.quickfreeze.audit.log.Tiles;
import org.quickfreeze.audit.log.TreeReader;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Tx;

/** The log's rows. What a transaction may see of them depends on its scope. */
public final class LogStore {
  private LogStore() {}

  /**
   * An entry about to be appended.
   *
   * @param reused whether another record is logged for the same place in the topic
   */
  record NewEntry(
      long index,
      Leaf leaf,
      Hash leafHash,
      Instant recordedAt,
      Opening opening,
      Received from,
      boolean reused) {}

  /** A node of the tree that is final. */
  record NewNode(int level, long position, Hash hash) {}

  /**
   * A signed checkpoint.
   *
   * @param note the bytes of the signed note
   */
  public record SignedCheckpoint(long size, Hash root, byte[] note, boolean open) {}

  /** The tree's edge, locked until the transaction ends: whoever has it appends. */
  static CompactRange lockEdge(Tx tx) throws SQLException {
    return edge(tx, "select size, peaks from audit.edge for update");
  }

  /** The tree's edge as it was last committed. */
  static CompactRange edge(Tx tx) throws SQLException {
    return edge(tx, "select size, peaks from audit.edge");
  }

  private static CompactRange edge(Tx tx, String sql) throws SQLException {
    return tx.first(sql, row -> CompactRange.restore(row.number("size"), row.bytes("peaks")))
        .orElseThrow();
  }

  static void keepEdge(Tx tx, CompactRange edge) throws SQLException {
    tx.update("update audit.edge set size = ?, peaks = ?", edge.size(), edge.bytes());
  }

  /**
   * What stands in the log for a place in a topic.
   *
   * @param headers as the commitment has them; null, like the key and the value, once erased
   */
  record Logged(
      long offset,
      UUID eventId,
      byte @Nullable [] key,
      byte @Nullable [] headers,
      byte @Nullable [] value) {}

  /** What is logged for the places of these records, all of one topic and partition. */
  static List<Logged> logged(Tx tx, String topic, int partition, List<Incoming> records)
      throws SQLException {
    return tx.query(
        """
        select record_offset, event_id, key, headers, value from audit.opening
        where topic = ? and partition = ? and record_offset = any(?)""",
        row ->
            new Logged(
                row.number("record_offset"),
                row.uuid("event_id"),
                row.bytesOrNull("key"),
                row.bytesOrNull("headers"),
                row.bytesOrNull("value")),
        topic,
        partition,
        tx.array("bigint", records.stream().map(Incoming::offset).toArray()));
  }

  static void append(Tx tx, List<NewEntry> entries, List<NewNode> nodes) throws SQLException {
    tx.batch(
        "insert into audit.entry (index, leaf, leaf_hash, recorded_at) values (?, ?, ?, ?)",
        entries.stream()
            .map(
                e ->
                    new @Nullable Object[] {
                      e.index(), e.leaf().bytes(), e.leafHash().bytes(), e.recordedAt()
                    })
            .toList());
    tx.batch(
        """
        insert into audit.opening (index, topic, partition, record_offset, event_id, type, source,
          sequence, subject, request, salt, key, headers, value)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        entries.stream().map(LogStore::opening).toList());
    tx.batch(
        "insert into audit.node (level, position, hash) values (?, ?, ?)",
        nodes.stream()
            .map(n -> new @Nullable Object[] {n.level(), n.position(), n.hash().bytes()})
            .toList());
  }

  private static @Nullable Object[] opening(NewEntry e) {
    Received from = e.from();
    Opening opening = e.opening();
    return new @Nullable Object[] {
      e.index(),
      opening.topic(),
      from.incoming().partition(),
      from.incoming().offset(),
      from.eventId(),
      from.type(),
      from.source(),
      from.sequence(),
      from.subject(),
      from.request(),
      opening.salt().copy(),
      opening.key() == null ? null : opening.key().copy(),
      opening.headerBytes(),
      opening.value() == null ? null : opening.value().copy()
    };
  }

  /** The leaves of a run of entries. */
  public static List<byte[]> leaves(Tx tx, long from, int count) throws SQLException {
    return tx.query(
        "select leaf from audit.entry where index >= ? and index < ? order by index",
        row -> row.bytes("leaf"),
        from,
        from + count);
  }

  /** The hashes that a tile holds, as far as they are there. */
  public static List<Hash> hashes(Tx tx, TilePath tile) throws SQLException {
    long from = tile.index() * Tiles.WIDTH;
    long past = from + tile.width();
    return tile.level() == 0
        ? tx.query(
            """
            select leaf_hash from audit.entry where index >= ? and index < ? order by index""",
            row -> Hash.of(row.bytes("leaf_hash")),
            from,
            past)
        : tx.query(
            """
            select hash from audit.node
            where level = ? and position >= ? and position < ? order by position""",
            row -> Hash.of(row.bytes("hash")),
            tile.level(),
            from,
            past);
  }

  /** A reader of the tree of so many entries, inside the transaction. */
  public static TreeReader reader(Tx tx, long size) {
    return new TreeReader(
        tile -> {
          try {
            return hashes(tx, tile);
          } catch (SQLException e) {
            throw DatabaseFailure.of(e);
          }
        },
        size);
  }

  /** The latest checkpoint that the scope may see; empty before the first. */
  public static Optional<SignedCheckpoint> checkpoint(Tx tx) throws SQLException {
    return tx.first(
        "select size, root, note, public from audit.checkpoint order by size desc limit 1",
        row ->
            new SignedCheckpoint(
                row.number("size"),
                Hash.of(row.bytes("root")),
                row.bytes("note"),
                row.flag("public")));
  }

  /** Whether the scope may see a checkpoint whose tree has exactly so many nodes at a level. */
  public static boolean hasCheckpoint(Tx tx, int level, long nodes) throws SQLException {
    int shift = level * Tiles.HEIGHT;
    return tx.first(
            "select 1 as one from audit.checkpoint where size >= ? and size < ? limit 1",
            row -> row.number("one"),
            nodes << shift,
            (nodes + 1) << shift)
        .isPresent();
  }

  /** Keeps a checkpoint; one of its size that is there already can only become public. */
  static void keep(Tx tx, SignedCheckpoint checkpoint, Instant now) throws SQLException {
    tx.update(
        """
        insert into audit.checkpoint (size, root, note, public, signed_at) values (?, ?, ?, ?, ?)
        on conflict (size) do update set public = audit.checkpoint.public or excluded.public""",
        checkpoint.size(),
        checkpoint.root().bytes(),
        checkpoint.note(),
        checkpoint.open(),
        now);
  }

  /** Internal checkpoints of so long ago go; the newest of all stays. */
  static void dropInternal(Tx tx, Instant before) throws SQLException {
    tx.update(
        """
        delete from audit.checkpoint where not public and signed_at < ?
          and size < (select max(size) from audit.checkpoint)""",
        before);
  }
}

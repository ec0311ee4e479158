package org.quickfreeze.backbone.directory;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryRecord;

/** The rows behind the copy. */
final class DirectoryStore {
  private DirectoryStore() {}

  /**
   * How far the copy has read.
   *
   * @param nextOffset where reading goes on in the topic
   * @param refused entries that the register had not signed
   */
  record State(long version, long nextOffset, Instant heartbeatAt, long refused) {}

  static List<DirectoryRecord> records(Tx tx) throws SQLException {
    return tx.query(
        "select record from backbone.directory_entry",
        row -> DirectoryCodec.directoryRecord(row.bytes("record")));
  }

  static State state(Tx tx) throws SQLException {
    return tx.first(
            """
            select version, next_offset, refused, greatest(heartbeat_at, 'epoch') as beat
            from backbone.directory_state""",
            row ->
                new State(
                    row.number("version"),
                    row.number("next_offset"),
                    row.instant("beat"),
                    row.number("refused")))
        .orElseThrow();
  }

  /** Keeps an entry unless a newer one is there. */
  static void keep(Tx tx, DirectoryRecord directoryRecord, byte[] payload) throws SQLException {
    tx.update(
        """
        insert into backbone.directory_entry (entity, kind, version, record) values (?, ?, ?, ?)
        on conflict (entity) do update
        set kind = excluded.kind, version = excluded.version, record = excluded.record
        where backbone.directory_entry.version <= excluded.version""",
        directoryRecord.entity(),
        directoryRecord.kind(),
        directoryRecord.directoryVersion(),
        payload);
  }

  static void keep(Tx tx, State state) throws SQLException {
    tx.update(
        """
        update backbone.directory_state
        set version = greatest(version, ?), next_offset = ?,
          heartbeat_at = greatest(heartbeat_at, ?), refused = ?""",
        state.version(),
        state.nextOffset(),
        state.heartbeatAt(),
        state.refused());
  }
}

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
   * @param doubted entities whose latest record in the topic was not a good one
   */
  record State(long version, long nextOffset, Instant heartbeatAt, long refused, long doubted) {
    State fromTheStart() {
      return new State(version, 0, heartbeatAt, refused, doubted);
    }
  }

  static List<DirectoryRecord> records(Tx tx) throws SQLException {
    return tx.query(
        "select record from backbone.directory_entry",
        row -> DirectoryCodec.directoryRecord(row.bytes("record")));
  }

  static State state(Tx tx) throws SQLException {
    return tx.first(
            """
            select version, next_offset, refused, greatest(heartbeat_at, 'epoch') as beat,
              (select count(*) from backbone.directory_entry where doubted) as doubted
            from backbone.directory_state""",
            row ->
                new State(
                    row.number("version"),
                    row.number("next_offset"),
                    row.instant("beat"),
                    row.number("refused"),
                    row.number("doubted")))
        .orElseThrow();
  }

  /** The state, locked until commit: replicas that read the same topic write one after another. */
  static State locked(Tx tx) throws SQLException {
    // Two statements: the second sees what the one before us has committed.
    var _ = tx.query("select one from backbone.directory_state for update", row -> row.flag("one"));
    return state(tx);
  }

  static long doubted(Tx tx) throws SQLException {
    return tx.first(
            "select count(*) as doubted from backbone.directory_entry where doubted",
            row -> row.number("doubted"))
        .orElseThrow();
  }

  /** Doubts an entity, if it is held at all. */
  static void doubt(Tx tx, String entity) throws SQLException {
    tx.update("update backbone.directory_entry set doubted = true where entity = ?", entity);
  }

  /** Keeps an entry, which nobody doubts then, unless a newer one is there; returns whether. */
  static boolean keep(Tx tx, DirectoryRecord directoryRecord, byte[] payload) throws SQLException {
    int kept =
        tx.update(
            """
        insert into backbone.directory_entry (entity, kind, version, record) values (?, ?, ?, ?)
        on conflict (entity) do update
        set kind = excluded.kind, version = excluded.version, record = excluded.record,
          doubted = false
        where backbone.directory_entry.version <= excluded.version""",
            directoryRecord.entity(),
            directoryRecord.kind(),
            directoryRecord.directoryVersion(),
            payload);
    return kept > 0;
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

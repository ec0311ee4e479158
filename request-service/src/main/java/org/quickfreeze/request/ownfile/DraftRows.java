package org.quickfreeze.request.ownfile;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.sealing.DataKey;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.ownfile.domain.OwnFile;

/**
 * The rows of drafts. The content lies under a key of its own, which is wrapped to the owner's
 * Party alone; both are gone once the draft is a request, or is thrown away.
 */
final class DraftRows {
  private DraftRows() {}

  /**
   * A draft as stored.
   *
   * @param wrapped the draft's key; null once it is a request
   * @param sealed its content; null once it is a request
   */
  record DraftRow(
      OwnFile file, byte @Nullable [] wrapped, byte @Nullable [] sealed, Instant changedAt) {}

  static void insert(Tx tx, KeyVault vault, OwnFile file, byte[] content, Instant now)
      throws SQLException {
    DataKey key = DataKey.fresh();
    tx.update(
        """
        insert into request.draft (id, party, authority, version, wrapped, sealed, changed_at)
        values (?, ?, ?, ?, ?, ?, ?)""",
        file.id(),
        file.owner().party(),
        file.owner().authority(),
        file.version(),
        vault.wrap(file.owner().party(), key, place(file.id())),
        key.encrypt(content, place(file.id())),
        now);
  }

  /** A draft of the caller's, locked for this transaction. */
  static Optional<DraftRow> lock(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from request.draft where id = ? for update", DraftRows::row, id);
  }

  static Optional<DraftRow> read(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from request.draft where id = ?", DraftRows::row, id);
  }

  /** The caller's drafts, the last changed first. */
  static List<DraftRow> page(Tx tx, int limit) throws SQLException {
    return tx.query(
        "select * from request.draft order by changed_at desc, id limit ?", DraftRows::row, limit);
  }

  static void rewrite(
      Tx tx, KeyVault vault, DraftRow before, OwnFile file, byte[] content, Instant now)
      throws SQLException {
    tx.update(
        "update request.draft set version = ?, sealed = ?, changed_at = ? where id = ?",
        file.version(),
        key(vault, before).encrypt(content, place(file.id())),
        now,
        file.id());
  }

  /** The draft is a request now: what it said stands in the signed act. */
  static void submitted(Tx tx, OwnFile.Submitted file, Instant now) throws SQLException {
    tx.update(
        """
        update request.draft
        set version = ?, request = ?, wrapped = null, sealed = null, changed_at = ? where id = ?""",
        file.version(),
        file.request(),
        now,
        file.id());
  }

  static void delete(Tx tx, UUID id) throws SQLException {
    tx.update("delete from request.draft where id = ?", id);
  }

  /** What the draft says; null once it is a request. */
  static byte @Nullable [] content(KeyVault vault, DraftRow row) {
    byte[] sealed = row.sealed();
    return sealed == null ? null : key(vault, row).decrypt(sealed, place(row.file().id()));
  }

  private static DataKey key(KeyVault vault, DraftRow row) {
    byte[] wrapped = row.wrapped();
    if (wrapped == null) {
      throw new IllegalStateException("a draft that has ended has no key");
    }
    return vault.unwrap(row.file().owner().party(), wrapped, place(row.file().id()));
  }

  private static DraftRow row(Row row) throws SQLException {
    return new DraftRow(
        file(row),
        row.bytesOrNull("wrapped"),
        row.bytesOrNull("sealed"),
        row.instant("changed_at"));
  }

  private static OwnFile file(Row row) throws SQLException {
    UUID id = row.uuid("id");
    Side owner = new Side(row.text("party"), row.text("authority"));
    long version = row.number("version");
    return row.textOrNull("request") == null
        ? new OwnFile.Draft(id, owner, version)
        : new OwnFile.Submitted(id, owner, version, row.uuid("request"));
  }

  private static String place(UUID id) {
    return id + "/draft";
  }
}

package org.quickfreeze.registry.exchange;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;

/** Imports and their parts in the register's tables. */
final class ImportRows {
  private ImportRows() {}

  static void insert(Tx tx, RosterImport one) throws SQLException {
    tx.later(
        """
        insert into registry.roster_import
          (id, format, origin, state, author, author_role, created_at)
        values (?, ?, ?, ?, ?, ?, ?)""",
        one.id(),
        word(one.format()),
        one.origin(),
        word(one.state()),
        one.author(),
        one.authorRole(),
        one.createdAt());
  }

  static Optional<RosterImport> find(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from registry.roster_import where id = ?", ImportRows::row, id);
  }

  /** The same, and nobody else changes it until the end of the transaction. */
  static Optional<RosterImport> lock(Tx tx, UUID id) throws SQLException {
    return tx.first(
        "select * from registry.roster_import where id = ? for update", ImportRows::row, id);
  }

  static List<RosterImport> latest(Tx tx, int most) throws SQLException {
    return tx.query(
        "select * from registry.roster_import order by created_at desc, id limit ?",
        ImportRows::row,
        most);
  }

  private static RosterImport row(Row row) throws SQLException {
    Long entered = row.numberOrNull("entered");
    return new RosterImport(
        row.uuid("id"),
        RosterReader.Format.valueOf(row.text("format").toUpperCase(Locale.ROOT)),
        row.text("origin"),
        RosterImport.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.text("author"),
        row.text("author_role"),
        row.instant("created_at"),
        entered == null ? null : entered.intValue());
  }

  static void put(Tx tx, UUID id, int part, byte[] content) throws SQLException {
    tx.later(
        """
        insert into registry.roster_import_part (import, part, content) values (?, ?, ?)
        on conflict (import, part) do update set content = excluded.content""",
        id,
        part,
        content);
  }

  /** How many bytes the other parts hold. */
  static long bytesBeside(Tx tx, UUID id, int part) throws SQLException {
    return tx.first(
            """
            select coalesce(sum(length(content)), 0) as bytes
            from registry.roster_import_part where import = ? and part <> ?""",
            row -> row.number("bytes"),
            id,
            part)
        .orElseThrow();
  }

  private record Part(int number, byte[] content) {}

  /** All parts one after the other; empty where one is missing before the last. */
  static Optional<byte[]> content(Tx tx, UUID id) throws SQLException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int next = 0;
    for (Part part :
        tx.query(
            "select part, content from registry.roster_import_part where import = ? order by part",
            row -> new Part((int) row.number("part"), row.bytes("content")),
            id)) {
      if (part.number() != next++) {
        return Optional.empty();
      }
      all.writeBytes(part.content());
    }
    return Optional.of(all.toByteArray());
  }

  static void forget(Tx tx, UUID id) throws SQLException {
    tx.later("delete from registry.roster_import_part where import = ?", id);
  }

  static void withdrawn(Tx tx, UUID id, Instant now) throws SQLException {
    tx.later(
        "update registry.roster_import set state = 'withdrawn', closed_at = ? where id = ?",
        now,
        id);
  }

  static void applied(
      Tx tx, UUID id, String approver, @Nullable String confirmation, int entered, Instant now)
      throws SQLException {
    tx.later(
        """
        update registry.roster_import set state = 'applied', approver = ?,
          confirmation = ?::jsonb, entered = ?, closed_at = ? where id = ?""",
        approver,
        confirmation,
        entered,
        now,
        id);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

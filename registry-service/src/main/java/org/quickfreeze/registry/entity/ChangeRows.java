package org.quickfreeze.registry.entity;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/** Proposed changes and what became of them. */
final class ChangeRows {
  private ChangeRows() {}

  static void insert(Tx tx, Change change) throws SQLException {
    tx.update(
        """
        insert into registry.change (id, entity, kind, operation, base_version, body, owner, author,
          author_role, proposed_at, expires_at, confirm, challenge, overlap_seconds, resumes, state)
        values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'proposed')""",
        change.id(),
        change.entity(),
        change.kind().word(),
        change.baseVersion() == null ? "create" : "change",
        change.baseVersion(),
        EntityRegister.json(change.body()),
        change.owner(),
        change.author(),
        change.authorRole(),
        change.proposedAt(),
        change.expiresAt(),
        change.confirm(),
        change.challenge(),
        change.overlap() == null ? null : change.overlap().toSeconds(),
        change.resumes());
  }

  static Optional<Change> find(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from registry.change where id = ?", ChangeRows::row, id);
  }

  /** Two who decide at once meet here. */
  static Optional<Change> lock(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from registry.change where id = ? for update", ChangeRows::row, id);
  }

  /**
   * Changes that the caller may see, in the order in which they were proposed.
   *
   * @param state null for all
   * @param after id of the last one seen; null for the beginning
   */
  static List<Change> page(Tx tx, Change.@Nullable State state, @Nullable UUID after, int limit)
      throws SQLException {
    return tx.query(
        """
        select c.* from registry.change c
        left join registry.change seen on seen.id = ?
        where (?::text is null or c.state = ?)
          and (seen.id is null or (c.proposed_at, c.id) > (seen.proposed_at, seen.id))
        order by c.proposed_at, c.id limit ?""",
        ChangeRows::row,
        after,
        state == null ? null : word(state),
        state == null ? null : word(state),
        limit);
  }

  /** How many changes of an owner wait that the caller may see. */
  static long waiting(Tx tx, String owner) throws SQLException {
    return tx.first(
            "select count(*) as n from registry.change where owner = ? and state = 'proposed'",
            row -> row.number("n"),
            owner)
        .orElse(0L);
  }

  static void proven(Tx tx, UUID id, Instant now) throws SQLException {
    tx.update("update registry.change set proven_at = ? where id = ?", now, id);
  }

  static void approved(Tx tx, UUID id, String approver, String role, Instant now)
      throws SQLException {
    tx.update(
        """
        update registry.change set approver = ?, approver_role = ?, approved_at = ?
        where id = ?""",
        approver,
        role,
        now,
        id);
  }

  static void confirmed(Tx tx, UUID id, String confirmer, String how, Instant now)
      throws SQLException {
    tx.update(
        """
        update registry.change set confirmer = ?, confirmed_at = ?, confirmation = ?::jsonb
        where id = ?""",
        confirmer,
        now,
        how,
        id);
  }

  static void decided(
      Tx tx,
      UUID id,
      Change.State state,
      String reason,
      @Nullable Long directoryVersion,
      Instant now)
      throws SQLException {
    tx.update(
        """
        update registry.change set state = ?, reason = ?, directory_version = ?, decided_at = ?
        where id = ?""",
        word(state),
        reason,
        directoryVersion,
        now,
        id);
  }

  /** A state as it stands in the table and in answers. */
  static String word(Change.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Change row(Row row) throws SQLException {
    return new Change(
        row.uuid("id"),
        row.text("entity"),
        EntityKind.named(row.text("kind")),
        row.numberOrNull("base_version"),
        body(row.text("body")),
        row.text("owner"),
        row.text("author"),
        row.text("author_role"),
        row.instant("proposed_at"),
        row.instant("expires_at"),
        row.flag("confirm"),
        row.textOrNull("challenge"),
        row.instantOrNull("proven_at"),
        row.textOrNull("approver"),
        row.textOrNull("approver_role"),
        row.instantOrNull("approved_at"),
        row.textOrNull("confirmer"),
        row.instantOrNull("confirmed_at"),
        row.textOrNull("confirmation"),
        Change.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.text("reason"),
        row.instantOrNull("decided_at"),
        row.numberOrNull("directory_version"),
        overlap(row.numberOrNull("overlap_seconds")),
        row.flag("resumes"));
  }

  private static @Nullable Duration overlap(@Nullable Long seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static DirectoryEntity body(String json) {
    try {
      return Wire.mapper().readValue(json, DirectoryEntity.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row of the register cannot be read", e);
    }
  }
}

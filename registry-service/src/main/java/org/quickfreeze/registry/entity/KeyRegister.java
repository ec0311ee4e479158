package org.quickfreeze.registry.entity;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.entity.EntityRegister.Ending;
import org.quickfreeze.registry.entity.EntityRegister.Outcome;
import org.quickfreeze.registry.entity.EntityRegister.Written;
import org.quickfreeze.registry.entity.EntityRows.EntityRow;
import org.quickfreeze.registry.entity.EntityRows.Suspension;

/**
 * What is written of keys alone. A suspension is a gap between two versions, so that every service
 * follows it as it follows a revocation.
 */
final class KeyRegister {
  private final EntityRegister register;

  KeyRegister(EntityRegister register) {
    this.register = register;
  }

  /**
   * Lets a key not count from now on, until it is resumed.
   *
   * @return {@code Exists} when it is suspended already, {@code Ended} when it is over
   */
  Outcome suspend(Tx tx, By by, String entity, String reason, Instant now) throws SQLException {
    long version = EntityRows.nextVersion(tx);
    List<EntityRow> present = EntityRows.current(tx, entity);
    return switch (KeyStanding.of(present, now)) {
      case UNKNOWN -> new Outcome.Unknown(entity);
      case SUSPENDED -> new Outcome.Exists(entity + "/suspension");
      case OVER -> new Outcome.Ended(entity);
      case COUNTS -> {
        Ending ending = new Ending(now, reason);
        List<EntityRow> rows = EntityRegister.endedAt(present, ending, version, now, by);
        if (rows.isEmpty()) {
          // it entered in this very moment
          yield new Outcome.Stale(EntityRegister.version(present));
        }
        rows.add(rows.removeLast().suspended(present.getLast().validTo()));
        yield register.write(tx, by, present, rows, Written.SUSPENDED, now);
      }
    };
  }

  /** Lets a suspended key count again, until the end that was planned for it. */
  Outcome resume(Tx tx, By by, String entity, long ifVersion, Instant now) throws SQLException {
    long version = EntityRows.nextVersion(tx);
    List<EntityRow> present = EntityRows.current(tx, entity);
    Outcome refusal = EntityRegister.refusal(entity, present, ifVersion);
    if (refusal != null) {
      return refusal;
    }
    EntityRow last = present.getLast();
    Suspension suspension = last.suspension();
    if (suspension == null || KeyStanding.of(present, now) != KeyStanding.SUSPENDED) {
      return new Outcome.Ended(entity);
    }
    Ending kept = new Ending(now, last.reason());
    List<EntityRow> rows = EntityRegister.endedAt(present, kept, version, now, by);
    rows.add(
        new EntityRow(
            entity, last.kind(), version, now, suspension.until(), now, by.id(), "", last.body()));
    return register.write(tx, by, present, rows, Written.RESUMED, now);
  }

  /**
   * Why a key may not be ended like that, since it is the last recipient of its purpose; null when
   * it may. Two who end one each at the same time meet here.
   *
   * @param validTo when it shall end; null for at once
   */
  static @Nullable FieldError lastRecipient(
      Tx tx, String entity, boolean compromised, @Nullable Instant validTo, Instant now)
      throws SQLException {
    var _ = EntityRows.presentVersion(tx);
    Optional<DirectoryEntity.Key> key =
        EntityRegister.present(tx, entity, DirectoryEntity.Key.class, now);
    if (key.isEmpty()) {
      return null;
    }
    Instant end = validTo == null ? now : validTo;
    List<DirectoryEntity.Key> others =
        EntityRows.keysOf(tx, key.get().owner()).stream()
            .filter(row -> !row.entity().equals(entity) && row.inForce(end))
            .map(row -> (DirectoryEntity.Key) EntityRegister.body(row))
            .toList();
    return Recipients.fault(key.get(), others, compromised, validTo == null);
  }

  /**
   * Why a new key cannot take over from the one that it names; null when it can, or names none.
   *
   * @param overlap how long both shall count; null where that is not said
   */
  static @Nullable FieldError cannotReplace(
      Tx tx, DirectoryEntity.Key key, @Nullable Duration overlap, Instant now) throws SQLException {
    List<EntityRow> old =
        key.replaces() == null ? List.of() : EntityRows.current(tx, "key/" + key.replaces());
    return KeyRotation.fault(
        key,
        old.isEmpty() ? null : (DirectoryEntity.Key) EntityRegister.body(old.getLast()),
        KeyStanding.of(old, now),
        overlap);
  }

  /** A key has entered that replaces another: that one ends after the overlap, or at once. */
  void retire(Tx tx, By by, DirectoryEntity.Key fresh, Duration overlap, Instant now)
      throws SQLException {
    String entity = "key/" + fresh.replaces();
    List<EntityRow> present = EntityRows.current(tx, entity);
    KeyStanding standing = KeyStanding.of(present, now);
    if (standing.canBeReplaced()) {
      Instant end = KeyRotation.end(standing, overlap, present.getLast().validTo(), now);
      Ending ending = new Ending(end, "replaced by " + fresh.kid());
      var _ = register.end(tx, by, entity, EntityRegister.version(present), ending, now);
    }
  }
}

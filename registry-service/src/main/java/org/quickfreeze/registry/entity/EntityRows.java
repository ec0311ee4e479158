package org.quickfreeze.registry.entity;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;

/** The bitemporal rows of the register. */
final class EntityRows {
  private EntityRows() {}

  /**
   * One row: what was true from when to when, as recorded at a moment.
   *
   * @param validTo null while open-ended
   * @param reason why the secretariat changed or ended it; empty where none was asked
   * @param body JSON
   * @param suspension of a key that does not count until it is resumed; null for all else
   */
  record EntityRow(
      String entity,
      String kind,
      long directoryVersion,
      Instant validFrom,
      @Nullable Instant validTo,
      Instant recordedAt,
      String recordedBy,
      String reason,
      String body,
      @Nullable Suspension suspension) {
    /** A row of what is not suspended. */
    EntityRow(
        String entity,
        String kind,
        long directoryVersion,
        Instant validFrom,
        @Nullable Instant validTo,
        Instant recordedAt,
        String recordedBy,
        String reason,
        String body) {
      this(
          entity,
          kind,
          directoryVersion,
          validFrom,
          validTo,
          recordedAt,
          recordedBy,
          reason,
          body,
          null);
    }

    /** The same row of a key that can be resumed. */
    EntityRow suspended(@Nullable Instant until) {
      return new EntityRow(
          entity,
          kind,
          directoryVersion,
          validFrom,
          validTo,
          recordedAt,
          recordedBy,
          reason,
          body,
          new Suspension(until));
    }

    /** Whether nothing can change what it says any more. */
    boolean isOver(Instant now) {
      return validTo != null && !validTo.isAfter(now) && suspension == null;
    }

    boolean inForce(Instant at) {
      return !at.isBefore(validFrom) && (validTo == null || at.isBefore(validTo));
    }
  }

  /**
   * A key does not count until it is resumed.
   *
   * @param until the end that was planned before, after which it cannot be; null for none
   */
  record Suspension(@Nullable Instant until) {}

  /** Takes the next directory version; the row stays locked until commit. */
  static long nextVersion(Tx tx) throws SQLException {
    return tx.first(
            "update registry.directory_version set version = version + 1 returning version",
            row -> row.number("version"))
        .orElseThrow();
  }

  /** Takes as many versions as asked for; returns the last of them. */
  static long lastOfNext(Tx tx, int many) throws SQLException {
    return tx.first(
            "update registry.directory_version set version = version + ? returning version",
            row -> row.number("version"),
            many)
        .orElseThrow();
  }

  /** The version so far, with everything up to it committed. */
  static long presentVersion(Tx tx) throws SQLException {
    return tx.first(
            "select version from registry.directory_version for update",
            row -> row.number("version"))
        .orElseThrow();
  }

  /** What is believed now about an entity, past and future versions included, oldest first. */
  static List<EntityRow> current(Tx tx, String entity) throws SQLException {
    return tx.query(
        """
        select * from registry.entity_version
        where entity = ? and superseded_at is null order by valid_from""",
        EntityRows::row,
        entity);
  }

  /** What was believed of an entity at a moment, oldest first. */
  static List<EntityRow> believed(Tx tx, String entity, Instant knownAt) throws SQLException {
    return tx.query(
        """
        select * from registry.entity_version
        where entity = ? and recorded_at <= ? and (superseded_at is null or superseded_at > ?)
        order by valid_from""",
        EntityRows::row,
        entity,
        knownAt,
        knownAt);
  }

  /** Keys of an owner as believed now, whether in force or not. */
  static List<EntityRow> keysOf(Tx tx, String owner) throws SQLException {
    return tx.query(
        """
        select * from registry.entity_version
        where kind = 'key' and owner = ? and superseded_at is null order by entity, valid_from""",
        EntityRows::row,
        owner);
  }

  /** Keys that are suspended. */
  static List<SuspendedKeys.SuspendedKey> suspendedKeys(Tx tx) throws SQLException {
    return tx.query(
        """
        select substring(entity from 5) as kid, owner, valid_to from registry.entity_version
        where suspended and superseded_at is null""",
        row ->
            new SuspendedKeys.SuspendedKey(
                row.text("kid"), row.text("owner"), row.instant("valid_to")));
  }

  /**
   * Where an owner can be reached: the contact points of an authority, or a provider itself, as
   * they were in force and believed at a moment.
   */
  static List<EntityRow> reachableKnown(Tx tx, String owner, Instant at) throws SQLException {
    return tx.query(
        """
        select * from registry.entity_version
        where (kind = 'contact-point' and owner = ? or kind = 'provider' and entity = ?)
          and recorded_at <= ? and (superseded_at is null or superseded_at > ?)
          and valid_from <= ? and (valid_to is null or valid_to > ?)""",
        EntityRows::row,
        owner,
        owner,
        at,
        at,
        at,
        at);
  }

  /** Whether an owner, such as {@code authority/fr-24-7}, has callers in force. */
  static boolean hasCallers(Tx tx, String owner, Instant now) throws SQLException {
    return tx.first(
            """
            select 1 as one from registry.entity_version
            where kind = 'caller' and superseded_at is null
              and owner = ?
              and valid_from <= ? and (valid_to is null or valid_to > ?) limit 1""",
            row -> row.number("one"),
            owner,
            now,
            now)
        .isPresent();
  }

  /** All that is believed now of some kinds. */
  static List<EntityRow> believedOf(Tx tx, String... kinds) throws SQLException {
    return tx.query(
        "select * from registry.entity_version where kind = any (?) and superseded_at is null",
        EntityRows::row,
        (Object) kinds);
  }

  /** Owners, such as {@code authority/fr-24-7}, that have callers in force. */
  static List<String> ownersWithCallers(Tx tx, Instant now) throws SQLException {
    return tx.query(
        """
        select distinct owner from registry.entity_version
        where kind = 'caller' and superseded_at is null and owner is not null
          and valid_from <= ? and (valid_to is null or valid_to > ?)""",
        row -> row.text("owner"),
        now,
        now);
  }

  /** Providers believed now to come to Kafka as a client. */
  static List<EntityRow> providersOfClient(Tx tx, String client) throws SQLException {
    return tx.query(
        """
        select * from registry.entity_version
        where kind = 'provider' and superseded_at is null and body ->> 'kafkaClient' = ?""",
        EntityRows::row,
        client);
  }

  /** Believed now, of one kind, in the order of ids. */
  static List<EntityRow> page(Tx tx, String kind, String after, int limit) throws SQLException {
    return tx.query(
        """
        select * from registry.entity_version v
        where kind = ? and superseded_at is null and entity in (
          select distinct entity from registry.entity_version
          where kind = ? and superseded_at is null and entity > ? order by entity limit ?)
        order by entity, valid_from""",
        EntityRows::row,
        kind,
        kind,
        after,
        limit);
  }

  /** In force at a moment as believed now, of one kind, in the order of ids: a row for each. */
  static List<EntityRow> inForce(Tx tx, String kind, String after, Instant at, int limit)
      throws SQLException {
    return tx.query(
        """
        select distinct on (entity) * from registry.entity_version
        where kind = ? and superseded_at is null and entity > ?
          and valid_from <= ? and (valid_to is null or valid_to > ?)
        order by entity, valid_from desc limit ?""",
        EntityRows::row,
        kind,
        after,
        at,
        at,
        limit);
  }

  /**
   * Replaces what is believed about an entity and is not over, or suspended: old rows end in record
   * time, new ones begin.
   */
  static void replace(Tx tx, String entity, Instant now, List<EntityRow> rows) throws SQLException {
    tx.update(
        """
        update registry.entity_version set superseded_at = ?
        where entity = ? and superseded_at is null
          and (valid_to is null or valid_to > ? or suspended)""",
        now,
        entity,
        now);
    insert(tx, rows);
  }

  static void insert(Tx tx, List<EntityRow> rows) throws SQLException {
    tx.batch(
        """
        insert into registry.entity_version (entity, kind, directory_version, valid_from, valid_to,
          recorded_at, recorded_by, reason, body, suspended, planned_to)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)""",
        rows.stream()
            .map(
                r ->
                    new @Nullable Object[] {
                      r.entity(),
                      r.kind(),
                      r.directoryVersion(),
                      r.validFrom(),
                      r.validTo(),
                      r.recordedAt(),
                      r.recordedBy(),
                      r.reason(),
                      r.body(),
                      r.suspension() != null,
                      r.suspension() == null ? null : r.suspension().until()
                    })
            .toList());
  }

  private static EntityRow row(Row row) throws SQLException {
    return new EntityRow(
        row.text("entity"),
        row.text("kind"),
        row.number("directory_version"),
        row.instant("valid_from"),
        row.instantOrNull("valid_to"),
        row.instant("recorded_at"),
        row.text("recorded_by"),
        row.text("reason"),
        row.text("body"),
        row.flag("suspended") ? new Suspension(row.instantOrNull("planned_to")) : null);
  }
}

package org.quickfreeze.registry.entity;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.AuthorityRoles;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.directory.DirectoryVersion;
import org.quickfreeze.contracts.event.RegistryEvent;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.directory.DirectoryPublisher;
import org.quickfreeze.registry.entity.EntityRows.EntityRow;
import org.quickfreeze.registry.law.LawChecks;

/**
 * Creates, changes and ends what the register keeps. Each change takes the next directory version,
 * supersedes the rows it replaces, and publishes the entity's whole state, signed.
 */
public final class EntityRegister {
  private static final int MOST_PUBLISHED = 200;

  private final DirectoryPublisher publisher;
  private final LawBook law;
  private final Period attestation;

  /**
   * @param attestation how long a contact point's word that its entry is right counts
   */
  public EntityRegister(DirectoryPublisher publisher, LawBook law, Period attestation) {
    this.publisher = publisher;
    this.law = law;
    this.attestation = attestation;
  }

  /** What a write came to. */
  public sealed interface Outcome {
    /**
     * Done.
     *
     * @param version the directory version that carries the change; also the entity's ETag
     */
    record Done(String entity, long version) implements Outcome {}

    /** An entity of this id is there already. */
    record Exists(String entity) implements Outcome {}

    /** No such entity. */
    record Unknown(String entity) implements Outcome {}

    /** It is no longer in force: what has ended, a revoked key above all, does not come back. */
    record Ended(String entity) implements Outcome {}

    /** The caller read another version than the present one. */
    record Stale(long present) implements Outcome {}

    /** The body breaks rules of the register. */
    record Invalid(List<FieldError> errors) implements Outcome {}
  }

  /**
   * Whose change it is.
   *
   * @param id caller id of its author
   * @param role of the author
   * @param change id of the proposal; null where one may write alone
   * @param approver role of whoever approved it; null where one may write alone
   */
  public record By(String id, String role, @Nullable UUID change, @Nullable String approver) {
    /** What somebody may write alone. */
    public static By alone(Caller caller) {
      return new By(caller.id(), caller.role(), null, null);
    }
  }

  /** Enters a new entity, valid from now on. */
  public Outcome create(Tx tx, By by, DirectoryEntity body, Instant now) throws SQLException {
    // The version row is the lock: two who create the same entity meet here.
    long version = EntityRows.nextVersion(tx);
    Outcome refusal = refuses(tx, body, null, now);
    if (refusal != null) {
      return refusal;
    }
    return write(tx, by, List.of(), List.of(fresh(body, version, by, now)), Written.CREATED, now);
  }

  /** The row of a new entity. */
  EntityRow fresh(DirectoryEntity body, long version, By by, Instant now) {
    EntityKind kind = EntityKind.of(body);
    String json = json(derived(body, null, now));
    return row(kind.entity(EntityChecks.id(body)), kind, version, now, null, now, by, json);
  }

  /** Publishes new entities, each with its event. */
  void published(Tx tx, By by, List<EntityRow> rows, Instant now) throws SQLException {
    List<DirectoryPublisher.Entry> entries = new ArrayList<>();
    for (EntityRow row : rows) {
      List<EntityRow> one = List.of(row);
      entries.add(
          new DirectoryPublisher.Entry(
              published(row.entity(), one), event(row.entity(), one, by, Written.CREATED)));
    }
    publisher.publish(tx, entries, now);
  }

  /** Changes an entity from now on; what was true before stays readable. */
  public Outcome change(Tx tx, By by, DirectoryEntity body, long ifVersion, Instant now)
      throws SQLException {
    EntityKind kind = EntityKind.of(body);
    String entity = kind.entity(EntityChecks.id(body));
    long version = EntityRows.nextVersion(tx);
    Outcome refusal = refuses(tx, body, ifVersion, now);
    if (refusal != null) {
      return refusal;
    }
    List<EntityRow> present = EntityRows.current(tx, entity);
    EntityRow inForce = present.stream().filter(row -> row.inForce(now)).findFirst().orElseThrow();
    return replace(tx, by, present, inForce, version, derived(body, body(inForce), now), now);
  }

  private Outcome replace(
      Tx tx,
      By by,
      List<EntityRow> present,
      EntityRow inForce,
      long version,
      DirectoryEntity body,
      Instant now)
      throws SQLException {
    EntityKind kind = EntityKind.of(body);
    List<EntityRow> rows = endedAt(present, new Ending(now, ""), version, now, by);
    // an end that was planned stays planned
    rows.add(row(inForce.entity(), kind, version, now, inForce.validTo(), now, by, json(body)));
    return write(tx, by, present, rows, Written.CHANGED, now);
  }

  /**
   * A contact point's own people confirm that what the register says of it is right.
   *
   * @param ifVersion the version that they have read
   */
  public Outcome attest(Tx tx, By by, String entity, long ifVersion, Instant now)
      throws SQLException {
    long version = EntityRows.nextVersion(tx);
    List<EntityRow> present = EntityRows.current(tx, entity);
    Outcome refusal = refusal(entity, present, ifVersion);
    if (refusal != null) {
      return refusal;
    }
    Optional<EntityRow> inForce = present.stream().filter(row -> row.inForce(now)).findFirst();
    if (inForce.isEmpty() || !(body(inForce.get()) instanceof ContactPoint point)) {
      return new Outcome.Ended(entity);
    }
    return replace(
        tx, by, present, inForce.get(), version, point.attested(attestedUntil(now)), now);
  }

  /** A channel of a contact point was proved to work: somebody has answered a test by it. */
  public void proved(Tx tx, By by, String entity, String channel, String address, Instant now)
      throws SQLException {
    long version = EntityRows.nextVersion(tx);
    List<EntityRow> present = EntityRows.current(tx, entity);
    Optional<EntityRow> inForce = present.stream().filter(row -> row.inForce(now)).findFirst();
    if (inForce.isEmpty() || !(body(inForce.get()) instanceof ContactPoint point)) {
      return;
    }
    ContactPoint after = point.proved(channel, address, now);
    // an address that has gone meanwhile proves nothing about those that are there
    if (!after.equals(point)) {
      var _ = replace(tx, by, present, inForce.get(), version, after, now);
    }
  }

  private Instant attestedUntil(Instant now) {
    return now.atZone(ZoneOffset.UTC).plus(attestation).toInstant();
  }

  /**
   * Why an entity would not be taken as things stand; null when it would. Nothing is written.
   *
   * @param ifVersion version that the author had read; null for a new entity
   */
  @Nullable Outcome refuses(Tx tx, DirectoryEntity body, @Nullable Long ifVersion, Instant now)
      throws SQLException {
    String entity = EntityKind.of(body).entity(EntityChecks.id(body));
    List<EntityRow> present = EntityRows.current(tx, entity);
    if (ifVersion == null && !present.isEmpty()) {
      return new Outcome.Exists(entity);
    }
    if (ifVersion != null) {
      Outcome refusal = refusal(entity, present, ifVersion);
      if (refusal != null) {
        return refusal;
      }
      if (present.stream().noneMatch(row -> row.inForce(now))) {
        return new Outcome.Ended(entity);
      }
    }
    List<FieldError> errors = EntityChecks.check(body, known(tx, now), law, now);
    return errors.isEmpty() ? null : new Outcome.Invalid(errors);
  }

  /**
   * Ends an entity.
   *
   * @param end from when on it is no longer in force, not before now; and why. An end that was
   *     planned comes nearer, never later. A suspended key ends at once, whenever it is said to
   */
  public Outcome end(Tx tx, By by, String entity, long ifVersion, Ending end, Instant now)
      throws SQLException {
    long version = EntityRows.nextVersion(tx);
    List<EntityRow> present = EntityRows.current(tx, entity);
    Outcome refusal = refusal(entity, present, ifVersion);
    if (refusal != null) {
      return refusal;
    }
    Instant planned = present.getLast().validTo();
    if (planned != null && planned.isAfter(now) && end.at().isAfter(planned)) {
      return new Outcome.Invalid(
          List.of(
              new FieldError(
                  "/validTo", "planned-end", null, "is later than its end that stands already")));
    }
    List<EntityRow> rows = endedAt(present, end, version, now, by);
    if (rows.isEmpty()) {
      return new Outcome.Ended(entity);
    }
    Instant last = rows.getLast().validTo();
    boolean revoked = entity.startsWith("key/") && last != null && !last.isAfter(now);
    return write(tx, by, present, rows, revoked ? Written.REVOKED : Written.ENDED, now);
  }

  /**
   * Says the present state of entities again, for readers before whom something else has taken its
   * place in the topic; what the register does not know it says nothing about.
   */
  public void sayAgain(Tx tx, List<String> entities) throws SQLException {
    if (entities.isEmpty()) {
      return;
    }
    // The version row is the lock: no change may come in between and then lie below the old state.
    var _ = EntityRows.presentVersion(tx);
    for (String entity : entities) {
      List<EntityRow> rows = EntityRows.current(tx, entity);
      if (!rows.isEmpty()) {
        publisher.sayAgain(tx, published(entity, rows));
      }
    }
  }

  /** What is in force now, as it is believed now; empty when nothing is. */
  public static <T extends DirectoryEntity> Optional<T> present(
      Tx tx, String entity, Class<T> kind, Instant now) throws SQLException {
    return inForce(EntityRows.current(tx, entity), kind, now);
  }

  /** What was in force at a moment, as it was believed at that moment; empty when nothing was. */
  public static <T extends DirectoryEntity> Optional<T> known(
      Tx tx, String entity, Class<T> kind, Instant at) throws SQLException {
    return inForce(EntityRows.believed(tx, entity, at), kind, at);
  }

  private static <T extends DirectoryEntity> Optional<T> inForce(
      List<EntityRow> rows, Class<T> kind, Instant at) {
    return rows.stream()
        .filter(row -> row.inForce(at))
        .map(EntityRegister::body)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }

  /** From when on an entity is no longer in force, and why. */
  public record Ending(Instant at, String reason) {}

  /** Writes what is new and publishes it together with what is over and stays as it was. */
  Outcome write(
      Tx tx, By by, List<EntityRow> present, List<EntityRow> fresh, Written change, Instant now)
      throws SQLException {
    String entity = fresh.getFirst().entity();
    EntityRows.replace(tx, entity, now, fresh);
    List<EntityRow> rows =
        Stream.concat(present.stream().filter(row -> row.isOver(now)), fresh.stream()).toList();
    publisher.publish(
        tx,
        List.of(
            new DirectoryPublisher.Entry(published(entity, rows), event(entity, rows, by, change))),
        now);
    return new Outcome.Done(entity, version(rows));
  }

  /** The version that told of an entity's present state. */
  static long version(List<EntityRow> rows) {
    return rows.stream().mapToLong(EntityRow::directoryVersion).max().orElseThrow();
  }

  /**
   * The form in which every service receives what is believed of an entity now. It is one record,
   * and one that outgrew its topic could never be ended again: rotas and profiles that are over,
   * and what is older than the last versions, stay with the register.
   */
  private static DirectoryRecord published(String entity, List<EntityRow> rows) {
    DirectoryRecord whole = directoryRecord(entity, rows);
    List<DirectoryVersion> versions = new ArrayList<>();
    for (DirectoryVersion one : whole.versions()) {
      DirectoryVersion next = withoutPastDetail(one);
      DirectoryVersion last = versions.isEmpty() ? null : versions.getLast();
      if (last != null
          && next.validFrom().equals(last.validTo())
          && last.body().equals(next.body())) {
        versions.removeLast();
        next =
            new DirectoryVersion(last.validFrom(), next.validTo(), next.recordedAt(), next.body());
      }
      versions.add(next);
    }
    int first = Math.max(0, versions.size() - MOST_PUBLISHED);
    return new DirectoryRecord(
        whole.v(),
        entity,
        whole.kind(),
        whole.directoryVersion(),
        versions.subList(first, versions.size()));
  }

  private static DirectoryVersion withoutPastDetail(DirectoryVersion version) {
    Instant end = version.validTo();
    if (end == null || end.isAfter(version.recordedAt())) {
      return version;
    }
    DirectoryEntity brief =
        switch (version.body()) {
          case ContactPoint point -> point.withoutRota();
          case DirectoryEntity.Provider provider -> provider.with(null);
          default -> version.body();
        };
    return new DirectoryVersion(version.validFrom(), end, version.recordedAt(), brief);
  }

  /** What is believed of an entity now, whole. */
  static DirectoryRecord directoryRecord(String entity, List<EntityRow> rows) {
    return new DirectoryRecord(
        1,
        entity,
        rows.getFirst().kind(),
        version(rows),
        rows.stream()
            .map(r -> new DirectoryVersion(r.validFrom(), r.validTo(), r.recordedAt(), body(r)))
            .toList());
  }

  static DirectoryEntity body(EntityRow row) {
    try {
      return Wire.mapper().readValue(row.body(), DirectoryEntity.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row of the register cannot be read", e);
    }
  }

  private static RegistryEvent event(String entity, List<EntityRow> rows, By by, Written change) {
    long version = version(rows);
    return switch (change) {
      case CREATED ->
          new RegistryEvent.EntityCreated(entity, version, by.role(), by.change(), by.approver());
      case CHANGED ->
          new RegistryEvent.EntityChanged(entity, version, by.role(), by.change(), by.approver());
      case ENDED -> new RegistryEvent.EntityEnded(entity, version, by.role());
      case REVOKED -> new RegistryEvent.KeyRevoked(entity, version, by.role());
      case SUSPENDED -> new RegistryEvent.KeySuspended(entity, version, by.role());
      case RESUMED ->
          new RegistryEvent.KeyResumed(entity, version, by.role(), by.change(), by.approver());
    };
  }

  static @Nullable Outcome refusal(String entity, List<EntityRow> present, long ifVersion) {
    if (present.isEmpty()) {
      return new Outcome.Unknown(entity);
    }
    long version = version(present);
    return version == ifVersion ? null : new Outcome.Stale(version);
  }

  /**
   * The rows that are not over, believed anew under a new version, none of them in force after
   * {@code end}. What is over is not written again: else each change would cost all before it.
   */
  static List<EntityRow> endedAt(
      List<EntityRow> present, Ending end, long version, Instant now, By by) {
    List<EntityRow> rows = new ArrayList<>();
    for (EntityRow old : present) {
      if (old.isOver(now) || !old.validFrom().isBefore(end.at())) {
        continue;
      }
      boolean cut = old.validTo() == null || old.validTo().isAfter(end.at());
      Instant validTo = cut ? end.at() : old.validTo();
      rows.add(
          new EntityRow(
              old.entity(),
              old.kind(),
              version,
              old.validFrom(),
              validTo,
              now,
              by.id(),
              cut || old.suspension() != null ? end.reason() : old.reason(),
              old.body()));
    }
    return rows;
  }

  private static EntityRow row(
      String entity,
      EntityKind kind,
      long version,
      Instant validFrom,
      @Nullable Instant validTo,
      Instant now,
      By by,
      String body) {
    return new EntityRow(entity, kind.word(), version, validFrom, validTo, now, by.id(), "", body);
  }

  /** What the register says by itself: it does not come from whoever writes. */
  private DirectoryEntity derived(
      DirectoryEntity body, @Nullable DirectoryEntity present, Instant now) {
    return switch (body) {
      case DirectoryEntity.Party party -> LawChecks.derived(party, law, now);
      case ContactPoint point ->
          present instanceof ContactPoint known
              ? point.attested(known.attestedUntil()).provedAs(known.everyChannel())
              : point.attested(attestedUntil(now)).provedAs(List.of());
      case DirectoryEntity.Authority authority -> derived(authority, now);
      default -> body;
    };
  }

  /** Where its roles are known, its kinds are those that hold now. */
  private static DirectoryEntity derived(DirectoryEntity.Authority authority, Instant now) {
    AuthorityRoles roles = authority.roles();
    if (roles == null) {
      return authority;
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<String> kinds =
        roles.mandates().stream()
            .filter(mandate -> mandate.holds(today))
            .map(AuthorityRoles.Mandate::kind)
            .distinct()
            .toList();
    return new DirectoryEntity.Authority(
        authority.id(), authority.party(), kinds, authority.office(), authority.powers(), roles);
  }

  private static EntityChecks.Known known(Tx tx, Instant now) {
    return new EntityChecks.Known() {
      @Override
      public boolean inForce(String entity) throws SQLException {
        return valid(tx, entity, now);
      }

      @Override
      public Set<String> providersOf(String kafkaClient) throws SQLException {
        return EntityRows.providersOfClient(tx, kafkaClient).stream()
            .filter(row -> row.inForce(now))
            .map(row -> row.entity().substring("provider/".length()))
            .collect(Collectors.toSet());
      }
    };
  }

  private static boolean valid(Tx tx, String entity, Instant now) throws SQLException {
    return EntityRows.current(tx, entity).stream().anyMatch(row -> row.inForce(now));
  }

  static String json(DirectoryEntity body) {
    try {
      return Wire.mapper().writerFor(DirectoryEntity.class).writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an entity always has a JSON form", e);
    }
  }

  /** What a change is called in {@code registry.events}. */
  enum Written {
    CREATED,
    CHANGED,
    ENDED,
    REVOKED,
    SUSPENDED,
    RESUMED
  }
}

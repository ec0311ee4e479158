package org.quickfreeze.registry.entity;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.entity.EntityRows.EntityRow;

/**
 * Enters many new authorities and contact points at once, by the rules of a single entry: all of
 * them, or none.
 */
public final class BulkEntry {
  private final EntityRegister register;
  private final LawBook law;

  public BulkEntry(EntityRegister register, LawBook law) {
    this.register = register;
    this.law = law;
  }

  /** What the register holds already, read once; bodies that are checked later add to it. */
  public static final class Present implements EntityChecks.Known {
    private final Map<String, DirectoryEntity> inForce = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> withPeople = new HashSet<>();
    private final Set<String> withPoints = new HashSet<>();
    private final Set<String> entering = new HashSet<>();

    /** What is in force under an entity id, such as {@code authority/ro-24-7}. */
    public Optional<DirectoryEntity> find(String entity) {
      return Optional.ofNullable(inForce.get(entity));
    }

    /** Whether the register ever had it: what has ended does not come back. */
    public boolean knows(String entity) {
      return known.contains(entity);
    }

    /** Whether an authority has people of its own, who keep its entries themselves. */
    public boolean hasPeople(String authority) {
      return withPeople.contains("authority/" + authority);
    }

    /** Whether an authority has a contact point already, by which it is known. */
    public boolean hasPoints(String authority) {
      return withPoints.contains(authority);
    }

    /** Lets rows that follow refer to it. */
    public void enters(String entity) {
      entering.add(entity);
    }

    @Override
    public boolean inForce(String entity) {
      return inForce.containsKey(entity) || entering.contains(entity);
    }

    @Override
    public Set<String> providersOf(String kafkaClient) {
      return Set.of();
    }
  }

  /** Reads what rows may refer to or collide with. */
  public Present present(Tx tx, Instant now) throws SQLException {
    Present present = new Present();
    for (EntityRow row : EntityRows.believedOf(tx, "party", "authority", "contact-point")) {
      present.known.add(row.entity());
      if (row.inForce(now)) {
        DirectoryEntity body = EntityRegister.body(row);
        present.inForce.put(row.entity(), body);
        if (body instanceof ContactPoint point) {
          present.withPoints.add(point.authority());
        }
      }
    }
    present.withPeople.addAll(EntityRows.ownersWithCallers(tx, now));
    return present;
  }

  /** What is wrong with a body by the rules of a single entry. */
  public List<FieldError> faults(DirectoryEntity body, Present present, Instant now) {
    try {
      return EntityChecks.check(body, present, law, now);
    } catch (SQLException e) {
      throw new IllegalStateException("what is present has been read", e);
    }
  }

  /** Nobody else writes to the register until the end of the transaction. */
  public static void lock(Tx tx) throws SQLException {
    var _ = EntityRows.presentVersion(tx);
  }

  /**
   * Enters bodies that have no faults, in this order, valid from now on; the register is locked.
   *
   * @param bodies authorities and contact points that the register does not know
   */
  public void enter(Tx tx, By by, List<DirectoryEntity> bodies, Instant now) throws SQLException {
    if (bodies.isEmpty()) {
      return;
    }
    long version = EntityRows.lastOfNext(tx, bodies.size()) - bodies.size();
    List<EntityRow> rows = new ArrayList<>(bodies.size());
    for (DirectoryEntity body : bodies) {
      version++;
      rows.add(register.fresh(body, version, by, now));
    }
    EntityRows.insert(tx, rows);
    register.published(tx, by, rows, now);
  }

  /** Whether two contact points say the same, apart from what the register derives. */
  public static boolean same(ContactPoint one, ContactPoint other) {
    return bare(one).equals(bare(other));
  }

  private static ContactPoint bare(ContactPoint point) {
    return point.withoutRota().attested(null).provedAs(List.of());
  }
}

package org.quickfreeze.backbone.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.directory.DirectoryVersion;

/**
 * This service's own copy of the register: answers from memory, kept in the service's database, so
 * that a start without Kafka serves on. Safe for use by many threads.
 */
public final class DirectoryCopy {
  /** A copy that is older is stale. */
  public static final Duration FRESH = Duration.ofSeconds(60);

  private final Map<String, DirectoryRecord> records = new ConcurrentHashMap<>();

  /** Entities that name another one in any of their versions, by the one that is named. */
  private final Map<String, Set<String>> naming = new ConcurrentHashMap<>();

  private final Object changed = new Object();
  private volatile long version;
  private volatile Instant heartbeatAt = Instant.EPOCH;
  private volatile long refused;
  private volatile long doubted;

  /** Reads the table into memory; called before the service takes its first call. */
  public void load(Transactions transactions) {
    var _ = resume(transactions);
  }

  /**
   * Takes in what the database holds and returns the offset from which to read on. Other replicas
   * move that offset too: whoever reads on from it has to take in what they have kept before it.
   */
  long resume(Transactions transactions) {
    return transactions.<Long, RuntimeException>inTransaction(
        Scope.system(),
        tx -> {
          // The state first: records that are newer than it do no harm, older ones would be missed.
          DirectoryStore.State state = DirectoryStore.state(tx);
          DirectoryStore.records(tx).forEach(this::put);
          advance(state);
          return state.nextOffset();
        });
  }

  /** Highest version that this copy holds. */
  public long version() {
    return version;
  }

  /** The version that told of an entity's present state; 0 for one that is not known. */
  long version(String entity) {
    DirectoryRecord directoryRecord = records.get(entity);
    return directoryRecord == null ? 0 : directoryRecord.directoryVersion();
  }

  /** Entries that were not signed by the register, since the database was made. */
  public long refused() {
    return refused;
  }

  /**
   * Entities whose present state may be missing, since a record that was refused came after it.
   * While there are any, the copy's version stands still and its age grows.
   */
  public long doubted() {
    return doubted;
  }

  /** How old the copy is: time since the register's last heartbeat that arrived here. */
  public Duration age(Instant realNow) {
    Duration age = Duration.between(heartbeatAt, realNow);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** Whether the copy is young enough to rely on. */
  public boolean fresh(Instant realNow) {
    return age(realNow).compareTo(FRESH) <= 0;
  }

  /** Whether the register was ever heard; before, the copy knows nobody. */
  public boolean heard() {
    return heartbeatAt.isAfter(Instant.EPOCH);
  }

  /** Real time up to which the copy is known to be whole: the register's last heartbeat here. */
  public Instant asOf() {
    return heartbeatAt;
  }

  /** Waits until the copy holds this version; returns whether it does. */
  public boolean await(long wanted, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (changed) {
      while (version < wanted) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        changed.wait(left);
      }
    }
    return true;
  }

  /**
   * What was in force at a moment.
   *
   * @param entity entity id, such as {@code provider/acme}
   * @return empty when nothing of that kind was valid then
   */
  public <T extends DirectoryEntity> Optional<T> find(String entity, Class<T> kind, Instant at) {
    DirectoryRecord directoryRecord = records.get(entity);
    if (directoryRecord == null) {
      return Optional.empty();
    }
    return directoryRecord
        .at(at)
        .map(DirectoryVersion::body)
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  /** When an entity began to be in force for the first time. */
  Optional<Instant> entered(String entity) {
    DirectoryRecord directoryRecord = records.get(entity);
    return directoryRecord == null
        ? Optional.empty()
        : directoryRecord.versions().stream()
            .map(DirectoryVersion::validFrom)
            .min(Comparator.naturalOrder());
  }

  /** The version of an entity that is in force at a moment. */
  public Optional<DirectoryVersion> version(String entity, Instant at) {
    DirectoryRecord directoryRecord = records.get(entity);
    return directoryRecord == null ? Optional.empty() : directoryRecord.at(at);
  }

  /**
   * Everything of a kind that named an entity at a moment: the authorities of a Party, the contact
   * points of an authority, the keys of an owner. Does not look at anything else.
   *
   * @param entity entity id, such as {@code authority/fr-24-7}
   */
  public <T extends DirectoryEntity> List<T> naming(String entity, Class<T> kind, Instant at) {
    return naming.getOrDefault(entity, Set.of()).stream()
        .flatMap(one -> find(one, kind, at).stream())
        .filter(body -> named(body).contains(entity))
        .toList();
  }

  private static Set<String> named(DirectoryEntity body) {
    return switch (body) {
      case DirectoryEntity.Party _, DirectoryEntity.Provider _ -> Set.of();
      case DirectoryEntity.Authority authority -> Set.of("party/" + authority.party());
      case DirectoryEntity.ContactPoint point -> Set.of("authority/" + point.authority());
      case DirectoryEntity.Key key -> Set.of(key.owner());
      case DirectoryEntity.Caller caller ->
          caller.authority() != null
              ? Set.of("authority/" + caller.authority())
              : caller.provider() != null ? Set.of("provider/" + caller.provider()) : Set.of();
    };
  }

  /** Everything of a kind that was in force at a moment; looks at every record. */
  public <T extends DirectoryEntity> Stream<T> inForce(Class<T> kind, Instant at) {
    return records.keySet().stream().flatMap(entity -> find(entity, kind, at).stream());
  }

  /** All records as they came, for rebuilding a view. */
  public Stream<DirectoryRecord> records() {
    return records.values().stream();
  }

  void put(DirectoryRecord directoryRecord) {
    // Before the record, so that nobody misses it; what is no longer so the reader leaves out.
    for (DirectoryVersion one : directoryRecord.versions()) {
      for (String entity : named(one.body())) {
        naming
            .computeIfAbsent(entity, _ -> ConcurrentHashMap.newKeySet())
            .add(directoryRecord.entity());
      }
    }
    records.merge(
        directoryRecord.entity(),
        directoryRecord,
        (old, fresh) -> fresh.directoryVersion() >= old.directoryVersion() ? fresh : old);
  }

  void advance(DirectoryStore.State state) {
    doubted = state.doubted();
    advance(state.version(), state.heartbeatAt(), state.refused());
  }

  void advance(long toVersion, Instant heartbeat, long refusedSoFar) {
    synchronized (changed) {
      version = Math.max(version, toVersion);
      heartbeatAt = heartbeat.isAfter(heartbeatAt) ? heartbeat : heartbeatAt;
      refused = Math.max(refused, refusedSoFar);
      changed.notifyAll();
    }
  }
}

package org.quickfreeze.registry.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryVersion;
import org.quickfreeze.registry.entity.Recipients;
import org.quickfreeze.registry.entity.SuspendedKeys;
import org.quickfreeze.registry.entity.SuspendedKeys.SuspendedKey;

/**
 * Tells the people of an authority that a key of theirs was suspended, at once, and that a
 * recipient for their evidence is missing. Each is told once.
 */
final class KeyReminders {
  private static final String AUTHORITY = "authority/";

  private final Transactions transactions;
  private final DirectoryCopy directory;
  private final DirectoryKeys keys;
  private final Notices notices;
  private final Set<UUID> told = ConcurrentHashMap.newKeySet();

  KeyReminders(
      Transactions transactions, DirectoryCopy directory, DirectoryKeys keys, Notices notices) {
    this.transactions = transactions;
    this.directory = directory;
    this.keys = keys;
    this.notices = notices;
  }

  /** Looks at every suspended key, and at every authority that has ever had a recipient. */
  void sweep(Instant now) {
    List<SuspendedKey> suspended =
        transactions.<List<SuspendedKey>, RuntimeException>inTransaction(
            Scope.system(), SuspendedKeys::all);
    for (SuspendedKey key : suspended) {
      tell(key.owner(), Occasion.KEY_SUSPENDED, key.kid() + ' ' + key.since(), now);
    }
    for (String owner : ownersOfRecipients()) {
      Set<String> inForce = recipients(owner, now);
      if (!missing(owner, now).isEmpty()) {
        tell(owner, Occasion.RECIPIENTS_INCOMPLETE, owner + ' ' + inForce, now);
      }
    }
  }

  private Set<String> ownersOfRecipients() {
    return directory
        .records()
        .filter(one -> one.kind().equals("key"))
        .flatMap(one -> one.versions().stream())
        .map(DirectoryVersion::body)
        .filter(DirectoryEntity.Key.class::isInstance)
        .map(DirectoryEntity.Key.class::cast)
        .filter(Recipients::isOne)
        .map(DirectoryEntity.Key::owner)
        .collect(Collectors.toSet());
  }

  private List<String> missing(String owner, Instant now) {
    return Recipients.missing(keys.inForce(owner, now));
  }

  /** What is in force, in one order, so that another state of the set is told anew. */
  private Set<String> recipients(String owner, Instant now) {
    return keys.inForce(owner, now).stream()
        .filter(Recipients::isOne)
        .map(DirectoryEntity.Key::kid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void tell(String owner, Occasion occasion, String state, Instant now) {
    UUID source = name(occasion.code() + ' ' + state);
    // a provider has no contact point whom one could call
    if (!owner.startsWith(AUTHORITY) || told.contains(source)) {
      return;
    }
    String party = directory.find(owner, Authority.class, now).map(Authority::party).orElse("");
    if (party.isEmpty()) {
      // nobody keeps the keys of an authority that has ended
      return;
    }
    String authority = owner.substring(AUTHORITY.length());
    transactions.<Boolean, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            occasion == Occasion.KEY_SUSPENDED
                ? notices.alarm(tx, source, occasion, party, authority, name(state), now)
                : notices.raise(tx, source, occasion, party, authority, name(state), now));
    // the database knows it too; this spares it the question at every look
    told.add(source);
  }

  private static UUID name(String words) {
    return UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
  }
}

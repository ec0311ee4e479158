package org.quickfreeze.registry.notice;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity;
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
  private final ToldOnce once;

  KeyReminders(
      Transactions transactions, DirectoryCopy directory, DirectoryKeys keys, ToldOnce once) {
    this.transactions = transactions;
    this.directory = directory;
    this.keys = keys;
    this.once = once;
  }

  /** Looks at every suspended key, and at every authority that has ever had a recipient. */
  void sweep(Instant now) {
    List<SuspendedKey> suspended =
        transactions.<List<SuspendedKey>, RuntimeException>inTransaction(
            Scope.system(), SuspendedKeys::all);
    for (SuspendedKey key : suspended) {
      String state = key.kid() + ' ' + key.since();
      tell(key.owner(), Occasion.KEY_SUSPENDED, state, now);
    }
    for (String owner : ownersOfRecipients()) {
      List<DirectoryEntity.Key> inForce = keys.inForce(owner, now);
      if (!Recipients.missing(inForce).isEmpty()) {
        String state = owner + ' ' + recipients(inForce);
        tell(owner, Occasion.RECIPIENTS_INCOMPLETE, state, now);
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

  /** What is in force, in one order, so that another state of the set is told anew. */
  private static Set<String> recipients(List<DirectoryEntity.Key> inForce) {
    return inForce.stream()
        .filter(Recipients::isOne)
        .map(DirectoryEntity.Key::kid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void tell(String owner, Occasion occasion, String state, Instant now) {
    // a provider has no contact point whom one could call
    if (owner.startsWith(AUTHORITY)) {
      String authority = owner.substring(AUTHORITY.length());
      once.tell(occasion, occasion.code() + ' ' + state, authority, state, now);
    }
  }
}

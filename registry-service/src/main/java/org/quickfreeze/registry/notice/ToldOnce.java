package org.quickfreeze.registry.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;

/**
 * Tells the people of an authority what the register knows by itself: each thing once, whoever
 * looks and however often.
 */
final class ToldOnce {
  private final Transactions transactions;
  private final DirectoryCopy directory;
  private final Notices notices;
  private final Set<UUID> told = ConcurrentHashMap.newKeySet();

  ToldOnce(Transactions transactions, DirectoryCopy directory, Notices notices) {
    this.transactions = transactions;
    this.directory = directory;
    this.notices = notices;
  }

  /**
   * @param what the same words for what is to be told once
   * @param authority whose people; nobody is told of one that has ended
   * @param subject what it is about, in words that tell nobody anything
   */
  void tell(Occasion occasion, String what, String authority, String subject, Instant now) {
    UUID source = name(what);
    if (told.contains(source)) {
      return;
    }
    directory
        .find("authority/" + authority, Authority.class, now)
        .map(Authority::party)
        .ifPresent(
            party -> {
              transactions.<Boolean, RuntimeException>inTransaction(
                  Scope.system(),
                  tx -> notices.raise(tx, source, occasion, party, authority, name(subject), now));
              // the database knows it too; this spares it the question at every look
              told.add(source);
            });
  }

  private static UUID name(String words) {
    return UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
  }
}

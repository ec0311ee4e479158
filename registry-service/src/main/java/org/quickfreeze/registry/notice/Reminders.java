package org.quickfreeze.registry.notice;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;

/**
 * Reminds the people of a contact point that they have to confirm its entry: two weeks before their
 * last word stops counting, three days before, and when it has. Each is told once.
 */
final class Reminders {
  private static final List<Duration> BEFORE = List.of(Duration.ofDays(14), Duration.ofDays(3));

  private final Transactions transactions;
  private final DirectoryCopy directory;
  private final Notices notices;
  private final Set<UUID> told = ConcurrentHashMap.newKeySet();

  Reminders(Transactions transactions, DirectoryCopy directory, Notices notices) {
    this.transactions = transactions;
    this.directory = directory;
    this.notices = notices;
  }

  /** Looks at every contact point. */
  void sweep(Instant now) {
    List<ContactPoint> due =
        directory
            .inForce(ContactPoint.class, now)
            .filter(point -> point.isStale(now.plus(BEFORE.getFirst())))
            .toList();
    for (ContactPoint point : due) {
      stages(point, now).forEach((stage, occasion) -> tell(point, occasion, stage, now));
    }
  }

  /** What its people should have been told by now. */
  private static Map<String, Occasion> stages(ContactPoint point, Instant now) {
    if (point.isStale(now)) {
      return Map.of("overdue", Occasion.ATTESTATION_OVERDUE);
    }
    return BEFORE.stream()
        .filter(before -> point.isStale(now.plus(before)))
        .collect(Collectors.toMap(Duration::toString, _ -> Occasion.ATTESTATION_DUE));
  }

  private void tell(ContactPoint point, Occasion occasion, String stage, Instant now) {
    // the stage of one attestation is told once, whoever looks and however often
    UUID source = name(point.id() + ' ' + point.attestedUntil() + ' ' + stage);
    if (told.contains(source)) {
      return;
    }
    String party =
        directory
            .find("authority/" + point.authority(), Authority.class, now)
            .map(Authority::party)
            .orElse("");
    transactions.<Boolean, RuntimeException>inTransaction(
        Scope.system(),
        tx -> notices.raise(tx, source, occasion, party, point.authority(), name(point.id()), now));
    // the database knows it too; this spares it the question at every look
    told.add(source);
  }

  private static UUID name(String words) {
    return UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
  }
}

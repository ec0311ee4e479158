package org.quickfreeze.registry.notice;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
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

  Reminders(Transactions transactions, DirectoryCopy directory, Notices notices) {
    this.transactions = transactions;
    this.directory = directory;
    this.notices = notices;
  }

  /** Looks at every contact point. */
  void sweep(Instant now) {
    List<ContactPoint> due =
        directory
            .records()
            .filter(entry -> entry.kind().equals("contact-point"))
            .flatMap(entry -> directory.find(entry.entity(), ContactPoint.class, now).stream())
            .filter(point -> point.isStale(now.plus(BEFORE.getFirst())))
            .toList();
    for (ContactPoint point : due) {
      transactions.<Boolean, RuntimeException>inTransaction(
          Scope.system(), tx -> remind(tx, point, now));
    }
  }

  private boolean remind(Tx tx, ContactPoint point, Instant now) throws SQLException {
    boolean told = false;
    for (Duration before : BEFORE) {
      if (point.isStale(now.plus(before)) && !point.isStale(now)) {
        told |= tell(tx, point, Occasion.ATTESTATION_DUE, before.toString(), now);
      }
    }
    return point.isStale(now)
        ? tell(tx, point, Occasion.ATTESTATION_OVERDUE, "overdue", now)
        : told;
  }

  private boolean tell(Tx tx, ContactPoint point, Occasion occasion, String stage, Instant now)
      throws SQLException {
    String party =
        directory
            .find("authority/" + point.authority(), Authority.class, now)
            .map(Authority::party)
            .orElse("");
    // the stage of one attestation is told once, whoever looks and however often
    String source = point.id() + ' ' + point.attestedUntil() + ' ' + stage;
    return notices.raise(
        tx,
        UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8)),
        occasion,
        party,
        point.authority(),
        UUID.nameUUIDFromBytes(point.id().getBytes(StandardCharsets.UTF_8)),
        now);
  }
}

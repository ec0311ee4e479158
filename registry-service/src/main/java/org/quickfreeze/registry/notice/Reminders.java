package org.quickfreeze.registry.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;

/**
 * Reminds the people of a contact point that they have to confirm its entry: two weeks before their
 * last word stops counting, three days before, and when it has. Each is told once.
 */
final class Reminders {
  private static final List<Duration> BEFORE = List.of(Duration.ofDays(14), Duration.ofDays(3));

  private final DirectoryCopy directory;
  private final ToldOnce once;

  Reminders(DirectoryCopy directory, ToldOnce once) {
    this.directory = directory;
    this.once = once;
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
    String what = point.id() + ' ' + point.attestedUntil() + ' ' + stage;
    once.tell(occasion, what, point.authority(), point.id(), now);
  }
}

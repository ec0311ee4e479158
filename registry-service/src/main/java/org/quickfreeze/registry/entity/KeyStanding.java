package org.quickfreeze.registry.entity;

import java.time.Instant;
import java.util.List;
import org.quickfreeze.registry.entity.EntityRows.EntityRow;
import org.quickfreeze.registry.entity.EntityRows.Suspension;

/** Where a key stands. What is over never counts again; what is suspended may. */
enum KeyStanding {
  UNKNOWN,
  COUNTS,
  SUSPENDED,
  OVER;

  /**
   * The standing of a key.
   *
   * @param rows what is believed of it now, oldest first
   */
  static KeyStanding of(List<EntityRow> rows, Instant now) {
    if (rows.isEmpty()) {
      return UNKNOWN;
    }
    EntityRow last = rows.getLast();
    Suspension suspension = last.suspension();
    if (suspension != null) {
      boolean late = suspension.until() != null && !suspension.until().isAfter(now);
      return late ? OVER : SUSPENDED;
    }
    return last.inForce(now) ? COUNTS : OVER;
  }

  /** Whether another key can take over from it. */
  boolean canBeReplaced() {
    return this == COUNTS || this == SUSPENDED;
  }
}

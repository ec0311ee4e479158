package org.quickfreeze.request.lifecycle.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The clocks of a preservation (rule R3). */
final class Preservation {
  private Preservation() {}

  /** Starts the end's clock and the first warning that still lies ahead. */
  static void start(Change change, Rules rules, String item, Instant until) {
    change.clock(new ClockChange.Start(ClockName.PRESERVATION, item, "R3", true, until));
    nextWarning(rules, until, change.now())
        .ifPresent(
            at ->
                change.clock(
                    new ClockChange.Start(ClockName.PRESERVATION_WARNING, item, "R3", false, at)));
  }

  /** The next moment, after now, at which both sides are to be warned. */
  static Optional<Instant> nextWarning(Rules rules, Instant until, Instant now) {
    return rules.warnDaysBefore().stream()
        .map(days -> until.minus(Duration.ofDays(days)))
        .filter(at -> at.isAfter(now))
        .min(Instant::compareTo);
  }
}

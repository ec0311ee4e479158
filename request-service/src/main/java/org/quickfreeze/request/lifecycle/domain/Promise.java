package org.quickfreeze.request.lifecycle.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.event.RequestEvent;

/**
 * How long an item stays preserved (rule R3, BC 29(7)).
 *
 * @param until the later of the holder's own end and the minimum from taking effect
 * @param providerUntil the provider's own end
 * @param nextWarning the first warning that still lies ahead
 */
record Promise(
    Instant since, Instant until, @Nullable Instant providerUntil, @Nullable Instant nextWarning) {

  /** A provider preserves until a date of its own. */
  static Promise byProvider(Rules rules, Instant now, Instant own) {
    var minimum = now.plus(rules.minimumPreservation());
    var until = own.isAfter(minimum) ? own : minimum;
    return new Promise(now, until, own, nextWarning(rules, until, now).orElse(null));
  }

  /** The requested side has the data secured otherwise. */
  static Promise bySide(Rules rules, Instant now, Instant until) {
    return new Promise(now, until, null, nextWarning(rules, until, now).orElse(null));
  }

  /** Whether the provider would let go before the promise ends. */
  boolean renewalDue() {
    return providerUntil != null && providerUntil.isBefore(until);
  }

  /** The next moment, after now, at which both sides are to be warned. */
  static Optional<Instant> nextWarning(Rules rules, Instant until, Instant now) {
    return rules.warnDaysBefore().stream()
        .map(days -> until.minus(Duration.ofDays(days)))
        .filter(at -> at.isAfter(now))
        .min(Instant::compareTo);
  }

  /** Says that the item is preserved, and starts its clocks. */
  static Change announce(Change change, Item.Preserved item) {
    var holding = item.holding();
    startClocks(change, item);
    return change.event(
        c ->
            new RequestEvent.DataPreserved(
                c.id(),
                c.facts(),
                c.actor(),
                null,
                item.id(),
                item.until(),
                item.providerUntil(),
                item.partial(),
                item.how(),
                holding == null ? null : holding.order(),
                holding == null ? null : holding.provider()));
  }

  private static void startClocks(Change change, Item.Preserved item) {
    change.clock(
        new ClockChange.Start(ClockName.PRESERVATION, item.id(), "R3", true, item.until()));
    var warning = item.nextWarning();
    if (warning != null) {
      change.clock(
          new ClockChange.Start(ClockName.PRESERVATION_WARNING, item.id(), "R3", false, warning));
    }
  }
}

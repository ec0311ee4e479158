package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The soft clocks beside the acknowledgement: who is to do something next, and by when. */
final class Duties {
  private final Rules rules;

  Duties(Rules rules) {
    this.rules = rules;
  }

  /**
   * Starts a clock.
   *
   * @param item empty for one of the whole request
   * @return when it runs out; null where the rules keep no such clock
   */
  @Nullable Instant start(Change change, ClockName name, String item) {
    Instant due = rules.due(name, change.facts().urgency(), change.now());
    if (due != null) {
      change.clock(new ClockChange.Start(name, item, rules.rule(name), false, due));
    }
    return due;
  }

  /** What the clock waited for has happened. */
  static void met(Change change, ClockName name, String item, @Nullable Instant running) {
    if (running != null) {
      change.clock(new ClockChange.Meet(name, item));
    }
  }

  static void cancel(Change change, ClockName name, String item, @Nullable Instant running) {
    if (running != null) {
      change.clock(new ClockChange.Cancel(name, item));
    }
  }

  /** The requested side has reported an action. */
  static void reported(Change change) {
    if (change.request().state() instanceof RequestState.Acknowledged acknowledged) {
      met(change, ClockName.ACTION_REPORT, "", acknowledged.reportBy());
    }
  }

  /** Nothing will be preserved any more, or nobody waits for it. */
  static void cancel(Change change, Item.Accepted item) {
    cancel(change, ClockName.PRESERVATION_EFFECTED, item.id(), item.preserveBy());
  }

  static void cancel(Change change, Item.Ordered item) {
    cancel(change, ClockName.PROVIDER_ACKNOWLEDGEMENT, item.id(), item.answerBy());
    cancel(change, ClockName.PRESERVATION_EFFECTED, item.id(), item.preserveBy());
  }

  /** The order has not reached its provider, who therefore owes no answer. */
  static void unasked(Change change, Item.Ordered item) {
    cancel(change, ClockName.PROVIDER_ACKNOWLEDGEMENT, item.id(), item.answerBy());
  }

  /** The provider has said something to its order. */
  static void answered(Change change, Item.Ordered item) {
    met(change, ClockName.PROVIDER_ACKNOWLEDGEMENT, item.id(), item.answerBy());
  }
}

package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;

/** What a step does to a clock. */
public sealed interface ClockChange {
  ClockName name();

  /** Item id; empty for a clock of the whole request. */
  String item();

  /**
   * Starts it, or starts it anew.
   *
   * @param rule id of the rule
   * @param hard whether law sets it
   */
  record Start(ClockName name, String item, String rule, boolean hard, Instant dueAt)
      implements ClockChange {}

  /** What it waited for has happened. */
  record Meet(ClockName name, String item) implements ClockChange {}

  /** It no longer matters. */
  record Cancel(ClockName name, String item) implements ClockChange {}

  /** It has run out. */
  record RunOut(ClockName name, String item) implements ClockChange {}
}

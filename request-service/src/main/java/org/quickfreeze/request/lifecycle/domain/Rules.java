package org.quickfreeze.request.lifecycle.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.rulebook.Rulebook;

/**
 * The part of the rulebook that the lifecycle needs.
 *
 * @param soft the soft clocks that are kept; one that is absent does not run
 * @param minimumPreservation hard minimum R3 (BC 29(7)): 60 times 24 hours, or longer by national
 *     law
 * @param warnDaysBefore days before the end at which both sides are warned, descending
 * @param grounds what the article allows, and under which conditions
 * @param notExecutedReasons what is no refusal
 */
public record Rules(
    String article,
    Map<ClockName, SoftClock> soft,
    Duration minimumPreservation,
    List<Integer> warnDaysBefore,
    List<Rulebook.Ground> grounds,
    Set<String> notExecutedReasons) {
  /** No configuration goes below this (BC 29(7)). */
  public static final Duration LEGAL_MINIMUM = Duration.ofDays(60);

  public Rules {
    soft = Map.copyOf(soft);
    warnDaysBefore = List.copyOf(warnDaysBefore);
    grounds = List.copyOf(grounds);
    notExecutedReasons = Set.copyOf(notExecutedReasons);
    if (minimumPreservation.compareTo(LEGAL_MINIMUM) < 0) {
      throw new IllegalArgumentException("a preservation lasts at least 60 days (BC 29(7))");
    }
  }

  /**
   * A clock that is configuration.
   *
   * @param rule its id in the rulebook, such as {@code R1}
   * @param within by level of urgency
   */
  public record SoftClock(String rule, Map<String, Duration> within) {
    public SoftClock {
      within = Map.copyOf(within);
    }
  }

  /** When a soft clock that starts now runs out; null where it is not kept. */
  @Nullable Instant due(ClockName name, String urgency, Instant now) {
    SoftClock clock = soft.get(name);
    Duration within = clock == null ? null : clock.within().get(urgency);
    return within == null ? null : now.plus(within);
  }

  /** The rule of a soft clock that is kept. */
  String rule(ClockName name) {
    return Objects.requireNonNull(soft.get(name)).rule();
  }

  /**
   * The grounds open to the requested Party for this request.
   *
   * @param reservations the Party's, from the register
   */
  List<String> openGrounds(List<String> reservations, List<String> offences) {
    return grounds.stream()
        .filter(ground -> ground.isOpen(reservations, offences))
        .map(Rulebook.Ground::code)
        .sorted()
        .toList();
  }
}

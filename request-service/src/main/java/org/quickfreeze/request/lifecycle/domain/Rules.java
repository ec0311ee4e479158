package org.quickfreeze.request.lifecycle.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quickfreeze.contracts.rulebook.Rulebook;

/**
 * The part of the rulebook that the lifecycle needs.
 *
 * @param acknowledgeWithin soft clock R1 by urgency
 * @param minimumPreservation hard minimum R3 (BC 29(7)): 60 times 24 hours, or longer by national
 *     law
 * @param warnDaysBefore days before the end at which both sides are warned, descending
 * @param grounds what the article allows, and under which conditions
 * @param notExecutedReasons what is no refusal
 */
public record Rules(
    String article,
    Map<String, Duration> acknowledgeWithin,
    Duration minimumPreservation,
    List<Integer> warnDaysBefore,
    List<Rulebook.Ground> grounds,
    Set<String> notExecutedReasons) {
  /** No configuration goes below this (BC 29(7)). */
  public static final Duration LEGAL_MINIMUM = Duration.ofDays(60);

  public Rules {
    acknowledgeWithin = Map.copyOf(acknowledgeWithin);
    warnDaysBefore = List.copyOf(warnDaysBefore);
    grounds = List.copyOf(grounds);
    notExecutedReasons = Set.copyOf(notExecutedReasons);
    if (minimumPreservation.compareTo(LEGAL_MINIMUM) < 0) {
      throw new IllegalArgumentException("a preservation lasts at least 60 days (BC 29(7))");
    }
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

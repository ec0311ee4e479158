package org.quickfreeze.registry.notice.domain;

import java.time.Duration;
import java.util.List;

/**
 * Who can be called at a moment, line by line: what the rota of a contact point comes to.
 *
 * @param lines the first is on duty, each next one is called when the one before has not answered
 */
public record Chain(List<Line> lines) {
  public Chain {
    lines = List.copyOf(lines);
  }

  /**
   * A line at a moment.
   *
   * @param nextAfter time without an answer after which the next line is called
   * @param ways how to reach whoever is on it, in order of preference; empty for nobody
   */
  public record Line(Duration nextAfter, List<Way> ways) {
    public Line {
      ways = List.copyOf(ways);
    }
  }

  /**
   * One way to reach somebody.
   *
   * @param kind {@code webhook}, {@code email} or {@code telephone}
   * @param function such as {@code duty officer}; never a name
   * @param language tag of the language to speak there (RFC 5646)
   */
  public record Way(String kind, String address, String function, String language) {
    /** Where an address is for the sender alone. */
    @Override
    public String toString() {
      return "Way[" + kind + ']';
    }
  }

  /** Whether nobody at all could be reached. */
  public boolean isEmpty() {
    return lines.stream().allMatch(line -> line.ways().isEmpty());
  }
}

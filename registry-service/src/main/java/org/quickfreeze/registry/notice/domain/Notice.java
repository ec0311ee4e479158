package org.quickfreeze.registry.notice.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that waits for the people of an authority, until one of them says that they have seen
 * it. Each state offers only its lawful exits; the ends offer none.
 */
public sealed interface Notice {

  /** How often the whole chain is called before an alarm is raised. */
  int ROUNDS = 3;

  /** After the alarm it is called on, more rarely, this many rounds in all. */
  int MOST_ROUNDS = 15;

  /** From one round to the next after the alarm: whoever comes on duty later is called too. */
  Duration AGAIN = Duration.ofHours(4);

  /**
   * Somebody is being called.
   *
   * @param round 1 for the first time along the chain
   * @param line 1 for whoever is on duty
   * @param tries how often this line was called in this round
   * @param lineSince since when this line has been called
   * @param nextAt when the next call is due
   */
  record Open(int round, int line, int tries, Instant lineSince, Instant nextAt) implements Notice {

    /** A notice at its beginning. */
    public static Open begin(Instant now) {
      return new Open(1, 1, 0, now, now);
    }

    /** One of the authority's people has seen it. */
    public Confirmed confirm() {
      return new Confirmed();
    }

    /** What it was about has been done. */
    public Settled settle() {
      return new Settled();
    }

    /** A call did not go out: the next way is tried sooner than it would be. */
    public Open failed(Instant now, Duration pause) {
      Instant sooner = now.plus(pause);
      return sooner.isBefore(nextAt) ? new Open(round, line, tries, lineSince, sooner) : this;
    }

    Open called(Instant next) {
      return new Open(round, line, tries + 1, lineSince, next);
    }

    /** Whether everybody was called often enough: whoever runs the network is told. */
    public boolean alarmed() {
      return round > ROUNDS;
    }

    /** The next line, or the first one again, or the end. */
    Notice escalate(int lines, Instant now) {
      if (line < lines) {
        return new Open(round, line + 1, 0, now, now);
      }
      if (round >= MOST_ROUNDS) {
        return new Unanswered();
      }
      Instant from = round < ROUNDS ? now : now.plus(AGAIN);
      return new Open(round + 1, 1, 0, from, from);
    }

    /** Nobody can be called now: it is looked again later, for as long as it takes. */
    Open wait(Instant until) {
      return new Open(alarmed() ? round : round + 1, 1, 0, until, until);
    }
  }

  /** One of the authority's people has seen it. */
  record Confirmed() implements Notice {}

  /** What it was about has been done, whether or not anybody said that they had seen it. */
  record Settled() implements Notice {}

  /** Everybody was called again and again, nobody has answered, and nobody is called any more. */
  record Unanswered() implements Notice {}
}

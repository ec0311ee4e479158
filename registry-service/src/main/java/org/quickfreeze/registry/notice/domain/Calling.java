package org.quickfreeze.registry.notice.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.quickfreeze.registry.notice.domain.Chain.Line;
import org.quickfreeze.registry.notice.domain.Chain.Way;
import org.quickfreeze.registry.notice.domain.Notice.Open;

/**
 * Whom to call next, and by what. A line's ways are tried one after the other, in an emergency all
 * at once, then again with ever longer pauses, until its time is over; then the next line is
 * called. Where nobody is on duty it is looked until somebody is: what comes on Saturday is told on
 * Monday. Pure: the chain is what the rota says at this moment, so a change of shift changes who is
 * called.
 */
public final class Calling {
  private static final String EMERGENCY = "EMERGENCY";

  private static final Map<String, Duration> PAUSE =
      Map.of(
          EMERGENCY,
          Duration.ofMinutes(1),
          "URGENT",
          Duration.ofMinutes(2),
          "ROUTINE",
          Duration.ofMinutes(10));

  private static final int MOST_DOUBLINGS = 4;
  private static final Duration WHEN_NOBODY = Duration.ofMinutes(10);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private Calling() {}

  /** What is to be done now. */
  public sealed interface Step {
    /**
     * Call somebody.
     *
     * @param after the state while the call is under way
     */
    record Call(Way way, int line, Open after) implements Step {}

    /** Nothing to send: the state alone changes. */
    record Move(Notice after) implements Step {}

    /** Nothing is due yet. */
    record Wait() implements Step {}
  }

  /**
   * @param urgency {@code EMERGENCY}, {@code URGENT} or {@code ROUTINE}
   */
  public static Step next(Open notice, Chain chain, String urgency, Instant now) {
    if (now.isBefore(notice.nextAt())) {
      return new Step.Wait();
    }
    if (chain.isEmpty()) {
      Duration pause = notice.alarmed() ? WHEN_NOBODY : PAUSE.getOrDefault(urgency, WHEN_NOBODY);
      return new Step.Move(notice.wait(now.plus(pause)));
    }
    int lines = chain.lines().size();
    if (notice.line() > lines) {
      return new Step.Move(notice.escalate(lines, now));
    }
    Line line = chain.lines().get(notice.line() - 1);
    Instant over = notice.lineSince().plus(line.nextAfter());
    if (line.ways().isEmpty() || !now.isBefore(over)) {
      return new Step.Move(notice.escalate(lines, now));
    }
    Instant next = now.plus(pause(notice.tries(), line.ways().size(), urgency));
    Way way = line.ways().get(notice.tries() % line.ways().size());
    return new Step.Call(way, notice.line(), notice.called(next.isBefore(over) ? next : over));
  }

  /** How soon the next way is tried when a call did not go out. */
  public static Duration afterFailure(Open notice, Chain chain) {
    int ways =
        notice.line() > chain.lines().size()
            ? 1
            : Math.max(1, chain.lines().get(notice.line() - 1).ways().size());
    return doubled(AFTER_FAILURE, notice.tries() / ways);
  }

  /** In an emergency nobody waits for an e-mail to be read before the telephone rings. */
  private static Duration pause(int tries, int ways, String urgency) {
    boolean more = (tries + 1) % ways != 0;
    return more && urgency.equals(EMERGENCY)
        ? Duration.ZERO
        : doubled(PAUSE.getOrDefault(urgency, WHEN_NOBODY), tries / ways);
  }

  private static Duration doubled(Duration first, int times) {
    return first.multipliedBy(1L << Math.min(times, MOST_DOUBLINGS));
  }
}

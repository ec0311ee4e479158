package org.quickfreeze.registry.ping.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * One test of one channel: a code goes out by it, and a human being who has got it has to bring it
 * back. Each state offers only its lawful exits; the ends offer none.
 */
public sealed interface Ping {
  /** Wrong codes after which nobody is believed any more. */
  int MOST_TRIES = 5;

  /** It is to be sent. */
  record Planned() implements Ping {
    /** The code is on its way. */
    public Sent out(Instant now, Duration answerWithin) {
      return new Sent(now, now.plus(answerWithin), 0);
    }
  }

  /**
   * Somebody has to bring the code back.
   *
   * @param tries how many wrong codes have come
   */
  record Sent(Instant sentAt, Instant dueAt, int tries) implements Ping {

    /** Somebody has brought a code, in time or not. */
    public Ping answer(boolean right, Instant now) {
      if (!now.isBefore(dueAt)) {
        return new Missed("too-late");
      }
      if (right) {
        return new Answered();
      }
      return tries + 1 < MOST_TRIES
          ? new Sent(sentAt, dueAt, tries + 1)
          : new Missed("wrong-codes");
    }

    /** Its time is over. */
    public Ping runOut(Instant now) {
      return now.isBefore(dueAt) ? this : new Missed("no-answer");
    }

    /** The channel itself did not take it. */
    public Missed failed(String why) {
      return new Missed(why);
    }

    /** It cannot be sent from here at all: that is no fault of whoever should answer. */
    public Untested untested(String why) {
      return new Untested(why);
    }
  }

  /** Somebody was there. */
  record Answered() implements Ping {}

  /**
   * Nobody was there, or the channel does not work.
   *
   * @param why a code
   */
  record Missed(String why) implements Ping {}

  /**
   * It says nothing about the channel.
   *
   * @param why a code
   */
  record Untested(String why) implements Ping {}
}

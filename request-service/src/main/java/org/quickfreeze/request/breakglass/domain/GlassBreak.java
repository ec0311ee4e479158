package org.quickfreeze.request.breakglass.domain;

import java.time.Instant;

/**
 * An act that was sent although something hindered it, until somebody else has looked at it. Each
 * state offers only its lawful exits.
 */
public sealed interface GlassBreak {

  /**
   * It waits for its review.
   *
   * @param by caller id of whoever sent the act
   * @param reviewBy when the review becomes overdue
   */
  record Open(String by, Instant reviewBy) implements GlassBreak {
    /** Nobody has looked in time; it waits on. */
    Overdue lapse() {
      return new Overdue(by);
    }
  }

  /** It waits for its review, which is late. */
  record Overdue(String by) implements GlassBreak {}

  /** Somebody else has said whether it was right. */
  record Reviewed(Verdict verdict) implements GlassBreak {}

  /** What a review comes to. */
  enum Verdict {
    JUSTIFIED("justified"),
    NOT_JUSTIFIED("not-justified");

    private final String code;

    Verdict(String code) {
      this.code = code;
    }

    /** As answers and events name it. */
    public String code() {
      return code;
    }
  }

  /** What a step came to. */
  sealed interface Decision {
    record Taken(GlassBreak after) implements Decision {}

    /** Whoever broke the glass does not review it. */
    record OwnBreak() implements Decision {}

    /** The state has no such exit. */
    record Illegal(String state) implements Decision {}
  }

  /** Somebody reviews it. */
  default Decision review(String reviewer, Verdict verdict) {
    return switch (this) {
      case Open open -> reviewed(open.by(), reviewer, verdict);
      case Overdue overdue -> reviewed(overdue.by(), reviewer, verdict);
      case Reviewed _ -> new Decision.Illegal(name());
    };
  }

  /** Its time for review runs out. */
  default Decision runOut(Instant now) {
    return this instanceof Open open && !now.isBefore(open.reviewBy())
        ? new Decision.Taken(open.lapse())
        : new Decision.Illegal(name());
  }

  /** The state's name, as answers and rows have it. */
  default String name() {
    return switch (this) {
      case Open _ -> "open";
      case Overdue _ -> "overdue";
      case Reviewed _ -> "reviewed";
    };
  }

  private static Decision reviewed(String by, String reviewer, Verdict verdict) {
    return by.equals(reviewer)
        ? new Decision.OwnBreak()
        : new Decision.Taken(new Reviewed(verdict));
  }
}

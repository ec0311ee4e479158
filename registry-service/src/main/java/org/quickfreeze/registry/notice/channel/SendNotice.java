package org.quickfreeze.registry.notice.channel;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.registry.notice.domain.Chain.Way;

/** A channel by which people are told that something waits for them. */
public interface SendNotice {
  /**
   * What is told: a code, how urgent it is and where to look. Nothing of the case.
   *
   * @param occasion such as {@code new-request}
   * @param subject the request, or own file, that it is about: a random id
   * @param english one sentence
   * @param french the same sentence
   * @param path where to answer, at the register
   * @param proof the register's signature, a compact JWS, where the message itself carries none
   */
  record Message(
      UUID notice,
      String occasion,
      UUID subject,
      String urgency,
      boolean exercise,
      Instant createdAt,
      String english,
      String french,
      String path,
      @Nullable String proof) {}

  /**
   * How it went.
   *
   * @param outcome a code: {@code delivered}, {@code ringing}, or why not
   * @param call id of a call that goes on
   */
  record Sent(String outcome, @Nullable String call) {
    public static Sent delivered() {
      return new Sent("delivered", null);
    }

    /** A call that somebody may still answer. */
    public static Sent ringing(String call) {
      return new Sent("ringing", call);
    }

    public static Sent failed(String code) {
      return new Sent(code, null);
    }

    /** Whether it went out. */
    public boolean isOut() {
      return outcome.equals("delivered") || outcome.equals("ringing");
    }
  }

  /** Sends; takes seconds at most, throws nothing that can be foreseen. */
  Sent send(Message message, Way way);
}

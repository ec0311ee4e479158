package org.quickfreeze.contracts.order;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider's answer to an order: the payload of a compact JWS by the provider, in RFC 8785 form.
 * Codes, ids, dates and counts only.
 *
 * @param answers hash of the order document that it answers
 * @param reply see {@link ReplyCode}
 */
public record OrderReply(
    int v, UUID order, String answers, String provider, Instant time, String reply, Body body) {

  /** What goes with the code; members that the code does not use are absent. */
  public record Body(
      @Nullable Instant until,
      @Nullable Integer count,
      @Nullable String missing,
      @Nullable String holder,
      @Nullable String state,
      @Nullable String reason) {
    /** No more than the code itself. */
    public static final Body EMPTY = new Body(null, null, null, null, null, null);
  }
}

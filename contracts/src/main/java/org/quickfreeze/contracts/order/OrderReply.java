package org.quickfreeze.contracts.order;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A provider's answer to an order: the payload of a compact JWS by the provider, in RFC 8785 form.
 * Codes, ids, dates and counts only. {@link OrderCodec} reads and writes it.
 *
 * @param v version of this form; 1
 * @param answers hash of the order document that it answers
 * @param time the provider's clock, UTC
 * @param reply decides which members the body has
 */
public record OrderReply(
    int v, UUID order, String answers, String provider, Instant time, ReplyCode reply, Body body) {

  /**
   * What goes with the code; members that the code does not use are absent.
   *
   * @param until how long the provider keeps the data, UTC
   * @param count how many records or objects are kept
   * @param missing why a part is not kept
   * @param holder who holds the data: a provider id, or a domain name of 3 to 100 lower-case
   *     letters, digits, dots and hyphens
   * @param state ISO 3166-1 alpha-2 of the State where that provider is, where known
   * @param reason code of {@link NotAvailableReason} or {@link RejectedReason}
   */
  public record Body(
      @Nullable Instant until,
      @Nullable Integer count,
      @Nullable PartlyReason missing,
      @Nullable String holder,
      @Nullable String state,
      @Nullable String reason) {
    /** No more than the code itself. */
    public static final Body EMPTY = new Body(null, null, null, null, null, null);

    public static Body preserved(Instant until, int count) {
      return new Body(until, count, null, null, null, null);
    }

    public static Body partly(Instant until, int count, PartlyReason missing) {
      return new Body(until, count, missing, null, null, null);
    }

    /**
     * @param state absent where the provider does not know
     */
    public static Body heldByOther(String holder, @Nullable String state) {
      return new Body(null, null, null, holder, state, null);
    }

    public static Body notAvailable(NotAvailableReason reason) {
      return new Body(null, null, null, null, null, reason.wire());
    }

    public static Body rejected(RejectedReason reason) {
      return new Body(null, null, null, null, null, reason.wire());
    }
  }
}

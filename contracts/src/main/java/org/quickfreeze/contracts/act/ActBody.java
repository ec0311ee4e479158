package org.quickfreeze.contracts.act;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.form.PreservationForm;

/** The content of an act, one record per type. R is the requesting side, Q the requested one. */
public sealed interface ActBody {

  /** R asks (BC 29). */
  record Submit(String kind, PreservationForm form) implements ActBody {}

  /** Q confirms receipt; a person answers for it (rule R1). */
  record Acknowledge(Handler handler, Instant nextActionBy) implements ActBody {}

  /** Who handles a request, with a service telephone in E.164. */
  record Handler(String name, String function, String telephone) {}

  /** Q takes the request up; no items named means all. */
  record Accept(@Nullable List<String> items) implements ActBody {}

  /** Q refuses; the ground must be one that the article allows. */
  record Refuse(String ground, String reason) implements ActBody {}

  /**
   * Q cannot execute, for a reason that is no refusal.
   *
   * @param reason code of the rulebook
   */
  record Cannot(String reason, String explanation) implements ActBody {}

  /** Q asks. */
  record Clarify(String question) implements ActBody {}

  /** R answers. */
  record Answer(String answer) implements ActBody {}

  /**
   * Q orders a provider to preserve.
   *
   * @param document hash of the order document, base64url
   */
  record Order(UUID order, List<String> items, String provider, String document)
      implements ActBody {}

  /** R no longer wants what has not been preserved. */
  record Withdraw(String reason) implements ActBody {}

  /**
   * Q confirms, and has cancelled each open order.
   *
   * @param cancellations one for each open order; empty when none is open
   */
  record ConfirmWithdrawal(List<OrderNotice> cancellations) implements ActBody {}

  /** A further document about an order: its cancellation or release. */
  record OrderNotice(UUID order, String document) {}

  /** R no longer needs what is preserved (S2 paragraphs 35 and 37). */
  record Release(List<String> items, String reason) implements ActBody {}

  /**
   * Q tells the providers.
   *
   * @param releases one for each order under which a provider holds released items
   */
  record ForwardRelease(List<OrderNotice> releases) implements ActBody {}

  /** Q confirms a release where no provider holds the data. */
  record ConfirmRelease(List<String> items) implements ActBody {}

  /**
   * Q has secured the data otherwise (BC 29(1), "or otherwise obtain").
   *
   * @param until how long they are secured at least
   */
  record Secured(List<String> items, Instant until, SecuredBy how) implements ActBody {}
}

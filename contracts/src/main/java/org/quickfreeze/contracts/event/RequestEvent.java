package org.quickfreeze.contracts.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to a request; topic {@code request.events}. */
public sealed interface RequestEvent extends Event {
  /** The request. */
  UUID request();

  /** What statistics and escalation need. */
  RequestFacts facts();

  /** Function of whoever did it, such as {@code officer/FR/fr-24-7}, or {@code clock}. */
  String actor();

  /** HMAC over the change record, base64url; absent where nothing of the kind is kept. */
  @Nullable String detail();

  @Override
  default String subject() {
    return request().toString();
  }

  /**
   * A preservation was asked for (BC 29).
   *
   * @param acknowledgeBy when the acknowledgement clock runs out
   */
  record PreservationRequested(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      Instant acknowledgeBy)
      implements RequestEvent {}

  /**
   * The requested side has confirmed receipt by a named handler (rule R1).
   *
   * @param nextActionBy when the handler means to act, by the act itself
   * @param reportBy when the clock of rule R1b runs out; absent where it is not kept
   */
  record Acknowledged(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      Instant nextActionBy,
      @Nullable Instant reportBy)
      implements RequestEvent {}

  /** Nobody has acknowledged in time. */
  record AcknowledgementOverdue(
      UUID request, RequestFacts facts, String actor, @Nullable String detail, Instant dueAt)
      implements RequestEvent {}

  /**
   * The requested side takes the request up.
   *
   * @param items item ids taken up
   * @param preserveBy when the clock of rule R2 runs out; absent where it is not kept
   */
  record Accepted(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      List<String> items,
      @Nullable Instant preserveBy)
      implements RequestEvent {
    public Accepted {
      items = List.copyOf(items);
    }
  }

  /**
   * Refused on a ground that the article allows.
   *
   * @param items item ids refused
   * @param ground code of the rulebook
   */
  record Refused(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      List<String> items,
      String ground)
      implements RequestEvent {
    public Refused {
      items = List.copyOf(items);
    }
  }

  /**
   * Not executed, for a reason that is no refusal.
   *
   * @param items item ids not executed
   * @param reason code of the rulebook
   */
  record NotExecuted(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      List<String> items,
      String reason)
      implements RequestEvent {
    public NotExecuted {
      items = List.copyOf(items);
    }
  }

  /** The requested side needs an answer before it can go on. */
  record ClarificationAsked(UUID request, RequestFacts facts, String actor, @Nullable String detail)
      implements RequestEvent {}

  /** The requesting side has answered. */
  record ClarificationAnswered(
      UUID request, RequestFacts facts, String actor, @Nullable String detail)
      implements RequestEvent {}

  /**
   * An order, its cancellation or its release goes to a provider.
   *
   * @param order the order's id
   * @param documentKind {@code preserve}, {@code cancel} or {@code release}
   * @param document hash of the order document
   * @param previous hash of the order document that this one follows; absent for the first
   * @param replyBy when the provider should have answered; absent where no clock is kept
   * @param sealed compact JWE to the provider's key; nobody else can read it
   */
  record OrderIssued(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      UUID order,
      String provider,
      List<String> items,
      String documentKind,
      String document,
      @Nullable String previous,
      @Nullable Instant replyBy,
      String sealed)
      implements RequestEvent {
    public OrderIssued {
      items = List.copyOf(items);
    }
  }

  /**
   * Data are preserved.
   *
   * @param until the promise: never before day 60 (BC 29(7))
   * @param providerUntil the provider's own end, if it named one
   * @param how {@code provider} or how else it was secured
   * @param order the order that did it; absent where no provider holds the data
   * @param provider provider id; absent where no provider holds the data
   */
  record DataPreserved(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      String item,
      Instant until,
      @Nullable Instant providerUntil,
      boolean partial,
      String how,
      @Nullable UUID order,
      @Nullable String provider)
      implements RequestEvent {}

  /**
   * The provider does not have the data.
   *
   * @param reason code by the provider
   */
  record DataNotAvailable(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      String item,
      UUID order,
      String provider,
      String reason)
      implements RequestEvent {}

  /**
   * The provider rejected the order or another one holds the data: the next order may follow.
   *
   * @param reason code by the provider
   */
  record ItemReopened(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      String item,
      UUID order,
      String provider,
      String reason)
      implements RequestEvent {}

  /**
   * The order or the provider's own end falls short of the promise (rules R3 and R21).
   *
   * @param until the promise
   * @param providerUntil what falls short of it
   */
  record RenewalDue(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      String item,
      Instant until,
      Instant providerUntil,
      @Nullable UUID order,
      @Nullable String provider)
      implements RequestEvent {}

  /** The requesting side no longer wants what has not been preserved. */
  record WithdrawalRequested(
      UUID request, RequestFacts facts, String actor, @Nullable String detail)
      implements RequestEvent {}

  /** The requested side has confirmed; open orders are cancelled. */
  record WithdrawalConfirmed(
      UUID request, RequestFacts facts, String actor, @Nullable String detail)
      implements RequestEvent {}

  /** The data are no longer needed (S2 paragraphs 35 and 37). */
  record Released(
      UUID request, RequestFacts facts, String actor, @Nullable String detail, List<String> items)
      implements RequestEvent {
    public Released {
      items = List.copyOf(items);
    }
  }

  /** Every item has ended and the end is confirmed. */
  record RequestClosed(UUID request, RequestFacts facts, String actor, @Nullable String detail)
      implements RequestEvent {}

  /** The preservation ends soon. */
  record PreservationExpiring(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      String item,
      Instant until,
      int daysLeft)
      implements RequestEvent {}

  /** The preservation has ended by time. */
  record PreservationExpired(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      String item,
      Instant until)
      implements RequestEvent {}

  /**
   * Ordered data did not come in time.
   *
   * @param dueAt when they were due
   */
  record DisclosureOverdue(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      String item,
      Instant dueAt,
      @Nullable UUID order,
      @Nullable String provider)
      implements RequestEvent {}

  /**
   * A cancellation or a release has not reached the provider: the requested side has to tell it
   * outside the system, or to send it again.
   *
   * @param items what the document is about
   * @param documentKind {@code cancel} or {@code release}
   * @param document hash of the document, base64url
   * @param reason code, such as {@code provider-without-key} or {@code no-channel}
   */
  record ProviderNotReached(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      UUID order,
      String provider,
      List<String> items,
      String documentKind,
      String document,
      String reason)
      implements RequestEvent {
    public ProviderNotReached {
      items = List.copyOf(items);
    }
  }

  /**
   * Something was not done within the time of a soft clock (rules R1b, R2a, R2b).
   *
   * @param clock the clock's name, such as {@code action-report}
   * @param rule the rule it comes from, such as {@code R1b}
   * @param item the item; absent where the clock is the whole request's
   * @param order the order that waits for its provider; absent where none does
   */
  record DutyOverdue(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      String clock,
      String rule,
      @Nullable String item,
      Instant dueAt,
      @Nullable UUID order,
      @Nullable String provider)
      implements RequestEvent {}

  /**
   * An act that was taken in on a stale copy of the register was stopped before the other side saw
   * it: when it was verified afresh, its key or caller had been revoked, or it was no longer
   * lawful.
   *
   * @param act type of the act, such as {@code submit}
   * @param reason {@code key-revoked}, {@code caller-revoked}, or a code of what has changed
   *     meanwhile, such as {@code superseded}
   */
  record ActStopped(
      UUID request,
      RequestFacts facts,
      String actor,
      @Nullable String detail,
      String act,
      String reason)
      implements RequestEvent {}
}

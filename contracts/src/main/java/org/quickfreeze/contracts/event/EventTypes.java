package org.quickfreeze.contracts.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The wire name and the code of each event. The code is part of the audit log's leaf: it is never
 * changed and never used again. 0 stands for what could not be parsed.
 */
public enum EventTypes {
  PRESERVATION_REQUESTED(101, RequestEvent.PreservationRequested.class, "preservation-requested"),
  ACKNOWLEDGED(102, RequestEvent.Acknowledged.class, "acknowledged"),
  ACKNOWLEDGEMENT_OVERDUE(
      103, RequestEvent.AcknowledgementOverdue.class, "acknowledgement-overdue"),
  ACCEPTED(104, RequestEvent.Accepted.class, "accepted"),
  REFUSED(105, RequestEvent.Refused.class, "refused"),
  NOT_EXECUTED(106, RequestEvent.NotExecuted.class, "not-executed"),
  CLARIFICATION_ASKED(107, RequestEvent.ClarificationAsked.class, "clarification-asked"),
  CLARIFICATION_ANSWERED(108, RequestEvent.ClarificationAnswered.class, "clarification-answered"),
  ORDER_ISSUED(109, RequestEvent.OrderIssued.class, "order-issued"),
  DATA_PRESERVED(110, RequestEvent.DataPreserved.class, "data-preserved"),
  DATA_NOT_AVAILABLE(111, RequestEvent.DataNotAvailable.class, "data-not-available"),
  ITEM_REOPENED(112, RequestEvent.ItemReopened.class, "item-reopened"),
  RENEWAL_DUE(113, RequestEvent.RenewalDue.class, "renewal-due"),
  WITHDRAWAL_REQUESTED(114, RequestEvent.WithdrawalRequested.class, "withdrawal-requested"),
  WITHDRAWAL_CONFIRMED(115, RequestEvent.WithdrawalConfirmed.class, "withdrawal-confirmed"),
  RELEASED(116, RequestEvent.Released.class, "released"),
  REQUEST_CLOSED(117, RequestEvent.RequestClosed.class, "request-closed"),
  PRESERVATION_EXPIRING(118, RequestEvent.PreservationExpiring.class, "preservation-expiring"),
  PRESERVATION_EXPIRED(119, RequestEvent.PreservationExpired.class, "preservation-expired"),
  DISCLOSURE_OVERDUE(120, RequestEvent.DisclosureOverdue.class, "disclosure-overdue"),
  ACT_STOPPED(121, RequestEvent.ActStopped.class, "act-stopped"),
  OWN_FILE_CHANGED(122, OwnFileEvent.OwnFileChanged.class, "own-file-changed"),
  DUTY_OVERDUE(123, RequestEvent.DutyOverdue.class, "duty-overdue"),
  PROVIDER_NOT_REACHED(124, RequestEvent.ProviderNotReached.class, "provider-not-reached"),
  GLASS_BROKEN(125, OwnFileEvent.GlassBroken.class, "glass-broken"),
  GLASS_REVIEWED(126, OwnFileEvent.GlassReviewed.class, "glass-reviewed"),
  GLASS_REVIEW_OVERDUE(127, OwnFileEvent.GlassReviewOverdue.class, "glass-review-overdue"),
  ORDER_DELIVERED(201, OrderEvent.OrderDelivered.class, "order-delivered"),
  ORDER_ANSWERED(202, OrderEvent.OrderAnswered.class, "order-answered"),
  REPLY_REFUSED(203, OrderEvent.ReplyRefused.class, "reply-refused"),
  ORDER_UNDELIVERABLE(204, OrderEvent.OrderUndeliverable.class, "order-undeliverable"),
  ORDER_CANCELLED(205, OrderEvent.OrderCancelled.class, "order-cancelled"),
  ORDER_RELEASED(206, OrderEvent.OrderReleased.class, "order-released"),
  ENTITY_CREATED(301, RegistryEvent.EntityCreated.class, "entity-created"),
  ENTITY_CHANGED(302, RegistryEvent.EntityChanged.class, "entity-changed"),
  ENTITY_ENDED(303, RegistryEvent.EntityEnded.class, "entity-ended"),
  KEY_REVOKED(304, RegistryEvent.KeyRevoked.class, "key-revoked"),
  NOTICE_UNANSWERED(305, RegistryEvent.NoticeUnanswered.class, "notice-unanswered"),
  PING_FAILED(306, RegistryEvent.PingFailed.class, "ping-failed"),
  KEY_SUSPENDED(307, RegistryEvent.KeySuspended.class, "key-suspended"),
  KEY_RESUMED(308, RegistryEvent.KeyResumed.class, "key-resumed"),
  RANGES_PUBLISHED(309, RegistryEvent.RangesPublished.class, "ranges-published");

  private static final Map<String, EventTypes> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(EventTypes::wire, Function.identity()));
  private static final Map<Class<?>, EventTypes> BY_RECORD =
      Arrays.stream(values()).collect(Collectors.toMap(t -> t.type, Function.identity()));

  private final int code;
  private final Class<? extends Event> type;
  private final String wire;

  EventTypes(int code, Class<? extends Event> type, String word) {
    this.code = code;
    this.type = type;
    this.wire = "org.quickfreeze." + source(code) + '.' + word + ".v1";
  }

  /** The {@code ce_type}, such as {@code org.quickfreeze.request.acknowledged.v1}. */
  public String wire() {
    return wire;
  }

  /** The u16 of the audit leaf. */
  public int code() {
    return code;
  }

  /** The record that this type carries. */
  public Class<? extends Event> type() {
    return type;
  }

  /** The topic this type travels on. */
  public String topic() {
    return source(code) + ".events";
  }

  /** The type of an event. */
  public static EventTypes of(Event event) {
    EventTypes found = BY_RECORD.get(event.getClass());
    if (found == null) {
      throw new IllegalStateException(event.getClass().getName() + " has no wire name");
    }
    return found;
  }

  /** The type of a wire name; empty for one that this version does not know. */
  public static Optional<EventTypes> named(String wire) {
    return Optional.ofNullable(BY_NAME.get(wire));
  }

  private static String source(int code) {
    return switch (code / 100) {
      case 1 -> "request";
      case 2 -> "order";
      default -> "registry";
    };
  }
}

package org.quickfreeze.contracts.event;

import java.util.UUID;

/** What happened to an order on its way to a provider and back; topic {@code order.events}. */
public sealed interface OrderEvent extends Event {
  /** The order. */
  UUID order();

  /** The request it belongs to. */
  UUID request();

  /** Provider id. */
  String provider();

  @Override
  default String subject() {
    return order().toString();
  }

  /**
   * The broker has acknowledged the provider's record.
   *
   * @param document hash of the order document
   */
  record OrderDelivered(UUID order, UUID request, String provider, String document)
      implements OrderEvent {}

  /**
   * The provider has answered.
   *
   * @param reply the reply itself, compact JWS
   * @param code the reply's code
   */
  record OrderAnswered(UUID order, UUID request, String provider, String reply, String code)
      implements OrderEvent {}

  /**
   * What came on the provider's topic is no valid reply to this order.
   *
   * @param reason code
   * @param hash SHA-256 of the bytes, base64url
   */
  record ReplyRefused(UUID order, UUID request, String provider, String reason, String hash)
      implements OrderEvent {}

  /** The order cannot reach the provider through the system. */
  record OrderUndeliverable(UUID order, UUID request, String provider, String reason)
      implements OrderEvent {}
}

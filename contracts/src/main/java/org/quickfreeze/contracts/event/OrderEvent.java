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
   * @param answer the reply's code, such as {@code preserved}
   */
  record OrderAnswered(UUID order, UUID request, String provider, String reply, String answer)
      implements OrderEvent {}

  /**
   * What came on the provider's topic is no valid reply to this order.
   *
   * @param reason code
   * @param hash SHA-256 of the bytes, base64url
   */
  record ReplyRefused(UUID order, UUID request, String provider, String reason, String hash)
      implements OrderEvent {}

  /**
   * The order cannot reach the provider through the system.
   *
   * @param document hash of the order document
   * @param reason code
   */
  record OrderUndeliverable(
      UUID order, UUID request, String provider, String document, String reason)
      implements OrderEvent {}

  /**
   * The order has ended before the data were preserved.
   *
   * @param document hash of the cancelling document
   */
  record OrderCancelled(UUID order, UUID request, String provider, String document)
      implements OrderEvent {}

  /**
   * The provider keeps the data no longer on behalf of this order.
   *
   * @param document hash of the releasing document
   */
  record OrderReleased(UUID order, UUID request, String provider, String document)
      implements OrderEvent {}
}

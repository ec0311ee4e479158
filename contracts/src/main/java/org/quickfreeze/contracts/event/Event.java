package org.quickfreeze.contracts.event;

/**
 * Something that has happened, as every service may learn it: ids, codes and times, no content and
 * no personal data. Type names and codes are listed in {@link EventTypes}.
 */
public sealed interface Event permits RequestEvent, OrderEvent, RegistryEvent {
  /** The record's key in its topic: request id, order id or entity id. */
  String subject();
}

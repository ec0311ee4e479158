package org.quickfreeze.contracts.event;

/**
 * Something that has happened, as every service may learn it: ids, codes and times, no content and
 * no personal data. Type names and codes are listed in {@link EventTypes}.
 */
public sealed interface Event permits RequestEvent, OwnFileEvent, OrderEvent, RegistryEvent {
  /** The record's key in its topic: request id, own file's id, order id or entity id. */
  String subject();

  /** The {@code ce_type}, such as {@code org.quickfreeze.request.acknowledged.v1}. */
  default String type() {
    return EventTypes.of(this).wire();
  }

  /** The u16 of the audit leaf. */
  default int code() {
    return EventTypes.of(this).code();
  }
}

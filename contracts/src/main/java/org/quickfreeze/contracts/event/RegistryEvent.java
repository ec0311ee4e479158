package org.quickfreeze.contracts.event;

/** What happened in the register; topic {@code registry.events}. */
public sealed interface RegistryEvent extends Event {
  /** Entity id, such as {@code authority/fr-24-7}. */
  String entity();

  /** The directory version that carries the change. */
  long directoryVersion();

  /** Function of whoever changed it, such as {@code secretariat}. */
  String actor();

  /** First part of the entity id, such as {@code authority}. */
  default String kind() {
    return entity().substring(0, Math.max(0, entity().indexOf('/')));
  }

  @Override
  default String subject() {
    return entity();
  }

  /** An entity has entered the register. */
  record EntityCreated(String entity, long directoryVersion, String actor)
      implements RegistryEvent {}

  /** What the register says of an entity has changed. */
  record EntityChanged(String entity, long directoryVersion, String actor)
      implements RegistryEvent {}

  /** An entity is, or will be, no longer in force. */
  record EntityEnded(String entity, long directoryVersion, String actor) implements RegistryEvent {}

  /** A key is no longer to be trusted. */
  record KeyRevoked(String entity, long directoryVersion, String actor) implements RegistryEvent {}
}

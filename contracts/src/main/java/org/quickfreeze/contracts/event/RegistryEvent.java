package org.quickfreeze.contracts.event;

/** What happened in the register; topic {@code registry.events}. */
public sealed interface RegistryEvent extends Event {
  /** Entity id, such as {@code authority/fr-24-7}. */
  String entity();

  /** The directory version that carries the change. */
  long directoryVersion();

  /** Function of whoever changed it, such as {@code secretariat}. */
  String actor();

  @Override
  default String subject() {
    return entity();
  }

  record EntityCreated(String entity, long directoryVersion, String actor)
      implements RegistryEvent {}

  record EntityChanged(String entity, long directoryVersion, String actor)
      implements RegistryEvent {}

  record EntityEnded(String entity, long directoryVersion, String actor) implements RegistryEvent {}

  record KeyRevoked(String entity, long directoryVersion, String actor) implements RegistryEvent {}
}

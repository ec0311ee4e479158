package org.quickfreeze.contracts.event;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

  /**
   * An entity has entered the register.
   *
   * @param change id of the proposal that was applied; null where one may write alone
   * @param approver function of whoever approved it; null where one may write alone
   */
  record EntityCreated(
      String entity,
      long directoryVersion,
      String actor,
      @Nullable UUID change,
      @Nullable String approver)
      implements RegistryEvent {}

  /**
   * What the register says of an entity has changed.
   *
   * @param change id of the proposal that was applied; null where one may write alone
   * @param approver function of whoever approved it; null where one may write alone
   */
  record EntityChanged(
      String entity,
      long directoryVersion,
      String actor,
      @Nullable UUID change,
      @Nullable String approver)
      implements RegistryEvent {}

  /** An entity is, or will be, no longer in force. */
  record EntityEnded(String entity, long directoryVersion, String actor) implements RegistryEvent {}

  /** A key is no longer to be trusted. */
  record KeyRevoked(String entity, long directoryVersion, String actor) implements RegistryEvent {}

  /** A key is not to be trusted until it is resumed, if it ever is. */
  record KeySuspended(String entity, long directoryVersion, String actor)
      implements RegistryEvent {}

  /**
   * A key that was suspended counts again.
   *
   * @param change id of the proposal that was applied
   * @param approver function of whoever approved it
   */
  record KeyResumed(
      String entity,
      long directoryVersion,
      String actor,
      @Nullable UUID change,
      @Nullable String approver)
      implements RegistryEvent {}

  /**
   * Everybody on an authority's rota was called, more than once, and nobody has answered.
   *
   * @param entity the authority
   * @param notice id of the notice
   * @param occasion what it was about, such as {@code new-request}
   * @param urgency {@code EMERGENCY}, {@code URGENT} or {@code ROUTINE}
   * @param exercise training traffic, apart in every figure
   */
  record NoticeUnanswered(
      String entity,
      long directoryVersion,
      String actor,
      UUID notice,
      String occasion,
      String urgency,
      boolean exercise)
      implements RegistryEvent {
    public NoticeUnanswered {
      Bound.to(Bound.CODE, occasion, "occasion");
      Bound.to(Bound.URGENCY, urgency, "urgency");
    }
  }

  /**
   * Tests of a contact point's channel have found nobody, again and again.
   *
   * @param entity the contact point
   * @param channel such as {@code telephone}
   * @param misses how many in a row
   */
  record PingFailed(String entity, long directoryVersion, String actor, String channel, int misses)
      implements RegistryEvent {
    public PingFailed {
      Bound.to(Bound.CODE, channel, "channel");
    }
  }

  /**
   * A list of who holds which ranges was read anew and published.
   *
   * @param entity {@code ranges/} and the list's name
   * @param snapshot id of the reading
   * @param approver function of whoever published what the actor had handed in
   * @param asOf day as of which the list was read
   * @param added ranges that nobody was known to hold before, or somebody else
   * @param ended ranges that are no longer in the list
   */
  record RangesPublished(
      String entity,
      long directoryVersion,
      String actor,
      UUID snapshot,
      String approver,
      LocalDate asOf,
      long added,
      long ended)
      implements RegistryEvent {}
}

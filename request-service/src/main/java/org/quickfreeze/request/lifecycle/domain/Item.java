package org.quickfreeze.request.lifecycle.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of one data item, from the moment its request is accepted; before, the request alone
 * has a state and each item is {@link Asked}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Item.Asked.class, name = "Asked"),
  @JsonSubTypes.Type(value = Item.Accepted.class, name = "Accepted"),
  @JsonSubTypes.Type(value = Item.Ordered.class, name = "Ordered"),
  @JsonSubTypes.Type(value = Item.Preserved.class, name = "Preserved"),
  @JsonSubTypes.Type(value = Item.HeldPendingMla.class, name = "HeldPendingMla"),
  @JsonSubTypes.Type(value = Item.Returned.class, name = "Returned"),
  @JsonSubTypes.Type(value = Item.UnderExamination.class, name = "UnderExamination"),
  @JsonSubTypes.Type(value = Item.Transmitted.class, name = "Transmitted"),
  @JsonSubTypes.Type(value = Item.Received.class, name = "Received"),
  @JsonSubTypes.Type(value = Item.Released.class, name = "Released"),
  @JsonSubTypes.Type(value = Item.NotAvailable.class, name = "NotAvailable"),
  @JsonSubTypes.Type(value = Item.NotExecuted.class, name = "NotExecuted"),
  @JsonSubTypes.Type(value = Item.Refused.class, name = "Refused"),
  @JsonSubTypes.Type(value = Item.Withdrawn.class, name = "Withdrawn"),
  @JsonSubTypes.Type(value = Item.Expired.class, name = "Expired"),
  @JsonSubTypes.Type(value = Item.Closed.class, name = "Closed")
})
public sealed interface Item {
  /** Within the request: {@code 1}, {@code 2}, … */
  String id();

  /** Whether nothing more can happen to it. */
  default boolean ended() {
    return switch (this) {
      case NotAvailable _, NotExecuted _, Refused _, Withdrawn _, Expired _, Closed _ -> true;
      case Asked _,
          Accepted _,
          Ordered _,
          Preserved _,
          HeldPendingMla _,
          Returned _,
          UnderExamination _,
          Transmitted _,
          Received _,
          Released _ ->
          false;
    };
  }

  /** The name of the state, as callers and statistics see it. */
  default String stateName() {
    return getClass().getSimpleName();
  }

  /** Asked for, not yet accepted. */
  record Asked(String id) implements Item {
    Accepted accept() {
      return new Accepted(id);
    }
  }

  /** Taken up; an order may go out, or another one in turn. */
  record Accepted(String id) implements Item {
    Ordered order(Holding holding) {
      return new Ordered(id, holding);
    }

    Preserved secured(Instant until, String how) {
      return new Preserved(id, until, null, false, how, null);
    }
  }

  /** Where an item is held: the order and its last document. */
  record Holding(UUID order, String provider, String document) {}

  /** An order is with a provider. */
  record Ordered(String id, Holding holding) implements Item {
    Preserved preserved(Instant until, @Nullable Instant providerUntil, boolean partial) {
      return new Preserved(id, until, providerUntil, partial, "provider", holding);
    }

    NotAvailable notAvailable(String reason) {
      return new NotAvailable(id, reason);
    }

    Accepted reopen() {
      return new Accepted(id);
    }
  }

  /**
   * Frozen.
   *
   * @param until the promise, never before 60 times 24 hours from taking effect (BC 29(7))
   * @param providerUntil the provider's own end, where it named one
   * @param how {@code provider}, or how else it was secured
   * @param holding the order, where a provider holds the data
   */
  record Preserved(
      String id,
      Instant until,
      @Nullable Instant providerUntil,
      boolean partial,
      String how,
      @Nullable Holding holding)
      implements Item {
    Released release() {
      return new Released(id, holding, false);
    }

    Expired expire() {
      return new Expired(id, until);
    }
  }

  /** Kept beyond its end while the request for the data is decided (BC 29(7)). */
  record HeldPendingMla(String id, @Nullable Holding holding) implements Item {}

  /** A disclosure came back from the provider. */
  record Returned(String id, Holding holding) implements Item {}

  /** The requested side examines what came back. */
  record UnderExamination(String id) implements Item {}

  /** On its way to the requesting side, under conditions. */
  record Transmitted(String id, String conditions) implements Item {}

  /** The requesting side has it. */
  record Received(String id) implements Item {}

  /**
   * No longer needed; whoever holds it is to be told.
   *
   * @param forwarded whether the provider has been told
   */
  record Released(String id, @Nullable Holding holding, boolean forwarded) implements Item {
    Closed close() {
      return new Closed(id);
    }
  }

  record NotAvailable(String id, String reason) implements Item {}

  record NotExecuted(String id, String reason) implements Item {}

  record Refused(String id, String ground) implements Item {}

  record Withdrawn(String id) implements Item {}

  record Expired(String id, Instant until) implements Item {}

  record Closed(String id) implements Item {}
}

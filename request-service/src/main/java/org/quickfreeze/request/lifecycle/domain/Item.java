package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of one data item, from the moment its request is accepted; before, the request alone
 * has a state and each item is {@link Asked}. Each record offers its lawful exits and no others; an
 * end offers none.
 */
public sealed interface Item
    permits Item.Asked,
        Item.Accepted,
        Item.Ordered,
        Item.Preserved,
        Item.HeldPendingMla,
        Item.Released,
        Item.WithdrawnUnconfirmed,
        Item.Withdrawn,
        ItemDisclosure,
        ItemEnd {
  /** Within the request: {@code 1}, {@code 2}, … */
  String id();

  StateName name();

  /** The order by which a provider holds it, or is asked to; null where there is none. */
  default @Nullable Holding holding() {
    return null;
  }

  /** Whether nothing more can happen to it. */
  default boolean ended() {
    return name().end();
  }

  /** The name of the state, as callers and statistics see it. */
  default String stateName() {
    return name().wire();
  }

  /**
   * Where an item is held: the order and its last document.
   *
   * @param document hash of the last document about the order, base64url; the next reply answers it
   */
  record Holding(UUID order, String provider, String document) {
    Holding followedBy(String nextDocument) {
      return new Holding(order, provider, nextDocument);
    }
  }

  /** Asked for, not yet accepted. */
  record Asked(String id) implements Item {
    @Override
    public StateName name() {
      return StateName.ASKED;
    }

    Accepted accept(@Nullable Instant preserveBy) {
      return new Accepted(id, preserveBy);
    }

    ItemEnd.Refused refuse(String ground) {
      return new ItemEnd.Refused(id, ground);
    }

    ItemEnd.NotExecuted cannot(String reason) {
      return new ItemEnd.NotExecuted(id, reason);
    }

    WithdrawnUnconfirmed withdraw() {
      return new WithdrawnUnconfirmed(id, null);
    }
  }

  /**
   * Taken up; an order may go out, or another one in turn.
   *
   * @param preserveBy when the clock of rule R2b runs out; absent where it does not run, or no more
   */
  record Accepted(String id, @Nullable Instant preserveBy) implements Item {
    @Override
    public StateName name() {
      return StateName.ACCEPTED;
    }

    Ordered order(Holding holding, @Nullable Instant answerBy) {
      return new Ordered(id, holding, null, answerBy, preserveBy);
    }

    Accepted runOut() {
      return new Accepted(id, null);
    }

    Preserved secured(Promise promise, String how) {
      return new Preserved(id, promise, false, how, null);
    }

    ItemEnd.Refused refuse(String ground) {
      return new ItemEnd.Refused(id, ground);
    }

    ItemEnd.NotExecuted cannot(String reason) {
      return new ItemEnd.NotExecuted(id, reason);
    }

    WithdrawnUnconfirmed withdraw() {
      return new WithdrawnUnconfirmed(id, null);
    }
  }

  /**
   * An order is with a provider.
   *
   * @param due when ordered data are due; absent where the order is to preserve
   * @param answerBy when the clock of rule R2a runs out; absent where it does not run, or no more
   * @param preserveBy the same of rule R2b
   */
  record Ordered(
      String id,
      Holding holding,
      @Nullable Instant due,
      @Nullable Instant answerBy,
      @Nullable Instant preserveBy)
      implements Item {
    @Override
    public StateName name() {
      return StateName.ORDERED;
    }

    Preserved preserved(Promise promise, boolean partial) {
      return new Preserved(id, promise, partial, "provider", holding);
    }

    ItemEnd.NotAvailable notAvailable(String reason) {
      return new ItemEnd.NotAvailable(id, reason);
    }

    Accepted reopen() {
      return new Accepted(id, preserveBy);
    }

    /** The provider has said something, or its time to do so has run out. */
    Ordered answered() {
      return new Ordered(id, holding, due, null, preserveBy);
    }

    /** The time to preserve has run out; it is said once. */
    Ordered runOut() {
      return new Ordered(id, holding, due, answerBy, null);
    }

    WithdrawnUnconfirmed withdraw() {
      return new WithdrawnUnconfirmed(id, holding);
    }
  }

  /**
   * Frozen.
   *
   * @param since when it took effect
   * @param until the promise, never before 60 times 24 hours from {@code since} (BC 29(7))
   * @param providerUntil the provider's own end, where it named one
   * @param nextWarning when both sides are warned next; absent when no warning is left
   * @param how {@code provider}, or how else it was secured
   * @param holding the order, where a provider holds the data
   */
  record Preserved(
      String id,
      Instant since,
      Instant until,
      @Nullable Instant providerUntil,
      @Nullable Instant nextWarning,
      boolean partial,
      String how,
      @Nullable Holding holding)
      implements Item {
    public Preserved {
      if (until.isBefore(since.plus(Rules.LEGAL_MINIMUM))) {
        throw new IllegalArgumentException("a preservation lasts at least 60 days (BC 29(7))");
      }
    }

    private Preserved(
        String id, Promise promise, boolean partial, String how, @Nullable Holding holding) {
      this(
          id,
          promise.since(),
          promise.until(),
          promise.providerUntil(),
          promise.nextWarning(),
          partial,
          how,
          holding);
    }

    @Override
    public StateName name() {
      return StateName.PRESERVED;
    }

    Preserved warned(@Nullable Instant next) {
      return new Preserved(id, since, until, providerUntil, next, partial, how, holding);
    }

    Released release() {
      return new Released(id, holding, false, false);
    }

    ItemEnd.Expired expire() {
      return new ItemEnd.Expired(id, since, until);
    }
  }

  /** Kept beyond its end while the request for the data is decided (BC 29(7)). */
  record HeldPendingMla(String id, @Nullable Holding holding) implements Item {
    @Override
    public StateName name() {
      return StateName.HELD_PENDING_MLA;
    }
  }

  /**
   * No longer needed; whoever holds it is to be told.
   *
   * @param forwarded whether a release is on its way, or was; then {@code holding} names it
   * @param undelivered whether that release is known not to have reached the provider
   */
  record Released(String id, @Nullable Holding holding, boolean forwarded, boolean undelivered)
      implements Item {
    @Override
    public StateName name() {
      return StateName.RELEASED;
    }

    Released forward(Holding told) {
      return new Released(id, told, true, false);
    }

    /** The release is lost; a {@code released} that answers it counts all the same. */
    Released notReached() {
      return new Released(id, holding, true, true);
    }

    ItemEnd.Closed close() {
      return new ItemEnd.Closed(id);
    }
  }

  /**
   * Taken back; the requested side has not confirmed.
   *
   * @param holding the open order that has to be cancelled; absent where none is open
   */
  record WithdrawnUnconfirmed(String id, @Nullable Holding holding) implements Item {
    @Override
    public StateName name() {
      return StateName.WITHDRAWN_UNCONFIRMED;
    }

    /** Confirmed, where no order was open. */
    Withdrawn confirm() {
      return new Withdrawn(id, null);
    }

    /** Confirmed; the cancelling document is the order's last. */
    Withdrawn confirm(Holding cancelled) {
      return new Withdrawn(id, cancelled);
    }
  }

  /**
   * Taken back, and confirmed.
   *
   * @param holding the order that was cancelled; absent where none was open
   */
  record Withdrawn(String id, @Nullable Holding holding) implements Item {
    @Override
    public StateName name() {
      return StateName.WITHDRAWN;
    }

    /** The provider has preserved the data after all: they are to be let go. */
    Released keptAfterAll() {
      return new Released(id, holding, false, false);
    }
  }
}

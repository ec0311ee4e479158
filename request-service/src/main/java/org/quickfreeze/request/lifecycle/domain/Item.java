package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of one data item, from the moment its request is accepted; before, the request alone
 * has a state and each item is {@link Asked}. Each record offers its lawful exits and no others; an
 * end offers none.
 */
public sealed interface Item {
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

    Accepted accept() {
      return new Accepted(id);
    }

    Refused refuse(String ground) {
      return new Refused(id, ground);
    }

    NotExecuted cannot(String reason) {
      return new NotExecuted(id, reason);
    }

    WithdrawnUnconfirmed withdraw() {
      return new WithdrawnUnconfirmed(id, null);
    }
  }

  /** Taken up; an order may go out, or another one in turn. */
  record Accepted(String id) implements Item {
    @Override
    public StateName name() {
      return StateName.ACCEPTED;
    }

    Ordered order(Holding holding) {
      return new Ordered(id, holding, null);
    }

    Preserved secured(Promise promise, String how) {
      return new Preserved(id, promise, false, how, null);
    }

    Refused refuse(String ground) {
      return new Refused(id, ground);
    }

    NotExecuted cannot(String reason) {
      return new NotExecuted(id, reason);
    }

    WithdrawnUnconfirmed withdraw() {
      return new WithdrawnUnconfirmed(id, null);
    }
  }

  /**
   * An order is with a provider.
   *
   * @param due when ordered data are due; absent where the order is to preserve
   */
  record Ordered(String id, Holding holding, @Nullable Instant due) implements Item {
    @Override
    public StateName name() {
      return StateName.ORDERED;
    }

    Preserved preserved(Promise promise, boolean partial) {
      return new Preserved(id, promise, partial, "provider", holding);
    }

    NotAvailable notAvailable(String reason) {
      return new NotAvailable(id, reason);
    }

    Accepted reopen() {
      return new Accepted(id);
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
      return new Released(id, holding, false);
    }

    Expired expire() {
      return new Expired(id, since, until);
    }
  }

  /** Kept beyond its end while the request for the data is decided (BC 29(7)). */
  record HeldPendingMla(String id, @Nullable Holding holding) implements Item {
    @Override
    public StateName name() {
      return StateName.HELD_PENDING_MLA;
    }
  }

  /** A disclosure came back from the provider. */
  record Returned(String id, Holding holding) implements Item {
    @Override
    public StateName name() {
      return StateName.RETURNED;
    }
  }

  /** The requested side examines what came back. */
  record UnderExamination(String id) implements Item {
    @Override
    public StateName name() {
      return StateName.UNDER_EXAMINATION;
    }
  }

  /** On its way to the requesting side, under conditions. */
  record Transmitted(String id, String conditions) implements Item {
    @Override
    public StateName name() {
      return StateName.TRANSMITTED;
    }
  }

  /** The requesting side has it. */
  record Received(String id) implements Item {
    @Override
    public StateName name() {
      return StateName.RECEIVED;
    }
  }

  /**
   * No longer needed; whoever holds it is to be told.
   *
   * @param forwarded whether the provider has been told; then {@code holding} names that document
   */
  record Released(String id, @Nullable Holding holding, boolean forwarded) implements Item {
    @Override
    public StateName name() {
      return StateName.RELEASED;
    }

    Released forward(Holding told) {
      return new Released(id, told, true);
    }

    Closed close() {
      return new Closed(id);
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
  }

  record NotAvailable(String id, String reason) implements Item {
    @Override
    public StateName name() {
      return StateName.NOT_AVAILABLE;
    }
  }

  record NotExecuted(String id, String reason) implements Item {
    @Override
    public StateName name() {
      return StateName.NOT_EXECUTED;
    }
  }

  record Refused(String id, String ground) implements Item {
    @Override
    public StateName name() {
      return StateName.REFUSED;
    }
  }

  record Expired(String id, Instant since, Instant until) implements Item {
    @Override
    public StateName name() {
      return StateName.EXPIRED;
    }
  }

  record Closed(String id) implements Item {
    @Override
    public StateName name() {
      return StateName.CLOSED;
    }
  }
}

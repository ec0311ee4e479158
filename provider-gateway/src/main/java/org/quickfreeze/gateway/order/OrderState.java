package org.quickfreeze.gateway.order;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.order.ReplyCode;

/**
 * Where an order is between its issue and its end. Each state offers only what may follow. A reply
 * that comes late, when the order is being cancelled, is kept and passed on: data that the provider
 * has preserved meanwhile have to be released.
 */
public sealed interface OrderState {
  /** Name of the end that a late reply can still leave. */
  String CANCELLED = "Cancelled";

  String name();

  /** On its way to the provider's topic. */
  record Issued() implements OrderState {
    @Override
    public String name() {
      return "Issued";
    }
  }

  /** The broker has acknowledged the provider's record. */
  record Delivered() implements OrderState {
    @Override
    public String name() {
      return "Delivered";
    }
  }

  /** The provider has said that it has the order. */
  record Acknowledged() implements OrderState {
    @Override
    public String name() {
      return "Acknowledged";
    }
  }

  /** The provider has preserved the data, wholly or in part. */
  record Preserved(boolean partly) implements OrderState {
    @Override
    public String name() {
      return partly ? "Partly" : "Preserved";
    }
  }

  /** A cancellation or a release is on its way. */
  record Ending(boolean release) implements OrderState {
    @Override
    public String name() {
      return release ? "Releasing" : "Cancelling";
    }
  }

  /** The provider preserved before the cancellation reached it; a release has to follow. */
  record KeptAfterCancel() implements OrderState {
    @Override
    public String name() {
      return "KeptAfterCancel";
    }
  }

  /** Nothing more is expected. */
  record Ended(String name) implements OrderState {}

  /** The order itself can never be sent: it has to be served otherwise. */
  record Undeliverable() implements OrderState {
    @Override
    public String name() {
      return "Undeliverable";
    }
  }

  /** Reads a state by its name. */
  static OrderState named(String name) {
    return switch (name) {
      case "Issued" -> new Issued();
      case "Delivered" -> new Delivered();
      case "Acknowledged" -> new Acknowledged();
      case "Preserved" -> new Preserved(false);
      case "Partly" -> new Preserved(true);
      case "Releasing" -> new Ending(true);
      case "Cancelling" -> new Ending(false);
      case "KeptAfterCancel" -> new KeptAfterCancel();
      case "Undeliverable" -> new Undeliverable();
      case "HeldByOther", "NotAvailable", "Rejected", "Released", CANCELLED -> new Ended(name);
      default -> throw new IllegalArgumentException("no such state of an order");
    };
  }

  /** After the broker's acknowledgement. */
  default OrderState delivered() {
    return this instanceof Issued ? new Delivered() : this;
  }

  /**
   * After one of its documents was set aside. Only an order that nobody has is lost with it; what
   * is lost later changes nothing about what the provider holds, and a true reply still counts.
   */
  default OrderState setAside() {
    return this instanceof Issued ? new Undeliverable() : this;
  }

  /** After a further document: a cancellation or a release. */
  default Optional<OrderState> follows(String kind) {
    return switch (this) {
      case Issued _, Delivered _, Acknowledged _ ->
          kind.equals("cancel") ? Optional.of(new Ending(false)) : Optional.empty();
      case Preserved _ -> Optional.of(new Ending(kind.equals("release")));
      case KeptAfterCancel _ ->
          kind.equals("release") ? Optional.of(new Ending(true)) : Optional.empty();
      case Ending _, Ended _, Undeliverable _ -> Optional.empty();
    };
  }

  /** After a reply; empty when the reply is not lawful from here. */
  default Optional<OrderState> after(ReplyCode code) {
    return switch (this) {
      case Issued _, Delivered _, Acknowledged _ -> Optional.ofNullable(firstReply(code));
      case Preserved _ -> Optional.empty();
      case Ending ending ->
          Optional.ofNullable(ending.release() ? released(code) : cancelled(code));
      case KeptAfterCancel _ -> code == ReplyCode.RELEASED ? Optional.empty() : Optional.of(this);
      case Ended ended ->
          ended.name().equals(CANCELLED) && isKept(code)
              ? Optional.of(new KeptAfterCancel())
              : Optional.empty();
      case Undeliverable _ -> Optional.empty();
    };
  }

  private static @Nullable OrderState firstReply(ReplyCode code) {
    return switch (code) {
      case ACKNOWLEDGED -> new Acknowledged();
      case PRESERVED -> new Preserved(false);
      case PARTLY -> new Preserved(true);
      case HELD_BY_OTHER -> new Ended("HeldByOther");
      case NOT_AVAILABLE -> new Ended("NotAvailable");
      case REJECTED -> new Ended("Rejected");
      case RELEASED, CANCELLED -> null;
    };
  }

  private static @Nullable OrderState released(ReplyCode code) {
    return code == ReplyCode.RELEASED ? new Ended("Released") : null;
  }

  /** What the provider says to the order itself comes late: it is kept, and awaits `cancelled`. */
  private static @Nullable OrderState cancelled(ReplyCode code) {
    return switch (code) {
      case CANCELLED -> new Ended(CANCELLED);
      case PRESERVED, PARTLY -> new KeptAfterCancel();
      case ACKNOWLEDGED, HELD_BY_OTHER, NOT_AVAILABLE, REJECTED -> new Ending(false);
      case RELEASED -> null;
    };
  }

  private static boolean isKept(ReplyCode code) {
    return code == ReplyCode.PRESERVED || code == ReplyCode.PARTLY;
  }
}

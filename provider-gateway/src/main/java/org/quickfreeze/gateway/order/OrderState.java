package org.quickfreeze.gateway.order;

import java.util.Optional;
import org.quickfreeze.contracts.order.ReplyCode;

/**
 * Where an order is between its issue and its end. Each state offers only what may follow; a late
 * reply to an order that has ended is kept and changes nothing here.
 */
public sealed interface OrderState {
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

  /** Nothing more is expected. */
  record Ended(String name) implements OrderState {}

  /** The broker will never take the record: it has to be served otherwise. */
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
      case "Undeliverable" -> new Undeliverable();
      case "HeldByOther", "NotAvailable", "Rejected", "Released", "Cancelled" -> new Ended(name);
      default -> throw new IllegalArgumentException("no such state of an order");
    };
  }

  /** After the broker's acknowledgement. */
  default OrderState delivered() {
    return this instanceof Issued ? new Delivered() : this;
  }

  /** After a further document: a cancellation or a release. */
  default Optional<OrderState> follows(String kind) {
    return switch (this) {
      case Issued _, Delivered _, Acknowledged _ ->
          kind.equals("cancel") ? Optional.of(new Ending(false)) : Optional.empty();
      case Preserved _ -> kind.equals("release") ? Optional.of(new Ending(true)) : Optional.empty();
      case Ending _, Ended _, Undeliverable _ -> Optional.empty();
    };
  }

  /** After a reply; empty when the reply is not lawful from here. */
  default Optional<OrderState> after(ReplyCode code) {
    return switch (this) {
      case Issued _, Delivered _, Acknowledged _ -> Optional.ofNullable(firstReply(code));
      case Preserved _ -> Optional.empty();
      case Ending ending -> Optional.ofNullable(lastReply(ending, code));
      case Ended _, Undeliverable _ -> Optional.empty();
    };
  }

  private static @org.jspecify.annotations.Nullable OrderState firstReply(ReplyCode code) {
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

  private static @org.jspecify.annotations.Nullable OrderState lastReply(
      Ending ending, ReplyCode code) {
    return switch (code) {
      case RELEASED -> ending.release() ? new Ended("Released") : null;
      case CANCELLED -> ending.release() ? null : new Ended("Cancelled");
      case ACKNOWLEDGED, PRESERVED, PARTLY, HELD_BY_OTHER, NOT_AVAILABLE, REJECTED -> null;
    };
  }
}

package org.quickfreeze.contracts.order;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import org.quickfreeze.contracts.act.Coded;

/** What a provider may answer. */
public enum ReplyCode implements Coded {
  /** The order has been read; work begins. */
  ACKNOWLEDGED("acknowledged"),
  /** With {@code until} and {@code count}. */
  PRESERVED("preserved"),
  /** With {@code until}, {@code count} and {@code missing}. */
  PARTLY("partly"),
  /** With {@code holder} and {@code state}. */
  HELD_BY_OTHER("held-by-other"),
  /** With {@code reason}. */
  NOT_AVAILABLE("not-available"),
  /** With {@code reason}. */
  REJECTED("rejected"),
  /** Answers a release. */
  RELEASED("released"),
  /** Answers a cancellation. */
  CANCELLED("cancelled");

  private final String wire;

  ReplyCode(String wire) {
    this.wire = wire;
  }

  @Override
  @JsonValue
  public String wire() {
    return wire;
  }

  public static Optional<ReplyCode> named(String wire) {
    return Arrays.stream(values()).filter(code -> code.wire.equals(wire)).findFirst();
  }
}

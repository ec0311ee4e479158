package org.quickfreeze.contracts.order;

import java.util.Arrays;
import java.util.Optional;

/** What a provider may answer. */
public enum ReplyCode {
  ACKNOWLEDGED("acknowledged"),
  PRESERVED("preserved"),
  PARTLY("partly"),
  HELD_BY_OTHER("held-by-other"),
  NOT_AVAILABLE("not-available"),
  REJECTED("rejected"),
  RELEASED("released"),
  CANCELLED("cancelled");

  private final String wire;

  ReplyCode(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  public static Optional<ReplyCode> named(String wire) {
    return Arrays.stream(values()).filter(code -> code.wire.equals(wire)).findFirst();
  }
}

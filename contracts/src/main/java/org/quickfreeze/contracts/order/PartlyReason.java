package org.quickfreeze.contracts.order;

import com.fasterxml.jackson.annotation.JsonValue;
import org.quickfreeze.contracts.act.Coded;

/** Why a part of the ordered data is missing. */
public enum PartlyReason implements Coded {
  /** Part was gone when the order came. */
  PARTLY_DELETED("partly-deleted"),
  /** Part is of a kind that the provider does not keep. */
  PARTLY_NOT_KEPT("partly-not-kept"),
  /** Part lies with another provider. */
  PARTLY_HELD_BY_OTHER("partly-held-by-other"),
  /** Part of the period lies outside what is kept. */
  PERIOD_NOT_COVERED("period-not-covered");

  private final String wire;

  PartlyReason(String wire) {
    this.wire = wire;
  }

  @Override
  @JsonValue
  public String wire() {
    return wire;
  }
}

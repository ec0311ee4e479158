package org.quickfreeze.contracts.order;

import com.fasterxml.jackson.annotation.JsonValue;
import org.quickfreeze.contracts.act.Coded;

/** Why there are no data to preserve. */
public enum NotAvailableReason implements Coded {
  NO_SUCH_ACCOUNT("no-such-account"),
  /** Gone before the order came. */
  DELETED("deleted"),
  /** Of a kind that the provider does not keep. */
  NOT_KEPT("not-kept"),
  /** The period lies outside what is kept. */
  PERIOD_NOT_COVERED("period-not-covered"),
  /** Matches too many: port or exact time is missing. */
  AMBIGUOUS("ambiguous");

  private final String wire;

  NotAvailableReason(String wire) {
    this.wire = wire;
  }

  @Override
  @JsonValue
  public String wire() {
    return wire;
  }
}

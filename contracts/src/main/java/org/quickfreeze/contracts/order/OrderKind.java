package org.quickfreeze.contracts.order;

import com.fasterxml.jackson.annotation.JsonValue;
import org.quickfreeze.contracts.act.Coded;

/** What a document tells the provider to do. */
public enum OrderKind implements Coded {
  /** Keep the data until the date named. */
  PRESERVE("preserve"),
  /** Do not start, or stop: nothing is preserved yet. */
  CANCEL("cancel"),
  /** The preserved data are no longer required (S2 paragraph 37). */
  RELEASE("release");

  private final String wire;

  OrderKind(String wire) {
    this.wire = wire;
  }

  @Override
  @JsonValue
  public String wire() {
    return wire;
  }
}

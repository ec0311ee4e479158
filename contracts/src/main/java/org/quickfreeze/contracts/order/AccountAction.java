package org.quickfreeze.contracts.order;

import com.fasterxml.jackson.annotation.JsonValue;
import org.quickfreeze.contracts.act.Coded;

/** What the provider may do to the account on its own. */
public enum AccountAction implements Coded {
  /** Nothing without asking the officer named. */
  NONE("none");

  private final String wire;

  AccountAction(String wire) {
    this.wire = wire;
  }

  @Override
  @JsonValue
  public String wire() {
    return wire;
  }
}

package org.quickfreeze.contracts.act;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How data were secured without a preservation order (Budapest Convention, Art. 29(1): "order or
 * otherwise obtain").
 */
public enum SecuredBy implements Coded {
  SEIZED("seized"),
  PRODUCED("produced"),
  VOLUNTARILY("voluntarily"),
  ALREADY_HELD("already-held");

  private final String wire;

  SecuredBy(String wire) {
    this.wire = wire;
  }

  @Override
  @JsonValue
  public String wire() {
    return wire;
  }
}

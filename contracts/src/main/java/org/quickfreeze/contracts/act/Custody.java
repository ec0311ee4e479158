package org.quickfreeze.contracts.act;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whose hand held the key that signed. */
public enum Custody implements Coded {
  /** The authority holds its key. */
  OWN("own"),
  /** The network signs with a key kept for the authority, by its Party's choice. */
  CUSTODIAL("custodial");

  private final String wire;

  Custody(String wire) {
    this.wire = wire;
  }

  @Override
  @JsonValue
  public String wire() {
    return wire;
  }
}

package org.quickfreeze.request.lifecycle.domain;

import java.util.Arrays;

/** The clocks of a preservation request. */
public enum ClockName {
  /** From submission until a named handler confirms receipt (rule R1). */
  ACKNOWLEDGEMENT("acknowledgement"),
  /** The next warning before a preservation ends (rule R3). */
  PRESERVATION_WARNING("preservation-warning"),
  /** The end of a preservation (rule R3, BC 29(7)). */
  PRESERVATION("preservation");

  private final String wire;

  ClockName(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  public static ClockName named(String wire) {
    return Arrays.stream(values()).filter(n -> n.wire.equals(wire)).findFirst().orElseThrow();
  }
}

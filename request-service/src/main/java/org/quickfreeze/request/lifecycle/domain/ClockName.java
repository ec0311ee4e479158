package org.quickfreeze.request.lifecycle.domain;

import java.util.Arrays;

/** The clocks of a preservation request. */
public enum ClockName {
  /** From submission until a named handler confirms receipt (rule R1). */
  ACKNOWLEDGEMENT("acknowledgement"),
  /** From acknowledgement until the requested side reports an action (rule R1b). */
  ACTION_REPORT("action-report"),
  /** From acceptance until the data are preserved (rule R2b). */
  PRESERVATION_EFFECTED("preservation-effected"),
  /** From an order until the provider says anything to it (rule R2a). */
  PROVIDER_ACKNOWLEDGEMENT("provider-acknowledgement"),
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

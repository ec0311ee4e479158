package org.quickfreeze.contracts.rulebook;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a finding stops a form. */
public enum Severity {
  /** The form is refused. */
  @JsonProperty("error")
  ERROR,
  /** The form is taken; both sides are told. */
  @JsonProperty("warning")
  WARNING
}

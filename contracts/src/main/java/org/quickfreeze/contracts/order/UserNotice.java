package org.quickfreeze.contracts.order;

import com.fasterxml.jackson.annotation.JsonValue;
import org.quickfreeze.contracts.act.Coded;

/** Whether the provider may tell its customer. */
public enum UserNotice implements Coded {
  NO("no"),
  /** Not before the date named. */
  NOT_BEFORE("not-before"),
  ALLOWED("allowed");

  private final String wire;

  UserNotice(String wire) {
    this.wire = wire;
  }

  @Override
  @JsonValue
  public String wire() {
    return wire;
  }
}

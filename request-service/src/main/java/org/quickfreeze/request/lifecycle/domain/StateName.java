package org.quickfreeze.request.lifecycle.domain;

/**
 * The names of the states, as callers, statistics and docs/lifecycle.md know them. Up to Accepted a
 * request has one; from then on each of its items has one.
 */
public enum StateName {
  /** Before the first act; no request is ever in it. */
  START("Start", false),
  SUBMITTED("Submitted", false),
  ACKNOWLEDGED("Acknowledged", false),
  CLARIFICATION_ASKED("ClarificationAsked", false),
  AWAITING_REQUESTER_DECISION("AwaitingRequesterDecision", false),
  POSTPONED("Postponed", false),
  /** An item that was left out when others were accepted. */
  ASKED("Asked", false),
  ACCEPTED("Accepted", false),
  ORDERED("Ordered", false),
  RETURNED("Returned", false),
  UNDER_EXAMINATION("UnderExamination", false),
  PRESERVED("Preserved", false),
  HELD_PENDING_MLA("HeldPendingMla", false),
  TRANSMITTED("Transmitted", false),
  RECEIVED("Received", false),
  RELEASED("Released", false),
  WITHDRAWN_UNCONFIRMED("WithdrawnUnconfirmed", false),
  CLOSED("Closed", true),
  EXPIRED("Expired", true),
  WITHDRAWN("Withdrawn", true),
  NOT_AVAILABLE("NotAvailable", true),
  NOT_EXECUTED("NotExecuted", true),
  REFUSED("Refused", true);

  private final String wire;
  private final boolean end;

  StateName(String wire, boolean end) {
    this.wire = wire;
    this.end = end;
  }

  /** The name as it is written. */
  public String wire() {
    return wire;
  }

  /** Whether nothing more can happen. */
  public boolean end() {
    return end;
  }
}

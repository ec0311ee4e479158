package org.quickfreeze.contracts.order;

import com.fasterxml.jackson.annotation.JsonValue;
import org.quickfreeze.contracts.act.Coded;

/** Why a provider does not carry out an order. */
public enum RejectedReason implements Coded {
  SIGNATURE_INVALID("signature-invalid"),
  ISSUER_UNKNOWN("issuer-unknown"),
  /** Not under the law of the issuing State. */
  NO_JURISDICTION("no-jurisdiction"),
  /** The provision named does not carry the order. */
  LEGAL_BASIS("legal-basis"),
  /** Not specific enough to be carried out. */
  UNCLEAR("unclear"),
  TOO_BROAD("too-broad"),
  /** Another service or company is meant. */
  WRONG_ADDRESSEE("wrong-addressee"),
  /** An order or cancellation that came later rules it out. */
  SUPERSEDED("superseded");

  private final String wire;

  RejectedReason(String wire) {
    this.wire = wire;
  }

  @Override
  @JsonValue
  public String wire() {
    return wire;
  }
}

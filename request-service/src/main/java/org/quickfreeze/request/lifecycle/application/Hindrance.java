package org.quickfreeze.request.lifecycle.application;

/** Why somebody should not send an act as things stand; what cannot wait may go all the same. */
public enum Hindrance {
  /** None of the addressee's contact points was confirmed in time. */
  STALE_CONTACT(
      "stale-contact",
      "/to/authority",
      "BC 27(2)(d)",
      "nobody there has confirmed for too long that its entry is right"),
  /** The sender's training has run out, or none is on record. */
  UNTRAINED(
      "untrained",
      "/author",
      "BC 35(3)",
      "no training of the sender is on record that still holds"),
  /** The sender's measures do not contain this kind of request. */
  NOT_AUTHORISED(
      "not-authorised",
      "/author",
      "S2 21, 22",
      "this kind of request is none of the sender's measures in the register");

  private final String code;
  private final String pointer;
  private final String source;
  private final String message;

  Hindrance(String code, String pointer, String source, String message) {
    this.code = code;
    this.pointer = pointer;
    this.source = source;
    this.message = message;
  }

  /** As answers and events name it, such as {@code untrained}. */
  public String code() {
    return code;
  }

  /** RFC 6901, into the act. */
  public String pointer() {
    return pointer;
  }

  /** The provision that demands it. */
  public String source() {
    return source;
  }

  /** For the sender to read; names no person. */
  public String message() {
    return message;
  }
}

package org.quickfreeze.contracts.holder;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/** Why somebody is thought to hold a range. */
public enum Basis {
  /** The holder has said so itself. */
  DECLARED("declared"),
  /**
   * A public list says to whom the range was delegated. That is not the same as holding: a range
   * may be let to somebody else.
   */
  DELEGATED("delegated");

  private final String word;

  Basis(String word) {
    this.word = word;
  }

  /** As it stands on the wire and in tables. */
  @JsonValue
  public String word() {
    return word;
  }

  /** The basis of a word; empty for any other. */
  public static Optional<Basis> named(String word) {
    for (Basis basis : values()) {
      if (basis.word.equals(word)) {
        return Optional.of(basis);
      }
    }
    return Optional.empty();
  }
}

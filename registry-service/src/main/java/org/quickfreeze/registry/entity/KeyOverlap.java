package org.quickfreeze.registry.entity;

import java.time.Duration;

/**
 * How long a key counts on after another has taken over from it, where its owner does not say.
 *
 * @param signing of keys that sign: as long as it takes to move every machine, since whoever has
 *     stolen the old key signs for that long
 * @param sealing of keys to which others encrypt: longer, since a sender may hold an older copy,
 *     and nobody new encrypts to it
 * @param longest what an owner can say at most
 */
public record KeyOverlap(Duration signing, Duration sealing, Duration longest) {
  /**
   * @throws IllegalArgumentException when what is meant for all is more than an owner may say
   */
  public KeyOverlap {
    if (signing.isNegative()
        || sealing.isNegative()
        || signing.compareTo(longest) > 0
        || sealing.compareTo(longest) > 0) {
      throw new IllegalArgumentException("the overlap of keys lies between nothing and " + longest);
    }
  }

  /** The overlap of a use, such as {@code sig}. */
  Duration of(String use) {
    return use.equals("sig") ? signing : sealing;
  }

  boolean allows(Duration overlap) {
    return !overlap.isNegative() && overlap.compareTo(longest) <= 0;
  }
}

package org.quickfreeze.audit.log;

import java.util.Arrays;

/** Bytes that nobody changes, compared by content. */
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Takes a copy. */
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /** Gives a copy. */
  public byte[] copy() {
    return value.clone();
  }

  public int length() {
    return value.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Says how many, never which: bytes may be secret. */
  @Override
  public String toString() {
    return value.length + " bytes";
  }
}

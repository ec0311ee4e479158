package org.quickfreeze.audit.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** A SHA-256 value: exactly 32 bytes, immutable, compared by content. */
public final class Hash {
  /** Length of a hash in bytes. */
  public static final int BYTES = 32;

  private final byte[] value;

  private Hash(byte[] value) {
    this.value = value;
  }

  /**
   * Takes a copy of 32 bytes.
   *
   * @throws IllegalArgumentException when there are not exactly 32
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /** Hashes the concatenation of {@code parts}. */
  public static Hash sha256(byte[]... parts) {
    MessageDigest digest = digest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return new Hash(digest.digest());
  }

  /** Reads lower-case or upper-case hex; empty when it is not 64 digits. */
  public static Optional<Hash> fromHex(String hex) {
    return hex.matches("[0-9a-fA-F]{64}")
        ? Optional.of(new Hash(HexFormat.of().parseHex(hex)))
        : Optional.empty();
  }

  /** Reads padded base64 (RFC 4648, section 4); empty when it is not the one form of 32 bytes. */
  public static Optional<Hash> fromBase64(String text) {
    return StrictBase64.decode(text).filter(bytes -> bytes.length == BYTES).map(Hash::new);
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return value.clone();
  }

  public String hex() {
    return HexFormat.of().formatHex(value);
  }

  /** Padded base64 (RFC 4648, section 4). */
  public String base64() {
    return Base64.getEncoder().encodeToString(value);
  }

  /** Copies the 32 bytes into {@code target} from {@code offset} on. */
  void copyTo(byte[] target, int offset) {
    System.arraycopy(value, 0, target, offset, BYTES);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(value, hash.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return hex();
  }
}

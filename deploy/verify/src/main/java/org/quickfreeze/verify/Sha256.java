package org.quickfreeze.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The three hashes of a Merkle log (RFC 6962, section 2.1). */
final class Sha256 {
  static final int BYTES = 32;

  private Sha256() {}

  static byte[] empty() {
    return fresh().digest();
  }

  static byte[] leaf(byte[] entry) {
    MessageDigest digest = fresh();
    digest.update((byte) 0);
    return digest.digest(entry);
  }

  static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = fresh();
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }

  static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package org.quickfreeze.backbone.sealing;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * The key of one half of one request: AES-256-GCM, each ciphertext bound to what it is, so that it
 * cannot be moved to another place.
 */
public final class DataKey {
  private static final SecureRandom RANDOM = new SecureRandom();
  private final byte[] key;
  private final AesGcmJce aead;

  private DataKey(byte[] key) {
    this.key = key;
    try {
      this.aead = new AesGcmJce(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not available", e);
    }
  }

  /** A fresh key. */
  public static DataKey fresh() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return new DataKey(key);
  }

  static DataKey of(byte[] key) {
    return new DataKey(key.clone());
  }

  byte[] bytes() {
    return key.clone();
  }

  /**
   * Encrypts.
   *
   * @param place what the ciphertext belongs to, such as {@code <request id>/entry/3}
   */
  public byte[] encrypt(byte[] plain, String place) {
    try {
      return aead.encrypt(plain, place.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not available", e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws IllegalStateException when it was altered, moved, or belongs to another key
   */
  public byte[] decrypt(byte[] sealed, String place) {
    try {
      return aead.decrypt(sealed, place.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a ciphertext does not open at its place", e);
    }
  }

  /** HMAC over a change record, with a key derived from this one and the event's id. */
  public byte[] detail(String eventId, byte[] changeRecord) {
    byte[] derived =
        Macs.hmac(
            key,
            "detail".getBytes(StandardCharsets.UTF_8),
            eventId.getBytes(StandardCharsets.UTF_8));
    return Macs.hmac(derived, changeRecord);
  }

  @Override
  public String toString() {
    return "DataKey[redacted]";
  }
}

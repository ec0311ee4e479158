package org.quickfreeze.backbone.sealing;

/**
 * Where a service's secret keys are. The local one is a folder of encrypted files; production puts
 * PKCS#11 or a key management service behind the same port. Names match {@code
 * [A-Za-z0-9.-]{1,50}}.
 */
public interface KeyVault {
  /**
   * Wraps a data key for a Party, bound to what it opens.
   *
   * @param party ISO 3166-1 alpha-2, upper case
   * @param place the request and the half of it, such as {@code <request id>/shared}
   */
  byte[] wrap(String party, DataKey key, String place);

  /**
   * Unwraps a data key.
   *
   * @throws IllegalStateException when it was wrapped for another Party or place, or was altered
   */
  DataKey unwrap(String party, byte[] wrapped, String place);

  /** A MAC key of 32 bytes by name, made at the first call. */
  byte[] macKey(String name);

  /** Signs ES256 with the P-256 key of this name, made at the first call. */
  Es256Signer signer(String name);

  /** Signs with the Ed25519 key of this name, made at the first call. */
  Ed25519Signer ed25519Signer(String name);
}

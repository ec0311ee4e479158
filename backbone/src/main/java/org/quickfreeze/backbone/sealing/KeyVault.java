package org.quickfreeze.backbone.sealing;

import com.nimbusds.jose.jwk.ECKey;

/**
 * Where a service's secret keys are. The local one is a folder of encrypted files; production puts
 * PKCS#11 or a key management service behind the same port.
 */
public interface KeyVault {
  /** Wraps a data key for a Party, bound to what it opens. */
  byte[] wrap(String party, DataKey key, String place);

  /**
   * Unwraps a data key.
   *
   * @throws IllegalStateException when it was wrapped for another Party or place
   */
  DataKey unwrap(String party, byte[] wrapped, String place);

  /** A MAC key of 32 bytes by name, made at the first call. */
  byte[] macKey(String name);

  /** A signing key on P-256 by name, made at the first call. */
  ECKey signingKey(String name);

  /** An Ed25519 key by name, made at the first call: PKCS#8 of the private half. */
  byte[] ed25519(String name);
}

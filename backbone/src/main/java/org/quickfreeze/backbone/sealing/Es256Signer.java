package org.quickfreeze.backbone.sealing;

import java.security.interfaces.ECPublicKey;

/**
 * A handle on a P-256 key that signs. The private half stays where it is, which is what lets
 * PKCS#11 or a key management service stand behind it.
 */
public interface Es256Signer {
  /** RFC 7638 thumbprint of the public half, base64url. */
  String kid();

  /** The public half. */
  ECPublicKey publicKey();

  /** ES256 signature of RFC 7518, section 3.4: 64 bytes, R before S. */
  byte[] sign(byte[] input);
}

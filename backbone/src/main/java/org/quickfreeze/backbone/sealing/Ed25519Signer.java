package org.quickfreeze.backbone.sealing;

/** A handle on an Ed25519 key (RFC 8032) that signs, such as the one of the audit log. */
public interface Ed25519Signer {
  /** The public half, 32 bytes. */
  byte[] publicKey();

  /** Signature of 64 bytes. */
  byte[] sign(byte[] message);
}

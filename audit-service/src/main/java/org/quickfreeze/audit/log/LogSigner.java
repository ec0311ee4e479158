package org.quickfreeze.audit.log;

/** The log's pen. */
public interface LogSigner {
  /** The key that verifies what this signs; its name is the log's origin. */
  VerifierKey key();

  /** The Ed25519 signature, 64 bytes, over the message. */
  byte[] sign(byte[] message);
}

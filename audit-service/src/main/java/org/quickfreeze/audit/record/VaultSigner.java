package org.quickfreeze.audit.record;

import org.quickfreeze.audit.log.LogSigner;
import org.quickfreeze.audit.log.VerifierKey;
import org.quickfreeze.backbone.sealing.Ed25519Signer;

/** The log's pen, whose key stays in the vault. */
final class VaultSigner implements LogSigner {
  private final Ed25519Signer handle;
  private final VerifierKey key;

  /**
   * @param origin the log's name, which is its key's name as well
   */
  VaultSigner(String origin, Ed25519Signer handle) {
    this.handle = handle;
    this.key = VerifierKey.ed25519(origin, handle.publicKey());
  }

  @Override
  public VerifierKey key() {
    return key;
  }

  @Override
  public byte[] sign(byte[] message) {
    return handle.sign(message);
  }
}

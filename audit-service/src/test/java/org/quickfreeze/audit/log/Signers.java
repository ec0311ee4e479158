package org.quickfreeze.audit.log;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;

/** Fresh log keys. */
public final class Signers {
  private Signers() {}

  public static LogSigner named(String name) {
    KeyPair pair = pair();
    byte[] spki = pair.getPublic().getEncoded();
    VerifierKey key = VerifierKey.ed25519(name, Arrays.copyOfRange(spki, 12, 44));
    return new Ed25519Signer(key, pair.getPrivate());
  }

  static LogSigner mismatched(VerifierKey key) {
    return new Ed25519Signer(key, pair().getPrivate());
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

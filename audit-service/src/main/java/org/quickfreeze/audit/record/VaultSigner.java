package org.quickfreeze.audit.record;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.quickfreeze.audit.log.Ed25519Signer;
import org.quickfreeze.audit.log.LogSigner;
import org.quickfreeze.audit.log.VerifierKey;

/** The log's key, out of the vault. */
final class VaultSigner {
  private VaultSigner() {}

  /**
   * @param pkcs8 the private key, with its public half derived again
   */
  static LogSigner of(String name, byte[] pkcs8) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519", "SunEC")
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return new Ed25519Signer(VerifierKey.ed25519(name, publicKey(key)), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the log's key is not usable", e);
    }
  }

  /** The JDK derives a public key only while it makes a pair: from the seed, as its randomness. */
  private static byte[] publicKey(PrivateKey key) throws GeneralSecurityException {
    byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
    java.security.KeyPairGenerator generator =
        java.security.KeyPairGenerator.getInstance("Ed25519", "SunEC");
    generator.initialize(255, new FixedSeed(seed));
    java.security.KeyPair pair = generator.generateKeyPair();
    if (!Arrays.equals(pair.getPrivate().getEncoded(), key.getEncoded())) {
      throw new GeneralSecurityException("the public key could not be derived");
    }
    byte[] spki = pair.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    byte[] probe = {1, 2, 3};
    Signature sign = Signature.getInstance("Ed25519", "SunEC");
    sign.initSign(key);
    sign.update(probe);
    Signature check = Signature.getInstance("Ed25519", "SunEC");
    check.initVerify(pair.getPublic());
    check.update(probe);
    if (!check.verify(sign.sign())) {
      throw new GeneralSecurityException("the key pair does not fit");
    }
    return raw;
  }

  /** Gives one fixed seed. */
  private static final class FixedSeed extends java.security.SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    FixedSeed(byte[] seed) {
      super();
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}

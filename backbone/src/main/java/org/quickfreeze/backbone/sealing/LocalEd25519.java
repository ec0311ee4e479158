package org.quickfreeze.backbone.sealing;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** An Ed25519 key in the memory of this process. */
final class LocalEd25519 implements Ed25519Signer {
  /** What stands before the 32 bytes of the seed in PKCS#8 (RFC 8410, section 7). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private static final int SEED = 32;

  private final PrivateKey secret;
  private final byte[] open;

  private LocalEd25519(PrivateKey secret, byte[] open) {
    this.secret = secret;
    this.open = open;
  }

  static byte[] freshPkcs8() {
    byte[] seed = new byte[SEED];
    new SecureRandom().nextBytes(seed);
    return pkcs8(seed);
  }

  static byte[] pkcs8(byte[] seed) {
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + SEED);
    System.arraycopy(seed, 0, encoded, PREFIX.length, SEED);
    return encoded;
  }

  static LocalEd25519 of(byte[] pkcs8) throws GeneralSecurityException {
    if (pkcs8.length != PREFIX.length + SEED || !Arrays.equals(pkcs8, pkcs8(seed(pkcs8)))) {
      throw new GeneralSecurityException("not an Ed25519 key in PKCS#8");
    }
    // The JDK does not derive the public half of an Ed25519 key from its private one.
    byte[] open = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed(pkcs8)).getPublicKey();
    PrivateKey secret =
        KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    return new LocalEd25519(secret, open);
  }

  private static byte[] seed(byte[] pkcs8) {
    return Arrays.copyOfRange(pkcs8, PREFIX.length, PREFIX.length + SEED);
  }

  @Override
  public byte[] publicKey() {
    return open.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(secret);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is not available", e);
    }
  }

  @Override
  public String toString() {
    return "Ed25519Signer[" + HexFormat.of().formatHex(open, 0, 4) + "]";
  }
}

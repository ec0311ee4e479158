package org.quickfreeze.backbone.sealing;

import com.nimbusds.jose.jwk.ECKey;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;

/** A P-256 key in the memory of this process. */
final class LocalEs256 implements Es256Signer {
  private final ECPublicKey open;
  private final PrivateKey secret;
  private final String kid;

  private LocalEs256(ECPublicKey open, PrivateKey secret) {
    this.open = open;
    this.secret = secret;
    this.kid = Jwk.kid(open);
  }

  /**
   * A signer for a key pair.
   *
   * @throws Jwk.InvalidJwk when there is no private half or it does not belong to the public one
   */
  static LocalEs256 of(ECKey key) throws Jwk.InvalidJwk {
    LocalEs256 signer = new LocalEs256(Jwk.publicKey(Jwk.members(key)), Jwk.privateKey(key));
    byte[] probe = {1};
    if (!Jws.holds(signer.open, probe, signer.sign(probe))) {
      throw new Jwk.InvalidJwk("has a private part that does not belong to the public one");
    }
    return signer;
  }

  @Override
  public String kid() {
    return kid;
  }

  @Override
  public ECPublicKey publicKey() {
    return open;
  }

  @Override
  public byte[] sign(byte[] input) {
    return sign(secret, input);
  }

  static byte[] sign(PrivateKey key, byte[] input) {
    try {
      Signature signature = Signature.getInstance(Jws.ALGORITHM);
      signature.initSign(key);
      signature.update(input);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ES256 is not available", e);
    }
  }

  @Override
  public String toString() {
    return "Es256Signer[" + kid + "]";
  }
}

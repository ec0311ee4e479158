package org.quickfreeze.backbone.sealing;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;

/** Compact JWE (RFC 7516) with ECDH-ES+A256KW and A256GCM, which tools outside open as well. */
public final class SealedJwe {
  private SealedJwe() {}

  /**
   * Seals text to a recipient.
   *
   * @param cty what is inside, such as {@code qf-order+jws}
   */
  public static String seal(String content, ECPublicKey recipient, String kid, String cty) {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
            .contentType(cty)
            .keyID(kid)
            .build();
    JWEObject jwe = new JWEObject(header, new Payload(content));
    try {
      jwe.encrypt(new ECDHEncrypter(recipient));
    } catch (JOSEException e) {
      throw new IllegalStateException("ECDH-ES+A256KW is not available", e);
    }
    return jwe.serialize();
  }

  /**
   * Opens what was sealed to this key.
   *
   * @throws CannotOpen when it is not sealed to this key or was altered
   */
  public static String open(String compact, ECKey recipient) throws CannotOpen {
    try {
      JWEObject jwe = JWEObject.parse(compact);
      jwe.decrypt(new ECDHDecrypter(recipient));
      return jwe.getPayload().toString();
    } catch (ParseException | JOSEException e) {
      throw new CannotOpen();
    }
  }

  /** A sealed document that does not open. */
  public static final class CannotOpen extends Exception {
    private static final long serialVersionUID = 1L;

    CannotOpen() {
      super("not sealed to this key, or altered");
    }
  }
}

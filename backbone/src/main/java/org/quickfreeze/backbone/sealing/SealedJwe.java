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
import java.nio.charset.CharacterCodingException;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;

/** Compact JWE (RFC 7516) with ECDH-ES+A256KW and A256GCM, which tools outside open as well. */
public final class SealedJwe {
  private static final JWEAlgorithm ALGORITHM = JWEAlgorithm.ECDH_ES_A256KW;
  private static final EncryptionMethod METHOD = EncryptionMethod.A256GCM;

  static {
    CryptoProviders.inUse();
  }

  private SealedJwe() {}

  /**
   * Seals text to a recipient.
   *
   * @param recipient key on P-256
   * @param cty what is inside, such as {@code qf-order+jws}
   */
  public static String seal(String content, ECPublicKey recipient, String kid, String cty) {
    JWEHeader header = new JWEHeader.Builder(ALGORITHM, METHOD).contentType(cty).keyID(kid).build();
    JWEObject jwe = new JWEObject(header, new Payload(content));
    try {
      jwe.encrypt(new ECDHEncrypter(recipient));
    } catch (JOSEException e) {
      throw new IllegalStateException("ECDH-ES+A256KW is not available", e);
    }
    return jwe.serialize();
  }

  /**
   * Opens what was sealed to this key. Other algorithms, compression and critical extensions are
   * refused: the sender does not choose how strongly we are protected.
   *
   * @throws CannotOpen when it is not sealed to this key or was altered
   */
  public static String open(String compact, ECKey recipient) throws CannotOpen {
    try {
      JWEObject jwe = JWEObject.parse(compact);
      if (!expected(jwe.getHeader())) {
        throw new CannotOpen();
      }
      jwe.decrypt(new ECDHDecrypter(recipient));
      return Utf8.decode(jwe.getPayload().toBytes());
    } catch (ParseException | JOSEException | CharacterCodingException | RuntimeException e) {
      // The library answers some malformed headers with unchecked exceptions.
      throw new CannotOpen();
    }
  }

  private static boolean expected(JWEHeader header) {
    return ALGORITHM.equals(header.getAlgorithm())
        && METHOD.equals(header.getEncryptionMethod())
        && header.getCompressionAlgorithm() == null
        && header.getCriticalParams() == null;
  }

  /** A sealed document that does not open. */
  public static final class CannotOpen extends Exception {
    private static final long serialVersionUID = 1L;

    CannotOpen() {
      super("not sealed to this key, or altered");
    }
  }
}

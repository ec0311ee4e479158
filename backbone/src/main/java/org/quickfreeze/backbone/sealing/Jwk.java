package org.quickfreeze.backbone.sealing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys on P-256 as JWK (RFC 7517). */
public final class Jwk {
  private Jwk() {}

  /**
   * The public key of a JWK.
   *
   * @throws InvalidJwk when it is not a P-256 key, holds a private part, or its point is not on the
   *     curve
   */
  public static ECPublicKey publicKey(Map<String, String> jwk) throws InvalidJwk {
    ECKey key = parse(jwk);
    if (key.isPrivate()) {
      throw new InvalidJwk("holds a private part");
    }
    try {
      return key.toECPublicKey();
    } catch (JOSEException e) {
      throw new InvalidJwk("is not usable");
    }
  }

  static ECKey parse(Map<String, String> jwk) throws InvalidJwk {
    try {
      JWK parsed = JWK.parse(new HashMap<String, Object>(jwk));
      if (parsed instanceof ECKey key && Curve.P_256.equals(key.getCurve())) {
        return key;
      }
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      throw new InvalidJwk("is not a P-256 key");
    }
    throw new InvalidJwk("is not a P-256 key");
  }

  /** RFC 7638 thumbprint, base64url; empty when the JWK is not a public P-256 key. */
  public static String thumbprintOrEmpty(Map<String, String> jwk) {
    try {
      ECKey key = parse(jwk);
      return key.isPrivate() ? "" : key.computeThumbprint().toString();
    } catch (InvalidJwk | JOSEException e) {
      return "";
    }
  }

  /**
   * Reads a JWK from JSON text, private part included where there is one.
   *
   * @throws InvalidJwk when it is not a P-256 key
   */
  public static ECKey fromJson(String json) throws InvalidJwk {
    try {
      return ECKey.parse(json);
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      throw new InvalidJwk("is not a P-256 key");
    }
  }

  /** Public members of a key as they stand in the register. */
  public static Map<String, String> members(ECKey key) {
    return Map.of(
        "kty", "EC", "crv", "P-256", "x", key.getX().toString(), "y", key.getY().toString());
  }

  static ECPrivateKey privateKey(ECKey key) throws InvalidJwk {
    try {
      @Nullable ECPrivateKey secret = key.toECPrivateKey();
      if (secret == null) {
        throw new InvalidJwk("holds no private part");
      }
      return secret;
    } catch (JOSEException e) {
      throw new InvalidJwk("is not usable");
    }
  }

  /** A JWK that cannot be used; the message quotes nothing of it. */
  public static final class InvalidJwk extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidJwk(String what) {
      super(what);
    }
  }
}

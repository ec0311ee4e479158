package org.quickfreeze.backbone.sealing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;

/**
 * Keys on P-256 as JWK (RFC 7517), read strictly: coordinates of exactly 32 bytes (RFC 7518,
 * section 6.2.1.2) in their one base64url form, so that a key has one thumbprint, and a point on
 * the curve.
 */
public final class Jwk {
  private static final int COORDINATE = 32;

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

  static ECKey parse(Map<String, ?> jwk) throws InvalidJwk {
    try {
      ECKey key = ECKey.parse(new HashMap<String, Object>(jwk));
      if (Curve.P_256.equals(key.getCurve())
          && exact(key.getX())
          && exact(key.getY())
          && (key.getD() == null || exact(key.getD()))) {
        return key;
      }
    } catch (ParseException | RuntimeException e) {
      // The library answers some malformed members with unchecked exceptions.
      throw new InvalidJwk("is not a P-256 key");
    }
    throw new InvalidJwk("is not a P-256 key");
  }

  private static boolean exact(Base64URL coordinate) {
    byte[] bytes = coordinate.decode();
    return bytes.length == COORDINATE && Base64URL.encode(bytes).equals(coordinate);
  }

  /** RFC 7638 thumbprint, base64url; empty when the JWK is not a public P-256 key. */
  public static String thumbprintOrEmpty(Map<String, String> jwk) {
    try {
      ECKey key = parse(jwk);
      return key.isPrivate() ? "" : thumbprint(key);
    } catch (InvalidJwk e) {
      return "";
    }
  }

  /** RFC 7638 thumbprint of a P-256 key, base64url. */
  public static String kid(ECPublicKey key) {
    return thumbprint(of(key));
  }

  /**
   * Reads a JWK from JSON text, private part included where there is one.
   *
   * @throws InvalidJwk when it is not a P-256 key
   */
  public static ECKey fromJson(String json) throws InvalidJwk {
    try {
      @Nullable Map<String, Object> members =
          Wire.mapper().readValue(json, new TypeReference<Map<String, Object>>() {});
      if (members != null) {
        return parse(members);
      }
    } catch (IOException e) {
      throw new InvalidJwk("is not JSON");
    }
    throw new InvalidJwk("is not JSON");
  }

  /** Public members of a key as they stand in the register. */
  public static Map<String, String> members(ECKey key) {
    return Map.of(
        "kty", "EC", "crv", "P-256", "x", key.getX().toString(), "y", key.getY().toString());
  }

  /** Public members of a P-256 key as they stand in the register. */
  public static Map<String, String> members(ECPublicKey key) {
    return members(of(key));
  }

  private static ECKey of(ECPublicKey key) {
    return new ECKey.Builder(Curve.P_256, key).build();
  }

  private static String thumbprint(ECKey key) {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
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

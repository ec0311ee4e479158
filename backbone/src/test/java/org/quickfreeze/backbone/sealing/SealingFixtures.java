package org.quickfreeze.backbone.sealing;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.quickfreeze.contracts.Wire;

/** Keys and documents that the tests of this package share. */
final class SealingFixtures {
  /** The key of RFC 7515, appendix A.3. */
  static final String RFC_7515_KEY =
      """
      {"kty":"EC","crv":"P-256",
       "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
       "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
       "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}""";

  static final String ACT = "qf-act+jws";

  private SealingFixtures() {}

  static ECKey key(String json) {
    try {
      return Jwk.fromJson(json);
    } catch (Jwk.InvalidJwk e) {
      throw new IllegalStateException(e);
    }
  }

  static Es256Signer signer(ECKey key) {
    try {
      return LocalEs256.of(key);
    } catch (Jwk.InvalidJwk e) {
      throw new IllegalStateException(e);
    }
  }

  static ECKey freshKey() {
    try {
      return new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256)
          .generate();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return Wire.mapper().readTree(text);
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A copy with one bit turned over. */
  static byte[] flipped(byte[] bytes, int bit) {
    byte[] copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return copy;
  }
}

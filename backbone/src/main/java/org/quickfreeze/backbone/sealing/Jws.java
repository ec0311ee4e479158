package org.quickfreeze.backbone.sealing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;

/**
 * Compact JWS (RFC 7515) in the one form that acts, orders, replies and directory entries use:
 * ES256, a header of {@code alg}, {@code kid} and {@code typ} alone, a payload in RFC 8785 form.
 */
public final class Jws {
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");
  private static final int SIGNATURE_BYTES = 64;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  static {
    CryptoProviders.inUse();
  }

  private Jws() {}

  /** Finds the public key of a {@code kid}; null when there is none in force. */
  @FunctionalInterface
  public interface KeyLookup {
    @Nullable PublicKey key(String kid);
  }

  /** What a check came to. */
  public sealed interface Result {}

  /**
   * Signed by the key named.
   *
   * @param hash SHA-256 of the signing input, base64url; does not depend on the signature's bytes
   */
  public record Verified(String kid, byte[] payload, String hash) implements Result {}

  /** Not to be trusted, and why. */
  public record Invalid(Fault fault) implements Result {}

  /** Why a JWS is refused. */
  public enum Fault {
    MALFORMED("malformed"),
    WRONG_HEADER("wrong-header"),
    UNKNOWN_KEY("unknown-key"),
    BAD_SIGNATURE("bad-signature"),
    NOT_CANONICAL("not-canonical");

    private final String code;

    Fault(String code) {
      this.code = code;
    }

    /** Lower case with hyphens, for problems and events. */
    public String code() {
      return code;
    }
  }

  /** Signs the canonical form of a value. */
  public static String sign(PrivateKey key, String kid, String typ, JsonNode value) {
    String header = "{\"alg\":\"ES256\",\"kid\":\"" + kid + "\",\"typ\":\"" + typ + "\"}";
    String input =
        encode(header.getBytes(StandardCharsets.UTF_8)) + '.' + encode(CanonicalJson.of(value));
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + '.' + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ES256 is not available", e);
    }
  }

  /** Checks form, header, signature and canonical payload, in this order. */
  public static Result verify(String compact, String typ, KeyLookup keys) {
    int first = compact.indexOf('.');
    int last = compact.lastIndexOf('.');
    if (first <= 0 || last == first || compact.indexOf('.', first + 1) != last) {
      return new Invalid(Fault.MALFORMED);
    }
    byte[] header = decode(compact.substring(0, first));
    byte[] payload = decode(compact.substring(first + 1, last));
    byte[] signature = decode(compact.substring(last + 1));
    if (header == null || payload == null || signature == null) {
      return new Invalid(Fault.MALFORMED);
    }
    String kid = kid(header, typ);
    if (kid == null) {
      return new Invalid(Fault.WRONG_HEADER);
    }
    PublicKey key = keys.key(kid);
    if (key == null) {
      return new Invalid(Fault.UNKNOWN_KEY);
    }
    byte[] input = compact.substring(0, last).getBytes(StandardCharsets.US_ASCII);
    if (!holds(key, input, signature)) {
      return new Invalid(Fault.BAD_SIGNATURE);
    }
    if (!CanonicalJson.is(payload)) {
      return new Invalid(Fault.NOT_CANONICAL);
    }
    return new Verified(kid, payload, sha256(input));
  }

  /** The hash by which others refer to a signed document; empty when it is not a compact JWS. */
  public static String hash(String compact) {
    int last = compact.lastIndexOf('.');
    return last < 0 ? "" : sha256(compact.substring(0, last).getBytes(StandardCharsets.US_ASCII));
  }

  /** SHA-256, base64url without padding. */
  public static String sha256(byte[] bytes) {
    try {
      return encode(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable String kid(byte[] header, String typ) {
    try {
      JsonNode json = Wire.mapper().readTree(header);
      boolean known = json.isObject() && json.size() == HEADER.size();
      for (String name : HEADER) {
        known &= json.path(name).isTextual();
      }
      if (known
          && json.path("alg").asText().equals("ES256")
          && json.path("typ").asText().equals(typ)) {
        return json.path("kid").asText();
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean holds(PublicKey key, byte[] input, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(input);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** Strict: one text for one value, so no padding and no stray bits at the end. */
  private static byte @Nullable [] decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return encode(bytes).equals(text) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;

/**
 * Compact JWS (RFC 7515) in the one form that acts, orders, replies and directory entries use:
 * ES256, a header of {@code alg}, {@code kid} and {@code typ} alone, a payload in RFC 8785 form.
 */
public final class Jws {
  static final String ALGORITHM = "SHA256withECDSAinP1363Format";
  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");
  private static final Pattern HEADER_VALUE = Pattern.compile("[A-Za-z0-9+._/-]+");
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
    /** Not three strict base64url parts. */
    MALFORMED("malformed"),
    /** Not exactly the members {@code alg}, {@code kid} and {@code typ}, each a text. */
    WRONG_HEADER("wrong-header"),
    /** Not ES256. */
    WRONG_ALGORITHM("wrong-algorithm"),
    /** Signed as another kind of document. */
    WRONG_TYPE("wrong-type"),
    /** No such key is in force: never known, ended or revoked. */
    UNKNOWN_KEY("unknown-key"),
    BAD_SIGNATURE("bad-signature"),
    /** The payload is not in RFC 8785 form. */
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

  /**
   * Signs the canonical form of a value.
   *
   * @throws IllegalArgumentException when the value has no canonical form
   */
  public static String sign(Es256Signer signer, String typ, JsonNode value) {
    String input = signingInput(signer.kid(), typ, value);
    return input + '.' + encode(signer.sign(input.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Signs the canonical form of a value with a key that is at hand. */
  public static String sign(PrivateKey key, String kid, String typ, JsonNode value) {
    String input = signingInput(kid, typ, value);
    byte[] signature = LocalEs256.sign(key, input.getBytes(StandardCharsets.US_ASCII));
    return input + '.' + encode(signature);
  }

  private static String signingInput(String kid, String typ, JsonNode value) {
    if (!HEADER_VALUE.matcher(kid).matches() || !HEADER_VALUE.matcher(typ).matches()) {
      throw new IllegalArgumentException("not a kid or typ");
    }
    String header = "{\"alg\":\"ES256\",\"kid\":\"" + kid + "\",\"typ\":\"" + typ + "\"}";
    return encode(header.getBytes(StandardCharsets.US_ASCII))
        + '.'
        + encode(CanonicalJson.of(value));
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
    JsonNode members = members(header);
    Fault fault = headerFault(members, typ);
    if (members == null || fault != null) {
      return new Invalid(fault == null ? Fault.WRONG_HEADER : fault);
    }
    byte[] input = compact.substring(0, last).getBytes(StandardCharsets.US_ASCII);
    return verify(members.path("kid").asText(), input, payload, signature, keys);
  }

  private static Result verify(
      String kid, byte[] input, byte[] payload, byte[] signature, KeyLookup keys) {
    PublicKey key = keys.key(kid);
    if (key == null) {
      return new Invalid(Fault.UNKNOWN_KEY);
    }
    if (!holds(key, input, signature)) {
      return new Invalid(Fault.BAD_SIGNATURE);
    }
    return CanonicalJson.is(payload)
        ? new Verified(kid, payload, sha256(input))
        : new Invalid(Fault.NOT_CANONICAL);
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
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }

  private static @Nullable JsonNode members(byte[] header) {
    try {
      return Wire.mapper().readTree(Utf8.decode(header));
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Fault headerFault(@Nullable JsonNode members, String typ) {
    if (members == null || !members.isObject() || members.size() != HEADER.size()) {
      return Fault.WRONG_HEADER;
    }
    for (String name : HEADER) {
      if (!members.path(name).isTextual()) {
        return Fault.WRONG_HEADER;
      }
    }
    if (!members.path("alg").asText().equals("ES256")) {
      return Fault.WRONG_ALGORITHM;
    }
    return members.path("typ").asText().equals(typ) ? null : Fault.WRONG_TYPE;
  }

  static boolean holds(PublicKey key, byte[] input, byte[] signature) {
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

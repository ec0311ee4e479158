package org.quickfreeze.backbone.sealing;

import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.bech32.Bech32Address;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Locale;
import java.util.Map;
import javax.crypto.KeyAgreement;

/**
 * An X25519 recipient of age files (age-encryption.org/v1), in the form that people know ({@code
 * age1…}, Bech32 of BIP 173) and as a JWK (RFC 8037). Read strictly: one key has one text and one
 * thumbprint.
 */
public final class AgeRecipient {
  private static final String PREFIX = "age";
  private static final int LENGTH = 62;
  private static final int BYTES = 32;

  /** 2^255 - 19, the field of Curve25519 (RFC 7748, section 4.1). */
  private static final BigInteger FIELD = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private final String text;
  private final OctetKeyPair key;

  private AgeRecipient(String text, OctetKeyPair key) {
    this.text = text;
    this.key = key;
  }

  /**
   * Reads the form that {@code age-keygen} prints.
   *
   * @throws InvalidRecipient when it is anything else, such as a private key, a recipient of a
   *     plugin, a post-quantum one, or a point of low order
   */
  public static AgeRecipient parse(String text) throws InvalidRecipient {
    String fault = otherKind(text);
    if (!fault.isEmpty()) {
      throw new InvalidRecipient(fault);
    }
    byte[] point = decoded(text);
    // other padding bits would give the same key another text
    if (!encoded(point).equals(text)) {
      throw new InvalidRecipient("has a wrong checksum or ending: copy it again");
    }
    return new AgeRecipient(text, keyOf(point));
  }

  /**
   * The recipient of a public JWK.
   *
   * @throws InvalidRecipient when its members are others than {@code kty} OKP, {@code crv} X25519
   *     and {@code x}, or its point is no good
   */
  public static AgeRecipient of(Map<String, String> jwk) throws InvalidRecipient {
    String x = jwk.getOrDefault("x", "");
    if (!jwk.equals(Map.of("kty", "OKP", "crv", "X25519", "x", x))) {
      throw new InvalidRecipient("is not a public X25519 key");
    }
    byte[] point = new Base64URL(x).decode();
    if (point.length != BYTES || !Base64URL.encode(point).toString().equals(x)) {
      throw new InvalidRecipient("is not a public X25519 key");
    }
    return new AgeRecipient(encoded(point), keyOf(point));
  }

  /** RFC 7638 thumbprint of a JWK, base64url; empty when it is no recipient. */
  public static String thumbprintOrEmpty(Map<String, String> jwk) {
    try {
      return of(jwk).kid();
    } catch (InvalidRecipient e) {
      return "";
    }
  }

  /** The form that {@code age -r} takes, such as {@code age1…}, 62 characters. */
  public String text() {
    return text;
  }

  /** Its members as they stand in the register. */
  public Map<String, String> members() {
    return Map.of("kty", "OKP", "crv", "X25519", "x", key.getX().toString());
  }

  /** RFC 7638 thumbprint, base64url. */
  public String kid() {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }

  /** What a text is instead of a recipient; empty where it may be one. */
  private static String otherKind(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("age-secret-key-") || lower.contains("age-plugin-")) {
      return "is a private key: it must not be used any more, since it was sent; make a new one";
    }
    if (lower.startsWith("age1pq")) {
      return "is a post-quantum recipient, which is not taken yet: give an X25519 one";
    }
    if (lower.startsWith("ssh-")) {
      return "is an SSH key: give an X25519 recipient, as age-keygen makes it";
    }
    if (!lower.startsWith("age1")) {
      return "must begin with age1";
    }
    if (lower.indexOf('1', "age1".length()) >= 0) {
      return "is a recipient of a plugin: give an X25519 one";
    }
    if (!lower.equals(text)) {
      return "must be in lower case";
    }
    return text.length() == LENGTH ? "" : "must have 62 characters";
  }

  private static byte[] decoded(String text) throws InvalidRecipient {
    try {
      Bech32Address address = Bech32.getDecoder().decode(text);
      byte[] point = address.getData();
      if (point.length == BYTES && PREFIX.contentEquals(address.getHumanReadablePart())) {
        return point;
      }
    } catch (IllegalArgumentException e) {
      // the library's message quotes what was sent
      throw new InvalidRecipient("has a wrong checksum or ending: copy it again");
    }
    throw new InvalidRecipient("must hold a key of 32 bytes");
  }

  private static String encoded(byte[] point) {
    return Bech32.getEncoder().encode(PREFIX, point).toString();
  }

  private static OctetKeyPair keyOf(byte[] point) throws InvalidRecipient {
    BigInteger u = littleEndian(point);
    // X25519 takes larger numbers for others: the same key would have several names
    if (u.compareTo(FIELD) >= 0 || isOfLowOrder(u)) {
      throw new InvalidRecipient("is a point to which everybody could open what is encrypted");
    }
    return new OctetKeyPair.Builder(Curve.X25519, Base64URL.encode(point)).build();
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[bytes.length - 1 - i] = bytes[i];
    }
    return new BigInteger(1, turned);
  }

  /** Whether every private key makes the same secret with it, zero (RFC 7748, section 6.1). */
  private static boolean isOfLowOrder(BigInteger u) {
    try {
      KeyFactory keys = KeyFactory.getInstance("X25519");
      byte[] any = new byte[BYTES];
      any[0] = 1;
      PrivateKey secret =
          keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, any));
      PublicKey point = keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u));
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(secret);
      agreement.doPhase(point, true);
      return littleEndian(agreement.generateSecret()).signum() == 0;
    } catch (InvalidKeyException e) {
      return true;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("X25519 is not available", e);
    }
  }

  /** A text that is no recipient; the message quotes nothing of it. */
  public static final class InvalidRecipient extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidRecipient(String what) {
      super(what);
    }

    /** What is wrong, in words for whoever sent it. */
    public String what() {
      return String.valueOf(getMessage());
    }
  }
}

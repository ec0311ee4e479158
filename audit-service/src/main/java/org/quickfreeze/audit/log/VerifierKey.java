package org.quickfreeze.audit.log;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Ed25519 key that verifies notes (C2SP signed-note), written {@code name+hex8(id)+base64(0x01 ‖
 * key32)}. The id is the first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ key32).
 */
public final class VerifierKey {
  private static final byte ED25519 = 1;
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final Pattern FORM =
      Pattern.compile("([^+\\s]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

  private final String name;
  private final byte[] publicKey;
  private final byte[] id;
  private final PublicKey key;

  private VerifierKey(String name, byte[] publicKey) throws GeneralSecurityException {
    this.name = name;
    this.publicKey = publicKey;
    byte[] prefix = (name + '\n').getBytes(StandardCharsets.UTF_8);
    this.id = Arrays.copyOf(Hash.sha256(prefix, new byte[] {ED25519}, publicKey).bytes(), 4);
    this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(join(SPKI)));
  }

  /**
   * A key by its name and its 32 bytes.
   *
   * @throws IllegalArgumentException when the name has a space or a plus, or the bytes are no key
   */
  public static VerifierKey ed25519(String name, byte[] publicKey) {
    if (!nameIsLawful(name) || publicKey.length != 32) {
      throw new IllegalArgumentException("not a name and a key of 32 bytes");
    }
    try {
      return new VerifierKey(name, publicKey.clone());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 key", e);
    }
  }

  /** Reads the text form; empty when it is malformed, of another type, or its id is wrong. */
  public static Optional<VerifierKey> parse(String vkey) {
    Matcher form = FORM.matcher(vkey);
    if (!form.matches()) {
      return Optional.empty();
    }
    byte[] typed = StrictBase64.decode(form.group(3)).orElse(new byte[0]);
    if (typed.length != 33 || typed[0] != ED25519) {
      return Optional.empty();
    }
    try {
      VerifierKey key = ed25519(form.group(1), Arrays.copyOfRange(typed, 1, 33));
      return HexFormat.of().formatHex(key.id).equals(form.group(2))
          ? Optional.of(key)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a note's key may be called so: not empty, no Unicode space, no plus. */
  static boolean nameIsLawful(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(c -> c == '+' || Character.isSpaceChar(c) || Character.isWhitespace(c));
  }

  public String name() {
    return name;
  }

  /** The four bytes that name the key in a signature line. */
  public byte[] id() {
    return id.clone();
  }

  /** The key's text form. */
  public String vkey() {
    byte[] typed = new byte[33];
    typed[0] = ED25519;
    System.arraycopy(publicKey, 0, typed, 1, 32);
    return name
        + '+'
        + HexFormat.of().formatHex(id)
        + '+'
        + Base64.getEncoder().encodeToString(typed);
  }

  /** Whether the signature of 64 bytes is this key's over the message. */
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(key);
      ed25519.update(message);
      return ed25519.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private byte[] join(byte[] prefix) {
    byte[] joined = Arrays.copyOf(prefix, prefix.length + publicKey.length);
    System.arraycopy(publicKey, 0, joined, prefix.length, publicKey.length);
    return joined;
  }

  @Override
  public String toString() {
    return vkey();
  }
}

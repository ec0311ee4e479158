package org.quickfreeze.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The log's public key as its reader knows it, written {@code name+id+key} (C2SP signed-note): id
 * is 8 hex digits, key is base64 of 0x01 and 32 bytes of Ed25519.
 */
final class PinnedKey {
  private static final String SPKI_OF_ED25519 = "302a300506032b6570032100";

  private final String name;
  private final byte[] id;
  private final PublicKey key;

  private PinnedKey(String name, byte[] id, PublicKey key) {
    this.name = name;
    this.id = id;
    this.key = key;
  }

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException when it is malformed or its id does not fit
   */
  static PinnedKey parse(String vkey) {
    int first = vkey.indexOf('+');
    int second = vkey.indexOf('+', first + 1);
    if (first < 1 || second < 0) {
      throw new IllegalArgumentException("a key is written name+id+base64");
    }
    String name = vkey.substring(0, first);
    byte[] typed = Base64.getDecoder().decode(vkey.substring(second + 1));
    byte[] id = idOf(name, typed);
    if (typed.length != 33
        || typed[0] != 1
        || !HexFormat.of().formatHex(id).equals(vkey.substring(first + 1, second))) {
      throw new IllegalArgumentException("not an Ed25519 key of that name and id");
    }
    return new PinnedKey(name, id, publicKey(Arrays.copyOfRange(typed, 1, 33)));
  }

  private static byte[] idOf(String name, byte[] typed) {
    MessageDigest digest = Sha256.fresh();
    digest.update((name + '\n').getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(digest.digest(typed), 4);
  }

  private static PublicKey publicKey(byte[] raw) {
    try {
      String spki = SPKI_OF_ED25519 + HexFormat.of().formatHex(raw);
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(spki)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 key", e);
    }
  }

  String name() {
    return name;
  }

  /** Whether a signature line's key name and payload (id, then signature) name this key. */
  boolean isNamedBy(String lineName, byte[] payload) {
    return lineName.equals(name) && Arrays.equals(Arrays.copyOf(payload, 4), id);
  }

  /** Whether the signature behind the id in the payload is this key's over the text. */
  boolean signed(String text, byte[] payload) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(key);
      ed25519.update(text.getBytes(StandardCharsets.UTF_8));
      return ed25519.verify(payload, 4, payload.length - 4);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}

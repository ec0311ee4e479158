package org.quickfreeze.registry.entity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.UUID;
import org.quickfreeze.backbone.sealing.AgeRecipient;
import org.quickfreeze.backbone.sealing.Jwk;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.sealing.SealedJwe;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/**
 * Proof of possession: a new key enters the register only when its private half is held by whoever
 * proposes it. A signing key signs a challenge, a key for encryption opens one, an age recipient
 * decrypts one: its first use is a test.
 */
final class KeyProof {
  private static final String TYP = "qf-key-proof+jws";
  private static final int CHALLENGE_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private KeyProof() {}

  /** A new challenge, base64url without padding. */
  static String challenge() {
    byte[] bytes = new byte[CHALLENGE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What has to be done with it: {@code sign}, {@code open} or {@code decrypt}. */
  static String how(DirectoryEntity.Key key) {
    return switch (key.use()) {
      case "enc" -> "open";
      case "age" -> "decrypt";
      default -> "sign";
    };
  }

  /** The challenge as it is shown: in the clear to sign, sealed to open or to decrypt. */
  static String shown(DirectoryEntity.Key key, String challenge) {
    return switch (key.use()) {
      case "enc" -> SealedJwe.seal(challenge, publicKey(key), key.kid(), "text/plain");
      case "age" -> AgeSeal.seal(challenge, recipient(key));
      default -> challenge;
    };
  }

  /**
   * Whether a proof holds.
   *
   * @param proof for signing a compact JWS of {@code {"challenge", "change"}} by the new key; for
   *     encryption and age what was inside
   */
  static boolean holds(DirectoryEntity.Key key, UUID change, String challenge, String proof) {
    if (!key.use().equals("sig")) {
      // whoever pipes it from a terminal brings a line end along
      return MessageDigest.isEqual(
          proof.strip().getBytes(StandardCharsets.UTF_8),
          challenge.getBytes(StandardCharsets.UTF_8));
    }
    Jws.Result result =
        Jws.verify(proof, TYP, kid -> kid.equals(key.kid()) ? publicKey(key) : null);
    return result instanceof Jws.Verified verified
        && says(verified.payload(), "challenge", challenge)
        && says(verified.payload(), "change", change.toString());
  }

  private static boolean says(byte[] payload, String member, String wanted) {
    try {
      JsonNode said = Wire.mapper().readTree(payload).path(member);
      return said.isTextual() && said.asText().equals(wanted);
    } catch (IOException e) {
      return false;
    }
  }

  /** The recipient of an age key. */
  static AgeRecipient recipient(DirectoryEntity.Key key) {
    try {
      return AgeRecipient.of(key.jwk());
    } catch (AgeRecipient.InvalidRecipient e) {
      throw new IllegalStateException("a key was checked when it was proposed", e);
    }
  }

  private static ECPublicKey publicKey(DirectoryEntity.Key key) {
    try {
      return Jwk.publicKey(key.jwk());
    } catch (Jwk.InvalidJwk e) {
      throw new IllegalStateException("a key was checked when it was proposed", e);
    }
  }
}

package org.quickfreeze.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A checkpoint (C2SP tlog-checkpoint in a signed-note) whose signature was good.
 *
 * @param size number of entries
 * @param root base64 of the root
 * @param note the bytes as they were read
 */
record SignedCheckpoint(String origin, long size, String root, byte[] note) {
  /**
   * Reads a note and checks it against the pinned key.
   *
   * @throws Broken when it is malformed, not signed by that key, or of another origin
   */
  static SignedCheckpoint verified(byte[] note, PinnedKey key) throws Broken {
    String all = utf8(note);
    int blank = all.lastIndexOf("\n\n");
    if (blank < 0 || !all.endsWith("\n")) {
      throw new Broken("the checkpoint is not a signed note");
    }
    String text = all.substring(0, blank + 1);
    checkSignature(text, all.substring(blank + 2).lines().toList(), key);
    return parse(text, note, key);
  }

  private static void checkSignature(String text, List<String> lines, PinnedKey key) throws Broken {
    boolean signed = false;
    for (String line : lines) {
      List<String> parts = Arrays.asList(line.split(" ", -1));
      if (parts.size() != 3 || !parts.getFirst().equals("\u2014")) {
        throw new Broken("the checkpoint has a malformed signature line");
      }
      byte[] payload = base64(parts.get(2));
      if (payload.length > 4 && key.isNamedBy(parts.get(1), payload)) {
        if (!key.signed(text, payload)) {
          throw new Broken("the checkpoint's signature is not that of " + key.name());
        }
        signed = true;
      }
    }
    if (!signed) {
      throw new Broken("the checkpoint is not signed by the pinned key of " + key.name());
    }
  }

  private static SignedCheckpoint parse(String text, byte[] note, PinnedKey key) throws Broken {
    List<String> lines = text.lines().toList();
    if (lines.size() < 3 || !lines.get(1).matches("0|[1-9][0-9]{0,17}")) {
      throw new Broken("the checkpoint does not say a size and a root");
    }
    if (!lines.getFirst().equals(key.name())) {
      throw new Broken("the checkpoint is of another log: " + lines.getFirst());
    }
    if (base64(lines.get(2)).length != Sha256.BYTES) {
      throw new Broken("the checkpoint's root is not a hash");
    }
    return new SignedCheckpoint(
        lines.getFirst(), Long.parseLong(lines.get(1)), lines.get(2), note.clone());
  }

  boolean hasRoot(byte[] computed) {
    return Base64.getEncoder().encodeToString(computed).equals(root);
  }

  private static byte[] base64(String text) throws Broken {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new Broken("the checkpoint holds something that is not base64");
    }
  }

  private static String utf8(byte[] bytes) throws Broken {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Broken("the checkpoint is not UTF-8");
    }
  }
}

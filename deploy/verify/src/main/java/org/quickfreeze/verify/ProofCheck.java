package org.quickfreeze.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A {@code .tlog-proof} file (C2SP tlog-proof) and the leaf that it is about. */
final class ProofCheck {
  private ProofCheck() {}

  /** The entry's place and the checkpoint under which it was proved. */
  record Proved(long index, SignedCheckpoint checkpoint) {}

  /**
   * Checks that the log holds the leaf.
   *
   * @throws Broken when it does not follow from the file
   */
  static Proved check(byte[] file, byte[] leaf, PinnedKey key) throws Broken {
    String text = new String(file, StandardCharsets.UTF_8);
    int blank = text.indexOf("\n\n");
    if (blank < 0) {
      throw new Broken("the proof has no checkpoint");
    }
    List<String> head = new ArrayList<>(text.substring(0, blank).lines().toList());
    if (!head.removeFirst().equals("c2sp.org/tlog-proof@v1")) {
      throw new Broken("this is not a tlog-proof of version 1");
    }
    head.removeIf(line -> line.startsWith("extra "));
    if (head.isEmpty() || !head.getFirst().matches("index (0|[1-9][0-9]{0,17})")) {
      throw new Broken("the proof does not say which entry it is about");
    }
    long index = Long.parseLong(head.removeFirst().substring(6));
    byte[] note = text.substring(blank + 2).getBytes(StandardCharsets.UTF_8);
    SignedCheckpoint checkpoint = SignedCheckpoint.verified(note, key);
    byte[] root = root(index, checkpoint.size(), Sha256.leaf(leaf), hashes(head));
    if (!checkpoint.hasRoot(root)) {
      throw new Broken("the leaf is not entry %,d of this log".formatted(index));
    }
    return new Proved(index, checkpoint);
  }

  private static List<byte[]> hashes(List<String> lines) throws Broken {
    List<byte[]> hashes = new ArrayList<>();
    for (String line : lines) {
      try {
        hashes.add(Base64.getDecoder().decode(line));
      } catch (IllegalArgumentException e) {
        throw new Broken("the proof holds something that is not base64");
      }
      if (hashes.getLast().length != Sha256.BYTES) {
        throw new Broken("the proof holds something that is not a hash");
      }
    }
    return hashes;
  }

  /**
   * Climbs from the leaf: the tree of {@code size} entries is split as it was built, largest power
   * of two first, and the siblings are used up from the root downwards.
   */
  private static byte[] root(long index, long size, byte[] hash, List<byte[]> siblings)
      throws Broken {
    if (index >= size) {
      throw new Broken("the proof is about an entry beyond its checkpoint");
    }
    if (size == 1) {
      if (!siblings.isEmpty()) {
        throw new Broken("the proof is too long");
      }
      return hash;
    }
    if (siblings.isEmpty()) {
      throw new Broken("the proof is too short");
    }
    byte[] sibling = siblings.getLast();
    List<byte[]> below = siblings.subList(0, siblings.size() - 1);
    long left = Long.highestOneBit(size - 1);
    return index < left
        ? Sha256.node(root(index, left, hash, below), sibling)
        : Sha256.node(sibling, root(index - left, size - left, hash, below));
  }
}

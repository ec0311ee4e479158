package org.quickfreeze.audit.log;

import java.util.List;

/** Hashing of the tree (RFC 6962, section 2.1) with SHA-256. */
public final class Merkle {
  /** Root of the tree without entries: SHA-256 of nothing. */
  public static final Hash EMPTY_ROOT = Hash.sha256();

  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private Merkle() {}

  /** SHA-256(0x00 ‖ entry). */
  public static Hash leafHash(byte[] entry) {
    return Hash.sha256(LEAF, entry);
  }

  /** SHA-256(0x01 ‖ left ‖ right). */
  public static Hash node(Hash left, Hash right) {
    byte[] children = new byte[2 * Hash.BYTES];
    left.copyTo(children, 0);
    right.copyTo(children, Hash.BYTES);
    return Hash.sha256(NODE, children);
  }

  /** Root over leaf hashes; any number of them. */
  public static Hash root(List<Hash> leafHashes) {
    CompactRange range = CompactRange.empty();
    leafHashes.forEach(range::append);
    return range.root();
  }

  /** Where a tree of {@code size} > 1 is split: the largest power of two below its size. */
  static long split(long size) {
    return Long.highestOneBit(size - 1);
  }
}

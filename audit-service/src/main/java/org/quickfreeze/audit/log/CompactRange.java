package org.quickfreeze.audit.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a tree: the roots of its perfect subtrees, largest first, one per set bit of
 * the size. It is all that appending needs: a leaf costs amortised one hash, the root at most 62.
 * Not thread-safe.
 */
public final class CompactRange {
  private long size;
  private final List<Hash> peaks;

  /** Told of each node that becomes final and that a tile above level 0 shows. */
  @FunctionalInterface
  public interface NodeSink {
    /** The node of height 8 × {@code tileLevel} at {@code position} is {@code node} for ever. */
    void completed(int tileLevel, long position, Hash node);
  }

  private CompactRange(long size, List<Hash> peaks) {
    this.size = size;
    this.peaks = peaks;
  }

  /** The edge of the tree without leaves. */
  public static CompactRange empty() {
    return new CompactRange(0, new ArrayList<>());
  }

  /**
   * Takes up a stored edge again.
   *
   * @param peaks as {@link #peaks()} gave them
   * @throws IllegalArgumentException when their number does not fit the size
   */
  public static CompactRange restore(long size, List<Hash> peaks) {
    if (size < 0 || Long.bitCount(size) != peaks.size()) {
      throw new IllegalArgumentException("a tree of " + size + " has not " + peaks.size());
    }
    return new CompactRange(size, new ArrayList<>(peaks));
  }

  /**
   * Takes up an edge that was stored as concatenated hashes.
   *
   * @throws IllegalArgumentException when the length does not fit the size
   */
  public static CompactRange restore(long size, byte[] peaks) {
    return restore(size, Tiles.decode(peaks));
  }

  public long size() {
    return size;
  }

  /** Roots of the perfect subtrees, largest first. */
  public List<Hash> peaks() {
    return List.copyOf(peaks);
  }

  /** The peaks as concatenated hashes. */
  public byte[] bytes() {
    return Tiles.encode(peaks);
  }

  /** Appends a leaf by its hash. */
  public void append(Hash leafHash) {
    append(leafHash, (level, position, node) -> {});
  }

  /** Appends a leaf by its hash and tells of the tile nodes that became final. */
  public void append(Hash leafHash, NodeSink sink) {
    Hash node = leafHash;
    int height = 0;
    for (long rest = size; (rest & 1) == 1; rest >>= 1) {
      node = Merkle.node(peaks.removeLast(), node);
      height++;
      if (height % Tiles.HEIGHT == 0) {
        sink.completed(height / Tiles.HEIGHT, size >> height, node);
      }
    }
    peaks.add(node);
    size++;
  }

  /** The root of the tree as it is now. */
  public Hash root() {
    if (peaks.isEmpty()) {
      return Merkle.EMPTY_ROOT;
    }
    Hash root = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = Merkle.node(peaks.get(i), root);
    }
    return root;
  }
}

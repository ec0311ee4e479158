package org.quickfreeze.audit.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tiles of the log (C2SP tlog-tiles): 256 hashes each, eight levels of the tree high. */
public final class Tiles {
  /** Levels of the tree that one tile spans. */
  public static final int HEIGHT = 8;

  /** Hashes of a full tile, and entries of a full bundle. */
  public static final int WIDTH = 1 << HEIGHT;

  private Tiles() {}

  /**
   * How many hashes the tile has in a tree of {@code size}: 0 when there is none, 256 when it is
   * full.
   */
  public static int width(long size, int level, long index) {
    long nodes = nodes(size, level);
    return nodes / WIDTH < index ? 0 : (int) Math.min(WIDTH, nodes - index * WIDTH);
  }

  /** How many nodes of height 8 × {@code level} a tree of {@code size} has complete. */
  public static long nodes(long size, int level) {
    return level * HEIGHT > 62 ? 0 : size >> (level * HEIGHT);
  }

  /** A tile as concatenated hashes. */
  public static byte[] encode(List<Hash> hashes) {
    byte[] tile = new byte[hashes.size() * Hash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).copyTo(tile, i * Hash.BYTES);
    }
    return tile;
  }

  /**
   * Reads concatenated hashes.
   *
   * @throws IllegalArgumentException when the length is not a multiple of 32
   */
  public static List<Hash> decode(byte[] tile) {
    if (tile.length % Hash.BYTES != 0) {
      throw new IllegalArgumentException("a tile has whole hashes");
    }
    List<Hash> hashes = new ArrayList<>(tile.length / Hash.BYTES);
    for (int at = 0; at < tile.length; at += Hash.BYTES) {
      hashes.add(Hash.of(Arrays.copyOfRange(tile, at, at + Hash.BYTES)));
    }
    return hashes;
  }
}

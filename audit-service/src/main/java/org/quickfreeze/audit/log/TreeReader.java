package org.quickfreeze.audit.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds proofs and roots from tiles. A proof reads two tiles per eight levels at most; nothing is
 * read twice. Use one reader per answer.
 */
public final class TreeReader {
  private final TileSource source;
  private final long size;
  private final Map<TilePath, List<Hash>> read = new HashMap<>();

  /** Gives the hashes of tiles. */
  @FunctionalInterface
  public interface TileSource {
    /** The hashes of this tile, exactly {@link TilePath#width()} of them. */
    List<Hash> tile(TilePath path);
  }

  /**
   * @param size of the tree that the source holds at least
   */
  public TreeReader(TileSource source, long size) {
    this.source = source;
    this.size = size;
  }

  /** Root of the first {@code at} entries. */
  public Hash root(long at) {
    require(at >= 0 && at <= size);
    return at == 0 ? Merkle.EMPTY_ROOT : range(0, at);
  }

  /** Hash of the leaf at {@code index}. */
  public Hash leafHash(long index) {
    require(index >= 0 && index < size);
    return subtree(0, index);
  }

  /** Proof that the tree of {@code at} entries holds the leaf at {@code index}. */
  public InclusionProof inclusion(long index, long at) {
    require(index >= 0 && index < at && at <= size);
    List<Hash> path = new ArrayList<>();
    include(index, 0, at, path);
    return new InclusionProof(index, at, path);
  }

  /** Proof that the tree of {@code newSize} begins with the tree of {@code oldSize}. */
  public ConsistencyProof consistency(long oldSize, long newSize) {
    require(oldSize >= 0 && oldSize <= newSize && newSize <= size);
    List<Hash> path = new ArrayList<>();
    if (oldSize > 0 && oldSize < newSize) {
      consist(oldSize, 0, newSize, true, path);
    }
    return new ConsistencyProof(oldSize, newSize, path);
  }

  private void include(long index, long from, long to, List<Hash> path) {
    if (to - from == 1) {
      return;
    }
    long middle = from + Merkle.split(to - from);
    if (index < middle) {
      include(index, from, middle, path);
      path.add(range(middle, to));
    } else {
      include(index, middle, to, path);
      path.add(range(from, middle));
    }
  }

  /** RFC 6962, section 2.1.2: SUBPROOF; {@code whole} while the old root itself is the subtree. */
  private void consist(long old, long from, long to, boolean whole, List<Hash> path) {
    if (old == to) {
      if (!whole) {
        path.add(range(from, to));
      }
      return;
    }
    long middle = from + Merkle.split(to - from);
    if (old <= middle) {
      consist(old, from, middle, whole, path);
      path.add(range(middle, to));
    } else {
      consist(old, middle, to, false, path);
      path.add(range(from, middle));
    }
  }

  private Hash range(long from, long to) {
    long count = to - from;
    if (Long.bitCount(count) == 1) {
      return subtree(Long.numberOfTrailingZeros(count), from / count);
    }
    long middle = from + Merkle.split(count);
    return Merkle.node(range(from, middle), range(middle, to));
  }

  /** The root of the perfect subtree of a height; all its tile nodes lie in one tile. */
  private Hash subtree(int height, long index) {
    int level = height / Tiles.HEIGHT;
    int below = height % Tiles.HEIGHT;
    long first = index << below;
    List<Hash> tile = tile(level, first / Tiles.WIDTH);
    int at = (int) (first % Tiles.WIDTH);
    return Merkle.root(tile.subList(at, at + (1 << below)));
  }

  private List<Hash> tile(int level, long index) {
    TilePath path = new TilePath(level, index, Tiles.width(size, level, index));
    return read.computeIfAbsent(path, source::tile);
  }

  private static void require(boolean lawful) {
    if (!lawful) {
      throw new IllegalArgumentException("outside the tree");
    }
  }
}

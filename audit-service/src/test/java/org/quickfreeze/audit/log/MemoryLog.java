package org.quickfreeze.audit.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** A log in memory, with a slow tree beside it that follows the words of RFC 6962 only. */
final class MemoryLog {
  final CompactRange range = CompactRange.empty();
  private final List<List<Hash>> levels = new ArrayList<>();

  MemoryLog() {
    for (int i = 0; i < 8; i++) {
      levels.add(new ArrayList<>());
    }
  }

  static MemoryLog of(long size) {
    MemoryLog log = new MemoryLog();
    for (long i = 0; i < size; i++) {
      log.append(leafHash(i));
    }
    return log;
  }

  static Hash leafHash(long index) {
    return Merkle.leafHash(("entry " + index).getBytes(UTF_8));
  }

  void append(Hash leaf) {
    levels.getFirst().add(leaf);
    range.append(
        leaf,
        (level, position, node) -> {
          if (position != levels.get(level).size()) {
            throw new IllegalStateException("node " + position + " of level " + level);
          }
          levels.get(level).add(node);
        });
  }

  long size() {
    return range.size();
  }

  List<Hash> nodes(int level) {
    return levels.get(level);
  }

  TreeReader reader() {
    return new TreeReader(this::tile, size());
  }

  private List<Hash> tile(TilePath path) {
    int from = (int) (path.index() * Tiles.WIDTH);
    return levels.get(path.level()).subList(from, from + path.width());
  }

  /** MTH of RFC 6962, section 2.1. */
  Hash slowRoot(long size) {
    return size == 0 ? Merkle.EMPTY_ROOT : slow(levels.getFirst().subList(0, (int) size));
  }

  private static Hash slow(List<Hash> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int k = 1;
    while (k * 2 < leaves.size()) {
      k *= 2;
    }
    return Merkle.node(slow(leaves.subList(0, k)), slow(leaves.subList(k, leaves.size())));
  }
}

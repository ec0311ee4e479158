package org.quickfreeze.audit.log;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * That a tree begins with an older one.
 *
 * @param oldSize of the older tree
 * @param newSize of the newer tree
 * @param path hashes as RFC 6962 orders them
 */
public record ConsistencyProof(long oldSize, long newSize, List<Hash> path) {
  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /**
   * Whether the path leads to both roots (RFC 9162, section 2.1.4.2). Every tree begins with the
   * empty one: from size 0 the path is empty and only the old root is looked at.
   */
  public boolean proves(Hash oldRoot, Hash newRoot) {
    if (oldSize < 0 || oldSize > newSize) {
      return false;
    }
    if (oldSize == 0) {
      return path.isEmpty() && oldRoot.equals(Merkle.EMPTY_ROOT);
    }
    if (oldSize == newSize) {
      return path.isEmpty() && oldRoot.equals(newRoot);
    }
    return leadsTo(oldRoot, newRoot);
  }

  private boolean leadsTo(Hash oldRoot, Hash newRoot) {
    // The old root of a perfect tree is not repeated in the proof.
    Stream<Hash> start = Long.bitCount(oldSize) == 1 ? Stream.of(oldRoot) : Stream.empty();
    Iterator<Hash> hashes = Stream.concat(start, path.stream()).iterator();
    if (!hashes.hasNext()) {
      return false;
    }
    int rise = Long.numberOfTrailingZeros(oldSize);
    long at = (oldSize - 1) >> rise;
    long last = (newSize - 1) >> rise;
    Hash older = hashes.next();
    Hash newer = older;
    while (hashes.hasNext()) {
      Hash sibling = hashes.next();
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        older = Merkle.node(sibling, older);
        newer = Merkle.node(sibling, newer);
        int up = Math.min(Long.numberOfTrailingZeros(at), 63);
        at >>= up;
        last >>= up;
      } else {
        newer = Merkle.node(newer, sibling);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && older.equals(oldRoot) && newer.equals(newRoot);
  }
}

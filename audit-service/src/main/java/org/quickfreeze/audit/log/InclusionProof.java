package org.quickfreeze.audit.log;

import java.util.List;

/**
 * That a leaf is in a tree.
 *
 * @param index of the leaf, from 0
 * @param size of the tree
 * @param path hashes of the siblings from the leaf up to the root
 */
public record InclusionProof(long index, long size, List<Hash> path) {
  public InclusionProof {
    path = List.copyOf(path);
  }

  /** Whether the path leads from this leaf hash to this root (RFC 9162, section 2.1.3.2). */
  public boolean proves(Hash leafHash, Hash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long at = index;
    long last = size - 1;
    Hash hash = leafHash;
    for (Hash sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        hash = Merkle.node(sibling, hash);
        // A last node without a right sibling rises until it is a right child.
        int rise = Math.min(Long.numberOfTrailingZeros(at), 63);
        at >>= rise;
        last >>= rise;
      } else {
        hash = Merkle.node(hash, sibling);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && hash.equals(root);
  }
}

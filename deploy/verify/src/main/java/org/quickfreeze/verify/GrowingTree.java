package org.quickfreeze.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The tree over all leaf hashes fed so far, as the roots of its perfect subtrees. */
final class GrowingTree {
  private record Subtree(byte[] root, long leaves) {}

  private final Deque<Subtree> subtrees = new ArrayDeque<>();
  private long size;

  void add(byte[] leafHash) {
    Subtree right = new Subtree(leafHash, 1);
    while (!subtrees.isEmpty() && subtrees.getLast().leaves() == right.leaves()) {
      Subtree left = subtrees.removeLast();
      right = new Subtree(Sha256.node(left.root(), right.root()), 2 * left.leaves());
    }
    subtrees.addLast(right);
    size++;
  }

  long size() {
    return size;
  }

  byte[] root() {
    Iterator<Subtree> fromRight = subtrees.descendingIterator();
    if (!fromRight.hasNext()) {
      return Sha256.empty();
    }
    byte[] root = fromRight.next().root();
    while (fromRight.hasNext()) {
      root = Sha256.node(fromRight.next().root(), root);
    }
    return root;
  }
}

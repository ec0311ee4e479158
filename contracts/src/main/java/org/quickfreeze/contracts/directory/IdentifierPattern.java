package org.quickfreeze.contracts.directory;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of an identifier: a small part of the regular expressions of XML Schema, Java and
 * ECMAScript that means the same in all of them and matches the whole text.
 *
 * <p>Literal characters, {@code \d}, a backslash before a sign, classes such as {@code [a-z0-9._-]}
 * or {@code [^@]}, groups, alternatives, and {@code ?}, <code>*</code>, {@code +}, <code>{n}</code>
 * and <code>{n,m}</code> behind them. No repetition stands inside another one: only {@code ?} may
 * follow a group that holds one. No {@code .}, no anchors, no look-around, no references.
 *
 * <p>A pattern comes from outside and meets identifiers from outside. It is not handed to an engine
 * that goes back and tries again: all ways through are followed at once, so time grows with the
 * length of the pattern times the square of that of the text at the very most.
 */
public final class IdentifierPattern {
  /** Longest pattern and longest text, in characters. */
  public static final int LONGEST = 254;

  private final Node root;

  private IdentifierPattern(Node root) {
    this.root = root;
  }

  /**
   * A pattern, or what is wrong with it.
   *
   * @param pattern null when there is a fault
   * @param fault in words; null when there is none
   */
  public record Read(@Nullable IdentifierPattern pattern, @Nullable String fault) {}

  /** Reads a pattern. */
  public static Read read(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return new Read(null, "must have from 1 to " + LONGEST + " characters");
    }
    IdentifierPatternReader reader = new IdentifierPatternReader(text);
    Node root = reader.read();
    String fault = reader.fault();
    return fault == null ? new Read(new IdentifierPattern(root), null) : new Read(null, fault);
  }

  /** Whether the whole text has this form; a text that is too long has not. */
  public boolean matches(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    BitSet start = new BitSet();
    start.set(0);
    return root.ends(text, start).get(text.length());
  }

  /** A part of a pattern. */
  sealed interface Node {
    /** Where it may end, for all the places where it may begin. */
    BitSet ends(String text, BitSet starts);

    /** Whether it repeats a part of itself. */
    boolean repeats();
  }

  /**
   * One character.
   *
   * @param ranges pairs of first and last
   */
  record One(List<Range> ranges, boolean negated) implements Node {
    @Override
    public BitSet ends(String text, BitSet starts) {
      BitSet ends = new BitSet();
      for (int at = starts.nextSetBit(0); at >= 0 && at < text.length(); ) {
        if (holds(text.charAt(at))) {
          ends.set(at + 1);
        }
        at = starts.nextSetBit(at + 1);
      }
      return ends;
    }

    private boolean holds(char c) {
      return negated != ranges.stream().anyMatch(range -> range.first() <= c && c <= range.last());
    }

    @Override
    public boolean repeats() {
      return false;
    }
  }

  /** Characters from one to another, both included. */
  record Range(char first, char last) {}

  /** One part after the other. */
  record Sequence(List<Node> parts) implements Node {
    @Override
    public BitSet ends(String text, BitSet starts) {
      BitSet ends = starts;
      for (Node part : parts) {
        ends = part.ends(text, ends);
      }
      return ends;
    }

    @Override
    public boolean repeats() {
      return parts.stream().anyMatch(Node::repeats);
    }
  }

  /** One of several. */
  record Either(List<Node> branches) implements Node {
    @Override
    public BitSet ends(String text, BitSet starts) {
      BitSet ends = new BitSet();
      branches.forEach(branch -> ends.or(branch.ends(text, starts)));
      return ends;
    }

    @Override
    public boolean repeats() {
      return branches.stream().anyMatch(Node::repeats);
    }
  }

  /** A part, so many times. */
  record Repeat(Node part, int least, int most) implements Node {
    @Override
    public BitSet ends(String text, BitSet starts) {
      BitSet present = starts;
      BitSet ends = new BitSet();
      for (int times = 0; times <= most && !present.isEmpty(); times++) {
        if (times >= least) {
          ends.or(present);
        }
        present = part.ends(text, present);
      }
      return ends;
    }

    @Override
    public boolean repeats() {
      return most > 1 || part.repeats();
    }
  }
}

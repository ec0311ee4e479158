package org.quickfreeze.contracts.directory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.directory.IdentifierPattern.Either;
import org.quickfreeze.contracts.directory.IdentifierPattern.Node;
import org.quickfreeze.contracts.directory.IdentifierPattern.One;
import org.quickfreeze.contracts.directory.IdentifierPattern.Range;
import org.quickfreeze.contracts.directory.IdentifierPattern.Repeat;
import org.quickfreeze.contracts.directory.IdentifierPattern.Sequence;

/** Reads the text of one {@link IdentifierPattern}; the first fault ends it. */
final class IdentifierPatternReader {
  private static final int DEEPEST = 8;
  private static final String SPECIAL = ".^$";
  private static final Node NOTHING = new Sequence(List.of());

  private final String text;
  private int at;
  private int depth;
  private @Nullable String fault;

  IdentifierPatternReader(String text) {
    this.text = text;
  }

  /** What is wrong with the text, in words; null when nothing is. */
  @Nullable String fault() {
    return fault;
  }

  Node read() {
    Node whole = either();
    if (at < text.length()) {
      wrong("has a bracket that closes nothing");
    }
    return whole;
  }

  private Node either() {
    List<Node> branches = new ArrayList<>();
    branches.add(sequence());
    while (next('|')) {
      branches.add(sequence());
    }
    return branches.size() == 1 ? branches.getFirst() : new Either(branches);
  }

  private Node sequence() {
    List<Node> parts = new ArrayList<>();
    while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      parts.add(quantified(part()));
    }
    return new Sequence(parts);
  }

  private Node part() {
    char c = text.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> characters();
      case '\\' -> new One(List.of(escaped()), false);
      case ']', '{', '}', '*', '+', '?' -> wrong("has a " + c + " that stands for nothing");
      default ->
          SPECIAL.indexOf(c) >= 0 || c > '~' || c < ' '
              ? wrong("holds a sign that is not allowed here")
              : new One(List.of(new Range(c, c)), false);
    };
  }

  private Node group() {
    if (text.startsWith("?:", at)) {
      at += 2;
    }
    if (++depth > DEEPEST) {
      return wrong("has too many groups in each other");
    }
    Node inside = either();
    depth--;
    return next(')') ? inside : wrong("has a group without an end");
  }

  private Node characters() {
    boolean negated = next('^');
    List<Range> ranges = new ArrayList<>();
    while (at < text.length() && text.charAt(at) != ']') {
      Range first = member();
      boolean range =
          at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']';
      ranges.add(range ? rangeFrom(first) : first);
    }
    if (ranges.isEmpty() || !next(']')) {
      return wrong("has a class of characters that is empty or has no end");
    }
    return new One(ranges, negated);
  }

  private Range rangeFrom(Range first) {
    at++;
    Range last = member();
    if (first.first() != first.last()
        || last.first() != last.last()
        || last.first() < first.first()) {
      wrong("has a range of characters that goes backwards");
    }
    return new Range(first.first(), last.last());
  }

  private Range member() {
    char c = text.charAt(at++);
    if (c == '\\') {
      return escaped();
    }
    boolean intersects = c == '&' && at < text.length() && text.charAt(at) == '&';
    if (c == '[' || intersects || c > '~' || c < ' ') {
      wrong("holds a sign that is not allowed in a class of characters");
    }
    return new Range(c, c);
  }

  private Range escaped() {
    char c = at < text.length() ? text.charAt(at++) : ' ';
    if (c == 'd') {
      return new Range('0', '9');
    }
    if (c <= ' ' || c > '~' || Character.isLetterOrDigit(c)) {
      wrong("holds a \\ before something other than d or a sign");
    }
    return new Range(c, c);
  }

  private Node quantified(Node part) {
    if (at == text.length()) {
      return part;
    }
    Node repeated =
        switch (text.charAt(at)) {
          case '?' -> times(part, 0, 1);
          case '*' -> times(part, 0, IdentifierPattern.LONGEST);
          case '+' -> times(part, 1, IdentifierPattern.LONGEST);
          case '{' -> counted(part);
          default -> part;
        };
    if (!repeated.equals(part) && at < text.length() && "?*+{".indexOf(text.charAt(at)) >= 0) {
      return wrong("repeats a repetition");
    }
    return repeated;
  }

  private Node times(Node part, int least, int most) {
    at++;
    return part.repeats() && most > 1
        ? wrong("repeats a repetition")
        : new Repeat(part, least, most);
  }

  private Node counted(Node part) {
    int end = text.indexOf('}', at);
    String count = end < 0 ? "" : text.substring(at + 1, end);
    if (!count.matches("[0-9]{1,3}(,[0-9]{1,3})?")) {
      return wrong("must say how often as {n} or {n,m}");
    }
    String[] bounds = count.split(",", -1);
    int least = Integer.parseInt(bounds[0]);
    int most = Integer.parseInt(bounds[bounds.length - 1]);
    if (most < Math.max(1, least) || most > IdentifierPattern.LONGEST) {
      return wrong("must repeat from 1 to " + IdentifierPattern.LONGEST + " times");
    }
    at = end;
    return times(part, least, most);
  }

  private boolean next(char wanted) {
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private Node wrong(String what) {
    fault = fault == null ? what : fault;
    at = text.length();
    return NOTHING;
  }
}

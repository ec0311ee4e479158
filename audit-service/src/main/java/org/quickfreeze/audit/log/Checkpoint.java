package org.quickfreeze.audit.log;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the log says it is (C2SP tlog-checkpoint): three lines, origin, size and root, then lines
 * that this version does not know.
 *
 * @param origin name of the log, not empty
 * @param size number of entries
 * @param root of the tree
 * @param extensions further lines, none of them empty
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

  public Checkpoint {
    extensions = List.copyOf(extensions);
  }

  public static Checkpoint of(String origin, long size, Hash root) {
    return new Checkpoint(origin, size, root, List.of());
  }

  /** The text that is signed. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(origin).append('\n').append(size).append('\n').append(root.base64()).append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** Reads the text of a note; empty when it is no checkpoint. */
  public static Optional<Checkpoint> parse(String text) {
    List<String> lines = text.lines().toList();
    if (!text.endsWith("\n") || lines.size() < 3 || lines.stream().anyMatch(String::isEmpty)) {
      return Optional.empty();
    }
    Optional<Hash> root = Hash.fromBase64(lines.get(2));
    if (root.isEmpty() || !SIZE.matcher(lines.get(1)).matches()) {
      return Optional.empty();
    }
    try {
      long size = Long.parseLong(lines.get(1));
      List<String> more = lines.subList(3, lines.size());
      return Optional.of(new Checkpoint(lines.get(0), size, root.get(), more));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

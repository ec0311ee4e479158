package org.quickfreeze.registry.sheet;

import java.util.Comparator;
import java.util.List;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.registry.sheet.Sheet.Gap;
import org.quickfreeze.registry.sheet.Sheet.Row;

/** Rows that several sheets have. */
final class SheetRows {
  private SheetRows() {}

  /** The source of what an entry of the register says. */
  static String entry(String kind, String id) {
    return kind + '/' + id;
  }

  static List<Row> keys(Words words, List<KeySince> keys) {
    return keys.stream()
        .map(
            key ->
                new Row(
                    List.of(words.use(key.use()), key.kid(), key.since().toString()),
                    entry("key", key.kid())))
        .toList();
  }

  static List<Gap> gaps(Words words, List<ComplianceGaps.Found> found) {
    return found.stream()
        .map(
            gap ->
                new Gap(
                    gap.rule().code(),
                    gap.about(),
                    gap.rule().source(),
                    words.of("gap." + gap.rule().code(), gap.count())))
        .toList();
  }

  static List<Channel> inOrder(List<Channel> channels) {
    return channels.stream().sorted(Comparator.comparingInt(Channel::order)).toList();
  }
}

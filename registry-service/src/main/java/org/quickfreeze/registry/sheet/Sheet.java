package org.quickfreeze.registry.sheet;

import java.time.Instant;
import java.util.List;

/**
 * A sheet to print or to read by machine.
 *
 * @param sheet which one: {@code authority}, {@code provider} or {@code data-protection}
 * @param subject id of whom it is about
 * @param language of the texts, RFC 5646
 * @param at the moment it is about, UTC
 * @param directoryVersion of the copy of the register that it was made from
 * @param gaps what is missing, by rule
 */
public record Sheet(
    String sheet,
    String subject,
    String title,
    String language,
    Instant at,
    long directoryVersion,
    List<Section> sections,
    List<Gap> gaps) {
  public Sheet {
    sections = List.copyOf(sections);
    gaps = List.copyOf(gaps);
  }

  /**
   * A table.
   *
   * @param id stays the same in every language
   * @param source of the duty to tell this, such as {@code S2 39}
   * @param none what is said where there are no rows
   */
  public record Section(
      String id, String title, String source, List<String> columns, List<Row> rows, String none) {
    public Section {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /**
   * A row.
   *
   * @param cells as many as there are columns
   * @param source where this was read
   */
  public record Row(List<String> cells, String source) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * Something that is missing.
   *
   * @param rule stays the same in every language, such as {@code no-rota}
   * @param about id of what lacks it
   * @param source of the rule
   */
  public record Gap(String rule, String about, String source, String message) {}
}

package org.quickfreeze.registry.exchange;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.registry.exchange.Roster.Row;

/**
 * The roster as CSV (RFC 4180): a header row, UTF-8, several values of a cell separated by
 * semicolons. A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
final class RosterCsv {
  static final List<String> COLUMNS =
      List.of(
          "party",
          "authority",
          "office",
          "kinds",
          "contact_point",
          "languages",
          "time_zone",
          "office_hours",
          "telephone",
          "email",
          "fax",
          "webhook",
          "attested_until",
          "stale");

  private RosterCsv() {}

  static String of(List<Row> rows) {
    return Stream.concat(Stream.of(COLUMNS), rows.stream().map(RosterCsv::cells))
        .map(cells -> cells.stream().map(RosterCsv::cell).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.party(),
        row.authority(),
        row.office(),
        several(row.kinds()),
        row.contactPoint(),
        several(row.languages()),
        row.timeZone(),
        text(row.officeHours()),
        several(row.addresses("telephone")),
        several(row.addresses("email")),
        several(row.addresses("fax")),
        several(row.addresses("webhook")),
        text(row.attestedUntil()),
        Boolean.toString(row.stale()));
  }

  private static String several(List<String> values) {
    return String.join(";", values);
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }

  private static String cell(String value) {
    String safe = isFormula(value) ? '\'' + value : value;
    boolean quoted = safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /** A number that can be dialled begins with a plus as well, and is none. */
  private static boolean isFormula(String value) {
    if (value.isEmpty()) {
      return false;
    }
    char first = value.charAt(0);
    boolean number = first == '+' && value.substring(1).matches("[0-9 ()./;+-]+");
    return "=+-@\t\r".indexOf(first) >= 0 && !number;
  }
}

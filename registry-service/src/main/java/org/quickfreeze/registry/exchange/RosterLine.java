package org.quickfreeze.registry.exchange;

import java.util.ArrayList;
import java.util.List;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;

/**
 * A contact point with its authority, as a roster has it.
 *
 * @param row of the file, as a spreadsheet counts: the header of CSV is row 1
 * @param errors what could not be read; the other members say as much as could
 */
record RosterLine(
    int row,
    String party,
    String authority,
    String office,
    List<String> kinds,
    String contactPoint,
    List<String> languages,
    String timeZone,
    String officeHours,
    List<Channel> channels,
    List<Fault> errors) {
  RosterLine {
    kinds = List.copyOf(kinds);
    languages = List.copyOf(languages);
    channels = List.copyOf(channels);
    errors = List.copyOf(errors);
  }

  /**
   * What is wrong with a row.
   *
   * @param column as the header of CSV names it; empty for the row as a whole
   * @param source the provision that demands it; empty where none does
   */
  public record Fault(String column, String rule, String source, String message) {}

  /** A row of which nothing could be read. */
  static RosterLine unreadable(int row, String column, String rule, String message) {
    return new RosterLine(
        row,
        "",
        "",
        "",
        List.of(),
        "",
        List.of(),
        "",
        "",
        List.of(),
        List.of(new Fault(column, rule, "", message)));
  }

  /** The same row, of which more is wrong. */
  RosterLine with(List<Fault> more) {
    List<Fault> all = new ArrayList<>(errors);
    all.addAll(more);
    return new RosterLine(
        row,
        party,
        authority,
        office,
        kinds,
        contactPoint,
        languages,
        timeZone,
        officeHours,
        channels,
        all);
  }

  Authority authorityBody() {
    return new Authority(authority, party, kinds, office, null, null);
  }

  ContactPoint pointBody() {
    return new ContactPoint(
        contactPoint, authority, channels, languages, timeZone, officeHours, null, null);
  }
}

package org.quickfreeze.registry.exchange;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.registry.exchange.Roster.Row;

/**
 * The roster as vCards 4.0 (RFC 6350), one for each contact point: an organisation, never a person.
 */
final class RosterVcard {
  private static final int LINE = 75;

  private final StringBuilder out = new StringBuilder();

  private RosterVcard() {}

  static String of(List<Row> rows) {
    RosterVcard cards = new RosterVcard();
    rows.forEach(cards::card);
    return cards.out.toString();
  }

  private void card(Row row) {
    line("BEGIN:VCARD");
    line("VERSION:4.0");
    line("KIND:org");
    line("UID:" + text("contact-point/" + row.contactPoint()));
    line("FN:" + text(row.office()));
    line("ORG:" + text(row.partyNameEn()) + ';' + text(row.office()));
    line("CATEGORIES:" + String.join(",", row.kinds().stream().map(RosterVcard::text).toList()));
    line("TZ:" + text(row.timeZone()));
    for (int i = 0; i < row.languages().size(); i++) {
      line("LANG;PREF=" + (i + 1) + ':' + text(row.languages().get(i)));
    }
    for (Channel channel : row.channels()) {
      channel(channel);
    }
    if (!row.officeHours().isEmpty()) {
      line("NOTE:" + text(row.officeHours()));
    }
    line("END:VCARD");
  }

  /** PREF is 1 to 100, and 1 is tried first, as in the register. */
  private void channel(Channel channel) {
    String preference = ";PREF=" + Math.min(channel.order(), 100);
    switch (channel.kind()) {
      case "telephone" -> line("TEL;VALUE=uri;TYPE=voice" + preference + ':' + tel(channel));
      case "fax" -> line("TEL;VALUE=uri;TYPE=fax" + preference + ':' + tel(channel));
      case "email" -> line("EMAIL" + preference + ':' + text(channel.address()));
      case "webhook" -> line("URL" + preference + ':' + channel.address());
      default -> {
        // the feed is a place at Quickfreeze, which no address book can call
      }
    }
  }

  private static String tel(Channel channel) {
    return "tel:" + channel.address().replaceAll("[^0-9+]", "");
  }

  private static String text(String value) {
    return value
        .replace("\\", "\\\\")
        .replace(",", "\\,")
        .replace(";", "\\;")
        .replace("\r\n", "\\n")
        .replace("\n", "\\n")
        .replace("\r", "\\n");
  }

  /** Folded after 75 bytes, never inside a character (RFC 6350, 3.2). */
  private void line(String content) {
    int bytes = 0;
    for (int i = 0; i < content.length(); ) {
      int point = content.codePointAt(i);
      String one = Character.toString(point);
      int size = one.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + size > LINE) {
        out.append("\r\n ");
        bytes = 1;
      }
      out.append(one);
      bytes += size;
      i += Character.charCount(point);
    }
    out.append("\r\n");
  }
}

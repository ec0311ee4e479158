package org.quickfreeze.registry.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.registry.exchange.Roster.Row;

/** The forms in which the roster leaves, against what the RFCs say. */
class RosterFormsTest {
  private static final List<Channel> CHANNELS =
      List.of(
          new Channel("feed", "feed", 1, null),
          new Channel("telephone", "+44 20 7946 0900", 2, null),
          new Channel("telephone", "+44 (20) 7946-0901", 3, null),
          new Channel("email", "desk@police.example.org", 4, null),
          new Channel("fax", "+44 20 7946 0903", 5, null),
          new Channel("webhook", "https://hooks.example.org/a?b=c,d", 120, null));

  @Test
  void givenAPoint_whenItIsACsv_thenEveryColumnHasItsCell() {
    assertThat(RosterCsv.of(List.of(row("24/7 desk", "Mo-Su 00:00-24:00"))))
        .isEqualTo(
            "party,authority,office,kinds,contact_point,languages,time_zone,office_hours,telephone,"
                + "email,fax,webhook,attested_until,stale\r\n"
                + "RO,ro-24-7,24/7 desk,contact-point-24-7;police,ro-24-7-desk,en;ro,"
                + "Europe/Bucharest,Mo-Su 00:00-24:00,+44 20 7946 0900;+44 (20) 7946-0901,"
                + "desk@police.example.org,+44 20 7946 0903,\"https://hooks.example.org/a?b=c,d\","
                + "2027-05-27T00:00:00Z,false\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "=cmd()|'=cmd()",
        "@SUM(A1)|'@SUM(A1)",
        "-1+1|'-1+1",
        "+1+cmd()|'+1+cmd()",
        "+44 20 7946 0900|+44 20 7946 0900",
        "a, b|\"a, b\"",
        "say \"yes\"|\"say \"\"yes\"\"\"",
        "=a,\"b\"|\"'=a,\"\"b\"\"\""
      })
  void givenACellThatASpreadsheetWouldRead_whenItIsWritten_thenItIsTextAgain(
      String office, String cell) {
    assertThat(RosterCsv.of(List.of(row(office, "")))).contains("ro-24-7," + cell + ",contact");
  }

  @Test
  void givenAPoint_whenItIsAVcard_thenItIsAnOrganisationWithItsWaysInOrder() {
    assertThat(unfolded(RosterVcard.of(List.of(row("Desk; 24/7, Bucharest", "all\nweek")))))
        .containsExactly(
            "BEGIN:VCARD",
            "VERSION:4.0",
            "KIND:org",
            "UID:contact-point/ro-24-7-desk",
            "FN:Desk\\; 24/7\\, Bucharest",
            "ORG:Romania;Desk\\; 24/7\\, Bucharest",
            "CATEGORIES:contact-point-24-7,police",
            "TZ:Europe/Bucharest",
            "LANG;PREF=1:en",
            "LANG;PREF=2:ro",
            "TEL;VALUE=uri;TYPE=voice;PREF=2:tel:+442079460900",
            "TEL;VALUE=uri;TYPE=voice;PREF=3:tel:+442079460901",
            "EMAIL;PREF=4:desk@police.example.org",
            "TEL;VALUE=uri;TYPE=fax;PREF=5:tel:+442079460903",
            "URL;PREF=100:https://hooks.example.org/a?b=c,d",
            "NOTE:all\\nweek",
            "END:VCARD");
  }

  @Test
  void givenALongOffice_whenItIsAVcard_thenNoLineIsLongerThan75BytesAndNoCharacterIsCut() {
    String office = "Bureau de coopération à côté de l'État €".repeat(10);
    String card = RosterVcard.of(List.of(row(office, "")));

    assertThat(card.split("\r\n"))
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
    assertThat(unfolded(card)).contains("FN:" + office);
  }

  private static List<String> unfolded(String card) {
    return Arrays.asList(card.replace("\r\n ", "").split("\r\n"));
  }

  private static Row row(String office, String hours) {
    return new Row(
        "RO",
        "Romania",
        "Roumanie",
        "ro-24-7",
        office,
        List.of("contact-point-24-7", "police"),
        "ro-24-7-desk",
        List.of("en", "ro"),
        "Europe/Bucharest",
        hours,
        CHANNELS,
        Instant.parse("2027-05-27T00:00:00Z"),
        false);
  }
}

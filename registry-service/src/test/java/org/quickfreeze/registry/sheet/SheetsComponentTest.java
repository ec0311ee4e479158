package org.quickfreeze.registry.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.fixture.RegistryDatabase;

/** Sheets from the register's own copy, for those who may read them. */
@Timeout(120)
class SheetsComponentTest {
  private static final Instant NOW = SheetFacts.NOW;

  private final Transactions transactions = RegistryDatabase.transactions();
  private final DirectoryCopy directory = new DirectoryCopy();
  private final Sheets sheets =
      new Sheets(
          directory,
          new Bases(LawBook.load()),
          (_, _, _) -> Optional.empty(),
          (_, owner) -> owner.equals("authority/qm-24-7") ? 2 : 0);

  @BeforeEach
  void aState() {
    RegistryDatabase.enter(transactions, "party/QM", SheetFacts.party());
    RegistryDatabase.enter(transactions, "authority/qm-24-7", SheetFacts.authority());
    RegistryDatabase.enter(transactions, "contact-point/qm-desk", SheetFacts.point());
    RegistryDatabase.enter(transactions, "provider/qm-host", SheetFacts.provider());
    directory.load(transactions);
  }

  @Test
  void givenItsOwnPeople_whenTheyReadTheSheet_thenTheySeeWhatWaits() {
    Sheet own = sheets.authority(officer("QM", "qm-24-7"), "qm-24-7", NOW, NOW).orElseThrow();
    assertThat(own.sections())
        .filteredOn(section -> section.id().equals("pending"))
        .singleElement()
        .satisfies(section -> assertThat(section.rows().getFirst().cells()).containsExactly("2"));
    assertThat(ids(officer("QN", "qn-24-7"))).doesNotContain("pending", "tests", "people");
    assertThat(ids(person("secretariat", null, null, null))).contains("pending", "people");
  }

  @Test
  void givenOthersOfTheState_whenTheyRead_thenTheySeeNumbersAndNotWhatWaits() {
    for (Caller reader :
        List.of(
            officer("QM", "qm-other"),
            person("auditor", null, null, null),
            person("dpo", null, null, null))) {
      assertThat(ids(reader)).contains("people").doesNotContain("pending", "functions");
    }
  }

  @Test
  void givenAProvider_whenItReads_thenItSeesItsOwnSheetAlone() {
    Caller host = person("provider", null, null, "qm-host");
    Caller other = person("provider", null, null, "qn-host");
    assertThat(sheets.provider(host, "qm-host", NOW)).isPresent();
    assertThat(sheets.provider(other, "qm-host", NOW)).isEmpty();
    assertThat(sheets.provider(officer("QN", "qn-24-7"), "qm-host", NOW)).isPresent();
    assertThat(ids(host)).doesNotContain("cover", "powers", "attested", "people", "pending");
  }

  @Test
  void givenADayBeforeItWasEntered_whenItIsAskedFor_thenThereIsNoSheet() {
    Instant before = Instant.parse("2025-01-01T00:00:00Z");
    assertThat(sheets.authority(officer("QM", "qm-24-7"), "qm-24-7", before, NOW)).isEmpty();
  }

  @Test
  void givenManyQuestions_whenTheNamesAreAsked_thenTheyAreMadeEveryTenSecondsAtMost() {
    PublicDirectory names = new PublicDirectory(directory);
    PublicDirectory.Document first = names.at(NOW);
    assertThat(first.json()).contains("\"Office of Anywhere\"").doesNotContain("qm-desk", "+4420");
    assertThat(names.at(NOW.plusSeconds(9))).isSameAs(first);
    assertThat(names.at(NOW.plusSeconds(10))).isNotSameAs(first);
    assertThat(names.at(NOW.plusSeconds(10)).tag()).isEqualTo(first.tag());
  }

  private List<String> ids(Caller reader) {
    return sheets.authority(reader, "qm-24-7", NOW, NOW).orElseThrow().sections().stream()
        .map(Sheet.Section::id)
        .toList();
  }

  private static Caller officer(String party, String authority) {
    return person("officer", party, authority, null);
  }

  private static Caller person(
      String role, @Nullable String party, @Nullable String authority, @Nullable String provider) {
    return new Caller("0a", role, party, authority, provider, List.of(), Set.of(), null);
  }
}

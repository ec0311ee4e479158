package org.quickfreeze.registry.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.PartyLaw;
import org.quickfreeze.contracts.directory.PartyLaw.Treaty;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.sheet.DataProtection.Transfer;
import org.quickfreeze.registry.sheet.Sheet.Row;
import org.quickfreeze.registry.sheet.Sheet.Section;

class DataProtectionTest {
  private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
  private static final LocalDate CONVENTION = LocalDate.parse("2006-05-01");

  static List<Kept> settings() {
    return DataProtection.KEPT.stream().filter(kept -> kept.key() != null).toList();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void givenASettingOfTheSheet_whenTheServiceIsRead_thenItHasItWithThisDefault(Kept kept)
      throws IOException {
    assertThat(sources(kept.service()))
        .containsPattern(
            "name = \"" + kept.key() + "\",\\s*defaultValue = \"" + kept.shipped() + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "outbox; P30D; backbone; interval '30 days'",
        "idempotency; P7D; backbone; interval '7 days'",
        "inbox; P210D; backbone; interval '210 days'",
        "provider-topics; P180D; provider-gateway; \"15552000000\"",
      })
  void givenADurationWithoutASetting_whenTheCodeIsRead_thenItIsThisOne(
      String what, String shipped, String module, String code) throws IOException {
    assertThat(DataProtection.KEPT)
        .filteredOn(kept -> kept.what().equals(what))
        .extracting(Kept::shipped)
        .containsExactly(shipped);
    assertThat(sources(module)).contains(code);
  }

  @Test
  void givenDurationsWithoutASetting_whenTheyAreListed_thenEachIsHeldAgainstTheCodeAbove() {
    assertThat(DataProtection.KEPT)
        .filteredOn(kept -> kept.key() == null && !kept.shipped().isEmpty())
        .extracting(Kept::what)
        .containsExactlyInAnyOrder("outbox", "idempotency", "inbox", "provider-topics");
  }

  @Test
  void givenTheSheet_whenItIsMade_thenEverySectionHasRowsAsWideAsItsHead() {
    Sheet sheet = protection(Map.of()).sheet(NOW, 7);

    assertThat(sheet.sections())
        .extracting(Section::id)
        .containsExactly(
            "dp-roles", "dp-kept", "dp-keys", "dp-access", "dp-incident", "dp-assessment");
    for (Section section : sheet.sections()) {
      assertThat(section.rows()).as(section.id()).isNotEmpty();
      assertThat(section.rows())
          .as(section.id())
          .allMatch(row -> row.cells().size() == section.columns().size())
          .allMatch(row -> !row.source().isBlank());
    }
    assertThat(SheetHtml.of(sheet, Words.english()))
        .contains("neither confirmed nor denied", "<h1>Data protection</h1>")
        .doesNotContain("class=\"gaps\"");
  }

  @Test
  void givenASettingThatWasChanged_whenTheSheetIsMade_thenItSaysWhatIsSetAndWhatShips() {
    DataProtection changed = protection(Map.of("quickfreeze.registry.proposal-age", "P3D"));

    assertThat(kept(changed, "proposal-age")).isEqualTo("P3D (ships with P14D)");
    assertThat(kept(protection(Map.of()), "proposal-age")).isEqualTo("P14D");
    assertThat(
            kept(protection(Map.of("quickfreeze.registry.proposal-age", "P14D")), "proposal-age"))
        .isEqualTo("P14D");
  }

  @Test
  void givenAnotherServicesSetting_whenTheSheetIsMade_thenItDoesNotPretendToKnowIt() {
    DataProtection here = protection(Map.of("quickfreeze.request.break-glass-review", "PT1H"));

    assertThat(kept(here, "break-glass-review")).isEqualTo("PT24H as shipped");
  }

  @Test
  void givenTheSecondProtocolInForceForBoth_whenDataGo_thenItProtectsThemSinceTheLaterDay() {
    Transfer transfer =
        protection(Map.of())
            .transfer(
                party("FR", LocalDate.parse("2026-02-01")),
                party("RO", LocalDate.parse("2026-09-01")),
                NOW);

    assertThat(transfer.secondProtocol()).isEqualTo(LocalDate.parse("2026-09-01"));
    assertThat(transfer.guarantee()).contains("Art. 14");
    assertThat(transfer.requests()).extracting(DataProtection.Basis::kind).contains("preservation");
  }

  @Test
  void givenTheSecondProtocolForOneAlone_whenDataGo_thenItIsNotClaimed() {
    Transfer transfer =
        protection(Map.of())
            .transfer(party("FR", LocalDate.parse("2026-02-01")), party("RO", null), NOW);
    Transfer later =
        protection(Map.of())
            .transfer(
                party("FR", LocalDate.parse("2026-02-01")),
                party("RO", LocalDate.parse("2026-11-28")),
                NOW);

    assertThat(List.of(transfer, later))
        .allSatisfy(
            one -> {
              assertThat(one.secondProtocol()).isNull();
              assertThat(one.guarantee()).contains("does not bind both");
            });
  }

  private static String kept(DataProtection protection, String setting) {
    return protection.sheet(NOW, 7).sections().get(1).rows().stream()
        .filter(row -> row.source().endsWith(setting))
        .map(Row::cells)
        .map(cells -> cells.get(2))
        .collect(Collectors.joining());
  }

  private static DataProtection protection(Map<String, String> settings) {
    return new DataProtection(Words.english(), settings::get, new Bases(LawBook.load()));
  }

  private static Party party(String code, @Nullable LocalDate secondProtocol) {
    return new Party(
        code,
        code,
        code,
        "party",
        List.of(),
        new PartyLaw(
            List.of(
                new Treaty("BC", null, null, CONVENTION, null, "treaty office", false),
                new Treaty("P2", null, null, secondProtocol, null, "treaty office", false)),
            List.of()));
  }

  private static String sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    }
  }
}

package org.quickfreeze.registry.parties;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.law.LawChecks;

/**
 * The file against what was published of the treaties' status at other times, so that no figure of
 * it is tested against itself.
 */
class ReferencePartiesTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final ReferenceParties reference = ReferenceParties.load();

  @Test
  void givenTheFile_whenItsEntriesAreChecked_thenTheRegisterWouldTakeEach() {
    assertThat(reference.parties())
        .allSatisfy(party -> assertThat(LawChecks.check(party, LawBook.load(), NOW)).isEmpty());
    assertThat(reference.parties()).extracting(Party::code).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void givenTheFile_whenItsCodesAreRead_thenEachIsACountryOfIso3166() {
    assertThat(Arrays.asList(Locale.getISOCountries()))
        .containsAll(reference.parties().stream().map(Party::code).toList());
  }

  /** Progress report of November 2007, table of section 3.1: these 21 had ratified. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AL", "AM", "BA", "BG", "CY", "HR", "DK", "EE", "US", "FI", "FR", "HU", "IS", "LV", "LT",
        "NO", "NL", "MK", "RO", "SI", "UA"
      })
  void givenWhoHadRatifiedByNovember2007_whenAskedForThen_thenTheConventionBoundThem(String code) {
    assertThat(bound(code, "2007-11-30")).isTrue();
  }

  /** The same table: these had signed and not ratified. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE", "AT", "BE", "CA", "ES", "GR", "IT", "JP", "LU", "MT", "MD", "ME", "PL", "PT", "CZ",
        "GB", "RS", "SK", "SE", "CH"
      })
  void givenWhoHadOnlySignedByNovember2007_whenAskedForThen_thenItBoundThemNot(String code) {
    assertThat(bound(code, "2007-11-30")).isFalse();
    assertThat(bound(code, "2026-11-26")).isTrue();
  }

  /**
   * The same report gives the ratifications of each year; published counts of 2024 are 75 in June
   * and 76 in October, each in force on the first of the fourth month after.
   */
  @ParameterizedTest
  @CsvSource({
    "2004-06-30, 0",
    "2007-11-30, 21",
    "2024-10-01, 75",
    "2024-11-01, 76",
    "2026-11-26, 76"
  })
  void givenADay_whenThePartiesAreCounted_thenTheyAreAsManyAsWerePublished(
      String day, long parties) {
    assertThat(reference.parties().stream().filter(p -> bound(p.code(), day)).count())
        .isEqualTo(parties);
  }

  /** Five ratifications are needed (P2 16); three had been deposited. */
  @Test
  void givenTheSecondProtocol_whenAsked_thenThreeHaveAgreedAndItIsNotInForce() {
    List<String> agreed =
        reference.parties().stream()
            .filter(
                party ->
                    Objects.requireNonNull(party.law()).treaties().stream()
                        .anyMatch(t -> t.instrument().equals("P2") && t.consented() != null))
            .map(Party::code)
            .toList();

    assertThat(agreed).containsExactly("HU", "JP", "RS");
    assertThat(new Bases(LawBook.load()).basis("direct-order", "P2-7", find("JP"), find("RS"), NOW))
        .isEmpty();
  }

  @Test
  void givenTheReservationsToArticle29_whenAskedOverTime_thenTheyHoldAsLongAsTheyWereMade() {
    assertThat(Bases.codes(find("AT"), NOW)).contains("BC-29(4)");
    assertThat(Bases.codes(find("CZ"), Instant.parse("2019-01-01T00:00:00Z"))).contains("BC-29(4)");
    assertThat(Bases.codes(find("CZ"), NOW)).doesNotContain("BC-29(4)");
    assertThat(Bases.codes(find("FR"), NOW)).doesNotContain("BC-29(4)");
  }

  @Test
  void givenAnEntryOfTheRegister_whenComparedWithTheFile_thenWhatDiffersIsNamed() {
    Party shipped = find("FR");
    Party other =
        new Party("FR", "France", "La France", "party", List.of("BC-29(4)"), find("AT").law());

    assertThat(ReferenceParties.differences(shipped, shipped)).isEmpty();
    assertThat(ReferenceParties.differences(shipped, other)).containsExactly("/nameFr", "/law");
  }

  private Party find(String code) {
    return reference.find(code).orElseThrow();
  }

  private boolean bound(String code, String day) {
    return Objects.requireNonNull(find(code).law()).treaties().stream()
        .anyMatch(t -> t.instrument().equals("BC") && t.binds(LocalDate.parse(day)));
  }
}

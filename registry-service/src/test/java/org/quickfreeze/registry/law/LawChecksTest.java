package org.quickfreeze.registry.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.DirectoryEntity.Power;
import org.quickfreeze.contracts.directory.PartyLaw;
import org.quickfreeze.contracts.directory.PartyLaw.Statement;
import org.quickfreeze.contracts.directory.PartyLaw.Treaty;
import org.quickfreeze.contracts.law.LawBook;

class LawChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final LawBook BOOK = LawBook.load();
  private static final Treaty CONVENTION =
      treaty("BC", "2001-11-23", "2006-01-10", "2006-05-01", null);

  static Stream<Arguments> brokenTreaties() {
    return Stream.of(
        Arguments.of("unknown", treaty("NATO", null, null, null, null), "/instrument"),
        Arguments.of("no name", treaty(null, null, null, null, null), "/instrument"),
        Arguments.of(
            "consented before signed",
            treaty("UNC", "2025-10-25", "2025-10-24", null, null),
            "/consented"),
        Arguments.of(
            "in force before consent",
            treaty("UNC", null, "2026-05-01", "2026-04-30", null),
            "/inForce"),
        Arguments.of(
            "left on its first day",
            treaty("UNC", null, null, "2026-05-01", "2026-05-01"),
            "/until"),
        Arguments.of("left but never in", treaty("UNC", null, null, null, "2026-05-01"), "/until"),
        Arguments.of("too old", treaty("UNC", "1899-12-31", null, null, null), "/signed"),
        Arguments.of("too far", treaty("UNC", null, null, "2200-01-01", null), "/inForce"),
        Arguments.of(
            "a protocol before its convention",
            treaty("P2", null, null, "2006-04-30", null),
            "/inForce"),
        Arguments.of("a second time", treaty("BC", null, null, "2010-01-01", null), ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenTreaties")
  void givenABrokenTreaty_whenChecked_thenItsMemberIsNamed(
      String what, Treaty broken, String pointer) {
    assertThat(pointers(party("party", List.of(CONVENTION, broken), List.of())))
        .containsExactly("/law/treaties/1" + pointer);
  }

  @Test
  void givenEntriesWithoutTheirNames_whenChecked_thenEachIsNamedAndNothingBreaks() {
    Treaty treaty = treaty(null, null, null, null, null);
    Statement statement = new Statement(null, null, null, null, null, "s", false);
    PartyLaw law = new PartyLaw(List.of(treaty, treaty), List.of(statement, statement));

    assertThat(pointers(new Party("FR", "F", "F", "signatory", List.of("BC-29(4)"), law)))
        .contains(
            "/law/treaties/0/instrument",
            "/law/treaties/1/instrument",
            "/law/statements/0/code",
            "/law/statements/1/code",
            "/reservations/0");
  }

  @Test
  void givenTreatiesThatFollowEachOther_whenChecked_thenNothingIsWrong() {
    Treaty before = treaty("BC", null, null, "2006-05-01", "2010-01-01");
    Treaty again = treaty("BC", null, null, "2010-01-01", null);
    Treaty protocol = treaty("P2", "2022-05-12", null, null, null);

    assertThat(pointers(party("party", List.of(before, again, protocol), List.of()))).isEmpty();
  }

  static Stream<Arguments> brokenStatements() {
    return Stream.of(
        Arguments.of("unknown", statement("BC-99"), "/code"),
        Arguments.of("a value where none belongs", statement("BC-29(4)", "yes"), "/values"),
        Arguments.of("no value", statement("preservation-days"), "/values"),
        Arguments.of("two numbers", statement("preservation-days", "60", "90"), "/values"),
        Arguments.of("fewer than sixty days", statement("preservation-days", "59"), "/values/0"),
        Arguments.of("no number", statement("preservation-days", "sixty"), "/values/0"),
        Arguments.of("a number with a sign", statement("preservation-days", "+60"), "/values/0"),
        Arguments.of("huge", statement("preservation-days", "99999999999"), "/values/0"),
        Arguments.of("no flag", statement("dual-criminality", "perhaps"), "/values/0"),
        Arguments.of("none of the choices", statement("channels", "feed", "pigeon"), "/values/1"),
        Arguments.of("no language", statement("languages", "fr", "French"), "/values/1"),
        Arguments.of("no address", statement("profile", "http://example.org/"), "/values/0"),
        Arguments.of("a script", statement("profile", "javascript:alert(1)"), "/values/0"),
        Arguments.of(
            "an address with a name in it",
            statement("profile", "https://user@example.org/"),
            "/values/0"),
        Arguments.of("blank words", statement("supplement", " "), "/values/0"),
        Arguments.of("too many words", statement("supplement", "x".repeat(401)), "/values/0"),
        Arguments.of(
            "an unknown kind",
            new Statement("supplement", List.of("x"), List.of("tapping"), null, null, "s", false),
            "/kinds/0"),
        Arguments.of(
            "a kind that it is not about",
            new Statement("BC-29(4)", null, List.of("assistance"), null, null, "s", false),
            "/kinds/0"),
        Arguments.of(
            "over before it began",
            new Statement("BC-29(4)", null, null, day("2020-01-02"), day("2020-01-01"), "s", false),
            "/until"),
        Arguments.of(
            "without a source",
            new Statement("BC-29(4)", null, null, null, null, " ", false),
            "/source"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenStatements")
  void givenABrokenStatement_whenChecked_thenItsMemberIsNamed(
      String what, Statement broken, String pointer) {
    assertThat(pointers(party("party", List.of(CONVENTION), List.of(broken))))
        .containsExactly("/law/statements/0" + pointer);
  }

  @Test
  void givenTwoNumbersForOneTime_whenChecked_thenTheSecondIsRefused() {
    assertThat(
            pointers(
                party(
                    "party",
                    List.of(CONVENTION),
                    List.of(statement("order-days", "60"), statement("order-days", "90")))))
        .containsExactly("/law/statements/1");
  }

  @Test
  void givenANumberThatFollowsAnother_whenChecked_thenNothingIsWrong() {
    Statement former =
        new Statement("order-days", List.of("60"), null, null, day("2026-01-01"), "s", false);
    Statement later =
        new Statement("order-days", List.of("90"), null, day("2026-01-01"), null, "s", false);

    assertThat(pointers(party("party", List.of(CONVENTION), List.of(former, later)))).isEmpty();
  }

  @Test
  void givenTwoSupplements_whenChecked_thenBothMayStand() {
    assertThat(
            pointers(
                party(
                    "party",
                    List.of(CONVENTION),
                    List.of(statement("supplement", "A"), statement("supplement", "B")))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "party, true, true",
    "party, false, false",
    "signatory, false, true",
    "signatory, true, false",
    "reciprocity, false, true",
    "invited, false, true",
    "member, true, false",
    ", false, false"
  })
  void givenAStatusAndTreaties_whenChecked_thenTheyTellOneStory(
      @Nullable String status, boolean bound, boolean good) {
    List<Treaty> treaties = bound ? List.of(CONVENTION) : List.of();

    assertThat(pointers(party(status, treaties, List.of())).contains("/status")).isEqualTo(!good);
  }

  @Test
  void givenAReservationOutsideTheLaw_whenChecked_thenItIsToBeEnteredThere() {
    PartyLaw law = new PartyLaw(List.of(CONVENTION), List.of());

    assertThat(pointers(new Party("FR", "F", "F", "party", List.of("BC-29(4)"), law)))
        .containsExactly("/reservations/0");
  }

  @Test
  void givenReservationsOfSeveralTimes_whenDerived_thenThoseThatHoldAreLeft() {
    Statement over = new Statement("BC-29(4)", null, null, null, day("2019-07-05"), "s", false);
    Statement held = statement("P2-7(9)(a)");
    Statement declared = statement("P2-7(8)");
    Party party = party("party", List.of(CONVENTION), List.of(over, held, declared));

    assertThat(LawChecks.derived(party, BOOK, NOW).reservations()).containsExactly("P2-7(9)(a)");
    assertThat(LawChecks.derived(party, BOOK, Instant.parse("2019-07-04T00:00:00Z")).reservations())
        .containsExactly("BC-29(4)", "P2-7(9)(a)");
  }

  @Test
  void givenPowers_whenChecked_thenKindsAreThoseOfTheLawBookAndNamedOnce() {
    List<Power> powers =
        List.of(
            new Power("preservation", null, "Art. 1", false),
            new Power("preservation", "fr-prosecutor", "Art. 2", false),
            new Power("tapping", null, " ", false));

    assertThat(LawChecks.powers(powers, BOOK).stream().map(FieldError::pointer))
        .containsExactlyInAnyOrder("/powers/1/kind", "/powers/2/kind", "/powers/2/source");
    assertThat(
            LawChecks.powers(
                    Collections.nCopies(21, new Power("preservation", null, "s", false)), BOOK)
                .stream()
                .map(FieldError::pointer))
        .contains("/powers");
  }

  private static List<String> pointers(Party party) {
    return LawChecks.check(party, BOOK, NOW).stream().map(FieldError::pointer).toList();
  }

  private static Party party(
      @Nullable String status, List<Treaty> treaties, List<Statement> statements) {
    return new Party(
        "FR", "France", "France", status, List.of(), new PartyLaw(treaties, statements));
  }

  private static Treaty treaty(
      @Nullable String instrument,
      @Nullable String signed,
      @Nullable String consented,
      @Nullable String inForce,
      @Nullable String until) {
    return new Treaty(
        instrument, day(signed), day(consented), day(inForce), day(until), "a chart", false);
  }

  private static Statement statement(String code, String... values) {
    return new Statement(code, List.of(values), List.of(), null, null, "a text", false);
  }

  private static @Nullable LocalDate day(@Nullable String day) {
    return day == null ? null : LocalDate.parse(day);
  }
}

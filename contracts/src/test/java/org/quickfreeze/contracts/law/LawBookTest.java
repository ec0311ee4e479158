package org.quickfreeze.contracts.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.contracts.law.LawBook.Base;
import org.quickfreeze.contracts.law.LawBook.Effect;
import org.quickfreeze.contracts.law.LawBook.Kind;
import org.quickfreeze.contracts.law.LawBook.StatementForm;
import org.quickfreeze.contracts.law.LawBook.ValueType;
import org.quickfreeze.contracts.rulebook.Rulebook;

class LawBookTest {
  private final LawBook book = LawBook.load();

  @ParameterizedTest
  @CsvSource({
    "preservation, BC 29",
    "traffic-disclosure, BC 30",
    "stored-data, BC 31",
    "spontaneous-information, BC 26",
    "assistance, BC 35",
    "domain-registration, P2 6",
    "direct-order, P2 7",
    "production-order, P2 8",
    "emergency-disclosure, P2 9",
    "emergency-assistance, P2 10"
  })
  void givenAKind_whenItsFirstBasisIsRead_thenItIsItsArticle(String kind, String cite) {
    assertThat(book.kind(kind).orElseThrow().bases().getFirst().cite()).isEqualTo(cite);
    assertThat(book.kinds()).hasSize(10);
  }

  @Test
  void givenTheKindsOfTheRulebook_whenComparedWithTheLawBook_thenTheirArticlesAgree() {
    for (Rulebook.Kind kind : Rulebook.load().kinds()) {
      Base first = book.kind(kind.kind()).orElseThrow().bases().getFirst();

      assertThat(first.instrument() + "-" + first.article()).isEqualTo(kind.article());
    }
  }

  @Test
  void givenTheGroundsOfTheRulebook_whenAReservationOpensOne_thenTheLawBookKnowsIt() {
    List<String> wanted =
        Rulebook.load().grounds().stream()
            .flatMap(ground -> Stream.ofNullable(ground.requiresReservation()))
            .toList();

    assertThat(wanted)
        .isNotEmpty()
        .allMatch(code -> book.statement(code).orElseThrow().effect() == Effect.OPENS_GROUND);
  }

  @Test
  void givenTheDeclarationsOfFeatureG4_whenLookedUp_thenEachIsThere() {
    assertThat(book.statements().stream().map(StatementForm::code))
        .contains(
            "BC-29(4)",
            "BC-35",
            "BC-27(9)(e)",
            "P2-7(2)(b)",
            "P2-7(5)(a)",
            "P2-7(8)",
            "P2-7(9)(a)",
            "P2-7(9)(b)",
            "P2-8(4)",
            "P2-9(1)(b)",
            "P2-9(5)",
            "P2-10(9)",
            "languages")
        .doesNotHaveDuplicates();
  }

  @Test
  void givenTheBook_whenItsReferencesAreFollowed_thenNoneIsBroken() {
    Set<String> kinds = book.kinds().stream().map(Kind::kind).collect(Collectors.toSet());
    Set<String> bases =
        book.kinds().stream()
            .flatMap(kind -> kind.bases().stream())
            .map(base -> base.instrument() + "-" + base.article())
            .collect(Collectors.toSet());
    bases.add(Bases.RECIPROCITY);

    assertThat(book.kinds()).allMatch(kind -> knownInstruments(kind.bases()));
    assertThat(book.statements()).allMatch(s -> kinds.containsAll(s.kinds()));
    assertThat(book.statements()).allMatch(s -> bases.containsAll(s.closes()));
    assertThat(book.statements())
        .allMatch(s -> (s.effect() == Effect.CLOSES) == !s.closes().isEmpty());
    assertThat(book.statements()).allMatch(s -> book.sources().containsKey(tag(s.cite())));
    assertThat(book.statements())
        .allMatch(s -> (s.type() == ValueType.CODES) == !s.allowed().isEmpty())
        .allMatch(s -> (s.type() == ValueType.NUMBER) == (s.least() != null && s.most() != null));
    assertThat(book.instruments().stream().flatMap(i -> Stream.ofNullable(i.protocolTo())))
        .allMatch(code -> book.instrument(code).isPresent());
  }

  @Test
  void givenThePreservationPeriod_whenItsLeastIsRead_thenItIsSixtyDays() {
    assertThat(book.statement("preservation-days").orElseThrow().least()).isEqualTo(60);
  }

  private boolean knownInstruments(List<Base> bases) {
    return bases.stream().allMatch(base -> book.instrument(base.instrument()).isPresent());
  }

  private static String tag(String cite) {
    return cite.substring(0, cite.indexOf(' '));
  }
}

package org.quickfreeze.contracts.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.rulebook.Rulebook.Clock;
import org.quickfreeze.contracts.rulebook.Rulebook.Element;
import org.quickfreeze.contracts.rulebook.Rulebook.Ground;

class RulebookTest {
  private static final Instant RECEIPT = Instant.parse("2026-11-25T23:50:00Z");

  private final Rulebook rulebook = Rulebook.load();

  @ParameterizedTest
  @CsvSource({
    "/requestingAuthority/organisation, BC 29(2)(a)",
    "/offences, BC 29(2)(b)",
    "/facts, BC 29(2)(b)",
    "/items, BC 29(2)(c)",
    "/relation, BC 29(2)(c)",
    "/custodian, BC 29(2)(d)",
    "/necessity, BC 29(2)(e)",
    "/mutualAssistance/intended, BC 29(2)(f)"
  })
  void givenArticle29_whenItsElementsAreRead_thenEachHasItsLetter(String pointer, String cite) {
    Element element =
        rulebook.elements().stream()
            .filter(e -> e.pointer().equals(pointer))
            .findFirst()
            .orElseThrow();

    assertThat(element.cite()).isEqualTo(cite);
    assertThat(element.severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void givenAPreservation_whenItsArticleIsAsked_thenItIs29() {
    Rulebook.Kind kind = rulebook.kind("preservation").orElseThrow();

    assertThat(kind.article()).isEqualTo("BC-29");
    assertThat(kind.cite()).isEqualTo("BC 29");
    assertThat(rulebook.kind("search")).isEmpty();
  }

  @Test
  void givenArticle29_whenItsGroundsAreRead_thenThereIsNoOther() {
    List<String> codes = rulebook.groundsOf("BC-29").stream().map(Ground::code).toList();

    assertThat(codes)
        .containsExactlyInAnyOrder("political-offence", "essential-interests", "dual-criminality");
    assertThat(rulebook.ground("BC-29", "fiscal-offence")).isEmpty();
  }

  @Test
  void givenNoReservation_whenDualCriminalityIsInvoked_thenItIsClosed() {
    Ground ground = rulebook.ground("BC-29", "dual-criminality").orElseThrow();

    assertThat(ground.isOpen(Set.of(), List.of("other"))).isFalse();
    assertThat(ground.isOpen(Set.of("BC-42"), List.of("other"))).isFalse();
    assertThat(ground.isOpen(Set.of("BC-29(4)"), List.of("other"))).isTrue();
    assertThat(ground.requiresStatement()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void givenAnOffenceOfTheConvention_whenDualCriminalityIsInvoked_thenItIsClosed(int article) {
    Ground ground = rulebook.ground("BC-29", "dual-criminality").orElseThrow();

    assertThat(ground.isOpen(Set.of("BC-29(4)"), List.of("other", "BC-" + article))).isFalse();
    assertThat(rulebook.isOffence("BC-" + article)).isTrue();
  }

  @Test
  void givenTheOtherGrounds_whenInvoked_thenNoReservationIsNeeded() {
    assertThat(
            Stream.of("political-offence", "essential-interests")
                .map(code -> rulebook.ground("BC-29", code).orElseThrow()))
        .allMatch(ground -> ground.isOpen(Set.of(), List.of("BC-8")));
  }

  @ParameterizedTest
  @CsvSource({
    "R1, EMERGENCY, PT30M",
    "R1, URGENT, PT2H",
    "R1, ROUTINE, PT8H",
    "R1b, EMERGENCY, PT4H",
    "R1b, URGENT, PT24H",
    "R1b, ROUTINE, PT72H",
    "R2a, EMERGENCY, PT1H",
    "R2a, URGENT, PT4H",
    "R2b, EMERGENCY, PT4H",
    "R2b, URGENT, PT24H",
    "R2b, ROUTINE, PT72H"
  })
  void givenASoftClock_whenStarted_thenItRunsAsLongAsSuggested(
      String id, String urgency, Duration length) {
    Clock clock = rulebook.clock(id);

    assertThat(clock.due(RECEIPT, urgency)).contains(RECEIPT.plus(length));
    assertThat(clock.hard()).isFalse();
  }

  @Test
  void givenAnEmergency_whenNobodyAcknowledges_thenTheTelephoneRingsAfterTenMinutes() {
    Clock clock = rulebook.clock("R1");

    assertThat(clock.alarm(RECEIPT, "EMERGENCY")).contains(RECEIPT.plusSeconds(600));
    assertThat(clock.alarm(RECEIPT, "URGENT")).isEmpty();
  }

  @Test
  void givenThePreservationClock_whenStarted_thenItNeverEndsBeforeDay60() {
    Clock clock = rulebook.clock("R3");

    assertThat(clock.earliestEnd(RECEIPT)).isEqualTo(RECEIPT.plus(Duration.ofDays(60)));
    assertThat(clock.hard()).isTrue();
    assertThat(clock.warnDaysLeft()).containsExactly(45, 30, 14, 7, 3, 1);
    assertThat(clock.due(RECEIPT, "EMERGENCY")).isEmpty();
  }

  @Test
  void givenTheReasonsForNotExecuting_whenRead_thenTheyAreThoseOfTheRules() {
    assertThat(rulebook.nonExecution().stream().map(Rulebook.Term::code))
        .containsExactlyInAnyOrder(
            "incomplete-after-clarification",
            "forwarded",
            "outside-territory",
            "no-party-or-basis",
            "no-domestic-power",
            "custodian-unknown",
            "gone-before-receipt",
            "duplicate");
    assertThat(rulebook.isNonExecution("political-offence")).isFalse();
  }

  @Test
  void givenEveryRule_whenItsSourceIsRead_thenTheTagIsExplained() {
    Stream<String> cites =
        Stream.of(
                rulebook.elements().stream().map(Element::cite),
                rulebook.checks().stream().map(Rulebook.Check::cite),
                rulebook.grounds().stream().map(Ground::cite),
                rulebook.clocks().stream().map(Clock::source))
            .flatMap(s -> s);

    assertThat(cites.flatMap(c -> Stream.of(c.split("; ", -1))))
        .allMatch(cite -> rulebook.sources().containsKey(cite.split(" ", 2)[0]));
  }

  @Test
  void givenTheFieldNumbersOfTheModelForm_whenCited_thenTheyAreMarkedForALawyer() {
    assertThat(rulebook.elements())
        .filteredOn(e -> e.cite().startsWith("TPL29"))
        .isNotEmpty()
        .allMatch(Element::check);
    assertThat(rulebook.checks())
        .filteredOn(c -> c.cite().startsWith("TPL29") || c.cite().startsWith("P2"))
        .isNotEmpty()
        .allMatch(Rulebook.Check::check);
  }
}

package org.quickfreeze.contracts.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.PartyLaw;
import org.quickfreeze.contracts.directory.PartyLaw.Statement;
import org.quickfreeze.contracts.directory.PartyLaw.Treaty;
import org.quickfreeze.contracts.law.Bases.Basis;
import org.quickfreeze.contracts.law.Bases.Notice;
import org.quickfreeze.contracts.law.Bases.Offered;

class BasesTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final Bases bases = new Bases(LawBook.load());

  @Test
  void givenTwoPartiesToTheConvention_whenAsked_thenItsArticlesAreOfferedAndNoProtocol() {
    Party france = aParty("FR").boundBy("BC", "2006-05-01").built();
    Party romania = aParty("RO").boundBy("BC", "2004-09-01").built();

    assertThat(open(france, romania, NOW))
        .containsExactly(
            "preservation BC 29",
            "traffic-disclosure BC 30",
            "stored-data BC 31",
            "spontaneous-information BC 26",
            "assistance BC 35");
  }

  @ParameterizedTest
  @CsvSource({
    "2006-04-30T23:59:59Z, reciprocity,",
    "2006-05-01T00:00:00Z, BC 29, 2006-05-01",
    "2019-12-31T23:59:59Z, BC 29, 2006-05-01",
    "2020-01-01T00:00:00Z, reciprocity,"
  })
  void givenATreatyWithDays_whenAskedAtItsEdges_thenItBindsFromTheFirstToTheLast(
      Instant at, String cite, LocalDate since) {
    Party france = aParty("FR").boundBy("BC", "2006-05-01", "2020-01-01").built();
    Party romania = aParty("RO").boundBy("BC", "2004-09-01").built();

    Offered preservation = offered("preservation", france, romania, at);

    assertThat(preservation.bases()).extracting(Basis::cite).containsExactly(cite);
    assertThat(preservation.bases()).extracting(Basis::since).containsExactly(since);
  }

  @Test
  void givenAStateOutsideTheConvention_whenAsked_thenOnlyFavoursAndNoTreatyRight() {
    Party france = aParty("FR").boundBy("BC", "2006-05-01").built();
    Party other = aParty("ZZ").built();

    assertThat(open(france, other, NOW))
        .containsExactly(
            "preservation reciprocity",
            "spontaneous-information reciprocity",
            "assistance reciprocity");
    assertThat(offered("preservation", france, other, NOW).bases())
        .containsExactly(new Basis(null, null, "reciprocity", null, false));
    assertThat(bases.basis("preservation", "BC-29", france, other, NOW)).isEmpty();
  }

  @Test
  void givenAStateThatGivesNothingWithoutATreaty_whenAsked_thenNothingIsOffered() {
    Party france = aParty("FR").boundBy("BC", "2006-05-01").built();
    Party other = aParty("ZZ").says("no-reciprocity").built();

    assertThat(open(france, other, NOW)).isEmpty();
    // it may still ask others for what it does not give
    assertThat(open(other, france, NOW)).contains("preservation reciprocity");
  }

  @Test
  void givenTwoTreatiesThatBindBoth_whenAsked_thenTheConventionIsReliedOnFirst() {
    Party one = aParty("FR").boundBy("UNC", "2026-01-01").boundBy("BC", "2006-05-01").built();
    Party other = aParty("RO").boundBy("BC", "2004-09-01").boundBy("UNC", "2026-02-01").built();

    assertThat(offered("preservation", one, other, NOW).bases())
        .extracting(Basis::cite, Basis::since)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("BC 29", LocalDate.parse("2006-05-01")),
            org.assertj.core.groups.Tuple.tuple("UNC 42", LocalDate.parse("2026-02-01")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givenAReservationAgainstArticle7_whenEitherSideMadeIt_thenNoDirectOrderIsOffered(
      boolean asked) {
    Party plain = aParty("FR").boundBy("BC", "2006-05-01").boundBy("P2", "2026-01-01").built();
    Party reserved =
        aParty("JP")
            .boundBy("BC", "2012-11-01")
            .boundBy("P2", "2026-01-01")
            .says("P2-7(9)(a)")
            .built();
    Party from = asked ? plain : reserved;
    Party to = asked ? reserved : plain;

    assertThat(offered("direct-order", from, to, NOW).bases()).isEmpty();
    assertThat(offered("direct-order", from, to, NOW).notices())
        .extracting(Notice::party, Notice::effect)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("JP", LawBook.Effect.CLOSES));
    assertThat(offered("production-order", from, to, NOW).bases()).hasSize(1);
  }

  @Test
  void givenADeclarationOfTheAskingState_whenItIsNotMutual_thenItSaysNothingToItsOwnRequests() {
    Party france = aParty("FR").boundBy("BC", "2006-05-01").says("BC-29(4)").built();
    Party romania = aParty("RO").boundBy("BC", "2004-09-01").built();

    assertThat(offered("preservation", france, romania, NOW).notices()).isEmpty();
    assertThat(offered("preservation", romania, france, NOW).notices())
        .extracting(Notice::party, Notice::effect, Notice::cite)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("FR", LawBook.Effect.OPENS_GROUND, "BC 29(4)"));
  }

  @Test
  void givenAReservationThatWasWithdrawn_whenAsked_thenItHoldsUntilThatDayAlone() {
    Party czechia =
        aParty("CZ")
            .boundBy("BC", "2013-12-01")
            .with(
                new Statement(
                    "BC-29(4)", null, null, day("2013-12-01"), day("2019-07-05"), "s", false))
            .built();

    assertThat(Bases.codes(czechia, Instant.parse("2013-11-30T23:59:59Z"))).isEmpty();
    assertThat(Bases.codes(czechia, Instant.parse("2019-07-04T23:59:59Z")))
        .containsExactly("BC-29(4)");
    assertThat(Bases.codes(czechia, Instant.parse("2019-07-05T00:00:00Z"))).isEmpty();
  }

  @Test
  void givenASupplementForOneKind_whenAsked_thenItIsToldForThatKindAlone() {
    Party romania =
        aParty("RO")
            .boundBy("BC", "2004-09-01")
            .with(
                new Statement(
                    "supplement",
                    List.of("A translation"),
                    List.of("stored-data"),
                    null,
                    null,
                    "s",
                    true))
            .built();
    Party france = aParty("FR").boundBy("BC", "2006-05-01").built();

    assertThat(offered("stored-data", france, romania, NOW).notices())
        .extracting(Notice::values)
        .containsExactly(List.of("A translation"));
    assertThat(offered("preservation", france, romania, NOW).notices()).isEmpty();
  }

  @Test
  void givenALawThatWaitsForALawyer_whenAsked_thenTheBasisSaysSo() {
    Party sure = aParty("FR").boundBy("BC", "2006-05-01").built();
    Party unsure =
        aParty("RO").with(new Treaty("BC", null, null, day("2004-09-01"), null, "s", true)).built();

    assertThat(offered("preservation", sure, sure, NOW).bases().getFirst().check()).isFalse();
    assertThat(offered("preservation", sure, unsure, NOW).bases().getFirst().check()).isTrue();
  }

  @Test
  void givenAStateWhoseLawIsNotEntered_whenItIsAParty_thenTheConventionAloneIsRelied() {
    Party entered = new Party("FR", "France", "France", "party", List.of("BC-29(4)"), null);
    Party outside = new Party("ZZ", "Elsewhere", "Ailleurs", "signatory", List.of(), null);

    assertThat(offered("preservation", entered, entered, NOW).bases())
        .containsExactly(new Basis("BC", "29", "BC 29", null, true));
    assertThat(open(entered, outside, NOW)).contains("preservation reciprocity");
    assertThat(Bases.codes(entered, NOW)).containsExactly("BC-29(4)");
  }

  private List<String> open(Party from, Party to, Instant at) {
    return bases.between(from, to, at).stream()
        .flatMap(o -> o.bases().stream().map(b -> o.kind() + ' ' + b.cite()))
        .toList();
  }

  private Offered offered(String kind, Party from, Party to, Instant at) {
    return bases.between(from, to, at).stream()
        .filter(o -> o.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static LocalDate day(String day) {
    return LocalDate.parse(day);
  }

  private static AParty aParty(String code) {
    return new AParty(code);
  }

  private static final class AParty {
    private final String code;
    private final List<Treaty> treaties = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();

    AParty(String code) {
      this.code = code;
    }

    AParty boundBy(String instrument, String from) {
      return with(new Treaty(instrument, null, null, day(from), null, "s", false));
    }

    AParty boundBy(String instrument, String from, String until) {
      return with(new Treaty(instrument, null, null, day(from), day(until), "s", false));
    }

    AParty says(String statement) {
      return with(new Statement(statement, null, null, null, null, "s", false));
    }

    AParty with(Treaty treaty) {
      treaties.add(treaty);
      return this;
    }

    AParty with(Statement statement) {
      statements.add(statement);
      return this;
    }

    Party built() {
      return new Party(code, code, code, "party", List.of(), new PartyLaw(treaties, statements));
    }
  }
}

package org.quickfreeze.contracts.holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.contracts.holder.Holders.Candidate;
import org.quickfreeze.contracts.holder.Holders.Confidence;
import org.quickfreeze.contracts.holder.Holders.Doubt;
import org.quickfreeze.contracts.holder.Holders.Found;

class HoldersTest {
  private static final LocalDate READ = LocalDate.parse("2026-11-01");
  private static final LocalDate SEEN = LocalDate.parse("2026-11-20");

  private final Lookup address = Lookup.of("ip-address", "192.0.2.7", null).orElseThrow();

  @Test
  void givenWhatAProviderDeclares_whenWeighed_thenItIsBelieved() {
    assertThat(weighed(declared("acme", "192.0.2.0/24")))
        .extracting(
            Candidate::provider, Candidate::country, Candidate::confidence, Candidate::doubts)
        .containsExactly(tuple("acme", null, Confidence.HIGH, List.of()));
  }

  @Test
  void givenADelegation_whenWeighed_thenItIsNotTakenForHolding() {
    assertThat(weighed(delegated("provider/acme", "192.0.2.0/24")))
        .extracting(Candidate::provider, Candidate::confidence, Candidate::doubts)
        .containsExactly(tuple("acme", Confidence.MEDIUM, List.of(Doubt.DELEGATION)));
  }

  @Test
  void givenADelegationToNobodyKnown_whenWeighed_thenTheStateIsToldAndLittleBelieved() {
    assertThat(weighed(delegated("country/RO", "192.0.2.0/24")))
        .extracting(
            Candidate::provider, Candidate::country, Candidate::confidence, Candidate::doubts)
        .containsExactly(
            tuple(null, "RO", Confidence.LOW, List.of(Doubt.DELEGATION, Doubt.COUNTRY)));
  }

  @Test
  void givenANarrowerRangeOfAnother_whenWeighed_thenBothAreToldAndTheNarrowerFirst() {
    assertThat(weighed(declared("globex", "192.0.2.0/23"), declared("acme", "192.0.2.0/28")))
        .extracting(Candidate::provider, Candidate::confidence, Candidate::doubts)
        .containsExactly(
            tuple("acme", Confidence.HIGH, List.of()),
            tuple("globex", Confidence.LOW, List.of(Doubt.MORE_SPECIFIC)));
  }

  @Test
  void givenANarrowerRangeOfWhichOnlyTheStateIsKnown_whenWeighed_thenTheProviderIsStillBelieved() {
    assertThat(weighed(delegated("country/RO", "192.0.2.0/28"), declared("acme", "192.0.2.0/23")))
        .extracting(Candidate::provider, Candidate::confidence)
        .containsExactly(tuple("acme", Confidence.HIGH), tuple(null, Confidence.LOW));
  }

  @Test
  void givenTheSameHolderTwice_whenWeighed_thenItsWiderRangeIsNotDoubted() {
    assertThat(weighed(declared("acme", "192.0.2.0/24"), declared("acme", "192.0.2.0/28")))
        .extracting(Candidate::range, Candidate::confidence)
        .containsExactly(
            tuple("192.0.2.0/28", Confidence.HIGH), tuple("192.0.2.0/24", Confidence.HIGH));
  }

  @Test
  void givenANumber_whenWeighed_thenItMayHaveBeenPorted() {
    Lookup number = Lookup.of("telephone", "+44 20 7946 0123", null).orElseThrow();

    assertThat(
            Holders.weigh(
                number,
                List.of(
                    found(
                        "provider/acme",
                        RangeKind.TELEPHONE,
                        "44207946",
                        null,
                        null,
                        Basis.DECLARED)),
                SEEN))
        .extracting(Candidate::confidence, Candidate::doubts)
        .containsExactly(tuple(Confidence.MEDIUM, List.of(Doubt.PORTED)));
  }

  @ParameterizedTest
  @CsvSource({"2026-11-01, HIGH", "2027-01-30, HIGH", "2027-01-31, MEDIUM", "2020-01-01, HIGH"})
  void givenAnOldList_whenSomethingWasSeenMuchLater_thenItIsBelievedLess(
      LocalDate seen, Confidence confidence) {
    List<Candidate> candidates =
        Holders.weigh(address, List.of(declared("acme", "192.0.2.0/24")), seen);

    assertThat(candidates).extracting(Candidate::confidence).containsExactly(confidence);
    assertThat(candidates.getFirst().doubts().contains(Doubt.OLD_LIST))
        .isEqualTo(confidence != Confidence.HIGH);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-12-31, false",
    "2025-01-01, true",
    "2026-06-30, true",
    "2026-07-01, false",
    "2026-11-20, false"
  })
  void givenARangeThatChangedHands_whenSeenOnADay_thenWhoHeldItOnThatDayIsTold(
      LocalDate seen, boolean held) {
    Found past =
        found(
            "provider/acme",
            RangeKind.IP,
            "192.0.2.0/24",
            LocalDate.parse("2025-01-01"),
            LocalDate.parse("2026-07-01"),
            Basis.DECLARED);

    assertThat(Holders.weigh(address, List.of(past), seen)).hasSize(held ? 1 : 0);
  }

  @Test
  void givenADelegationInAnOldList_whenWeighed_thenLittleIsBelieved() {
    assertThat(
            Holders.weigh(
                address, List.of(delegated("provider/acme", "192.0.2.0/24")), READ.plusDays(91)))
        .extracting(Candidate::confidence, Candidate::doubts)
        .containsExactly(tuple(Confidence.LOW, List.of(Doubt.DELEGATION, Doubt.OLD_LIST)));
  }

  @Test
  void givenTwoWhoDeclareTheSameRange_whenWeighed_thenNeitherDoubtsTheOtherAndTheOrderIsTheirs() {
    assertThat(weighed(declared("globex", "192.0.2.0/24"), declared("acme", "192.0.2.0/24")))
        .extracting(Candidate::provider, Candidate::confidence)
        .containsExactly(tuple("acme", Confidence.HIGH), tuple("globex", Confidence.HIGH));
  }

  private List<Candidate> weighed(Found... found) {
    return Holders.weigh(address, List.of(found), SEEN);
  }

  private static Found declared(String provider, String key) {
    return found("provider/" + provider, RangeKind.IP, key, null, null, Basis.DECLARED);
  }

  private static Found delegated(String holder, String key) {
    return found(holder, RangeKind.IP, key, null, null, Basis.DELEGATED);
  }

  private static Found found(
      String holder,
      RangeKind kind,
      String key,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      Basis basis) {
    return new Found(holder, new HeldRange(kind, key, from, to, basis, "list"), READ);
  }
}

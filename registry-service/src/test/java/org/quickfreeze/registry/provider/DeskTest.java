package org.quickfreeze.registry.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.ProviderProfile;

/**
 * Open from Monday to Friday, 08:00 to 18:00 in Bucharest: two hours before UTC, three in summer.
 */
class DeskTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-26T12:00:00Z, 2026-11-26T16:00:00Z,",
    "2026-11-26T06:00:00Z, 2026-11-26T16:00:00Z,",
    "2026-11-26T16:00:00Z,, 2026-11-27T06:00:00Z",
    "2026-11-27T20:00:00Z,, 2026-11-30T06:00:00Z",
    "2026-07-02T05:30:00Z, 2026-07-02T15:00:00Z,",
    "2026-10-24T12:00:00Z,, 2026-10-26T06:00:00Z"
  })
  void givenOfficeHours_whenAskedAtAMoment_thenItIsOpenOrSaysWhenItOpens(
      Instant at, @Nullable Instant until, @Nullable Instant opensAt) {
    Desk.Open open = Desk.open("acme", Profiles.acme().serving(), at);

    assertThat(open.open()).isEqualTo(opensAt == null);
    assertThat(open.until()).isEqualTo(until);
    assertThat(open.opensAt()).isEqualTo(opensAt);
    assertThat(open.emergency()).extracting(Channel::address).containsExactly("+44 20 7946 0990");
  }

  @Test
  void givenADeskThatNeverCloses_whenAsked_thenItIsOpenWithoutAnEnd() {
    ProviderProfile always =
        Profiles.acmeWith(
            "/serving/hours/0",
            """
            {"days": ["MO","TU","WE","TH","FR","SA","SU"], "from": "00:00", "until": "00:00"}""");

    Desk.Open open = Desk.open("acme", always.serving(), Instant.parse("2026-11-28T23:59:00Z"));

    assertThat(open.open()).isTrue();
    assertThat(open.until()).isNull();
  }

  @Test
  void givenHoursThatNobodyKnows_whenAsked_thenItIsNotSaidToOpen() {
    Instant at = Instant.parse("2026-11-26T12:00:00Z");
    ProviderProfile unknown = Profiles.acmeWith("/serving/hours", "[]");

    Desk.Open open = Desk.open("acme", unknown.serving(), at);

    assertThat(open.hoursKnown()).isFalse();
    assertThat(open.open()).isFalse();
    assertThat(open.opensAt()).isNull();
    assertThat(open.emergency()).hasSize(1);
    assertThat(Desk.open("acme", null, at).hoursKnown()).isFalse();
  }
}

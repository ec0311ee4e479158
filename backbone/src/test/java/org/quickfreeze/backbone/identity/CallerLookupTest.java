package org.quickfreeze.backbone.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.backbone.directory.Entries.FROM;
import static org.quickfreeze.backbone.directory.Entries.party;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quickfreeze.backbone.directory.Entries;
import org.quickfreeze.backbone.identity.CallerLookup.Found;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.directory.DirectoryVersion;

class CallerLookupTest {
  private static final Instant TRAINED_UNTIL = FROM.plus(Duration.ofDays(100));
  private static final Instant ENDED = FROM.plus(Duration.ofDays(200));
  private static final Set<String> OFFICER = Set.of("officer", "offline_access");
  private final DirectoryRecord france = party("FR", 1, "France");
  private final CallerLookup lookup =
      new CallerLookup(Entries.copyOf(france, authority(), caller()));

  @Test
  void givenATrainedOfficer_whenLookedUp_thenTheScopeComesFromTheRegister() {
    Found found = lookup.find("c1", OFFICER, "FR", FROM);

    assertThat(found)
        .isInstanceOfSatisfying(
            Found.Known.class,
            known ->
                assertThat(known.caller().scope())
                    .isEqualTo(Scope.of("officer", "FR", "fr-24-7", List.of("cyber"), "c1")));
    assertThat(lookup.find("c1", OFFICER, null, FROM)).isInstanceOf(Found.Known.class);
  }

  @Test
  void givenACallerThatTheRegisterDoesNotKnow_whenLookedUp_thenRefused() {
    assertThat(lookup.find("c2", OFFICER, "FR", FROM)).isInstanceOf(Found.Refused.class);
    assertThat(lookup.find("c1", OFFICER, "FR", FROM.minusSeconds(1)))
        .isInstanceOf(Found.Refused.class);
  }

  @Test
  void givenATokenThatDisagrees_whenLookedUp_thenRefused() {
    assertThat(lookup.find("c1", Set.of("auditor"), "FR", FROM)).isInstanceOf(Found.Refused.class);
    assertThat(lookup.find("c1", Set.of(), "FR", FROM)).isInstanceOf(Found.Refused.class);
    assertThat(lookup.find("c1", OFFICER, "RO", FROM)).isInstanceOf(Found.Refused.class);
  }

  /**
   * Whoever's training has run out still answers, hands over and reads: sending is another matter.
   */
  @Test
  void givenTrainingOnRecord_whenItsTimeIsOver_thenKnownButUntrained() {
    assertThat(trained(TRAINED_UNTIL.minusNanos(1000))).isTrue();
    assertThat(trained(TRAINED_UNTIL)).isFalse();
  }

  private boolean trained(Instant at) {
    Found.Known known = (Found.Known) lookup.find("c1", OFFICER, "FR", at);
    assertThat(known.caller().measures()).containsExactly("preserve");
    return known.caller().isTrained(at);
  }

  @Test
  void givenAPartyOrAuthorityThatIsGone_whenLookedUp_thenRefused() {
    assertThat(new CallerLookup(Entries.copyOf(france, caller())).find("c1", OFFICER, "FR", FROM))
        .isInstanceOf(Found.Refused.class);
    assertThat(
            new CallerLookup(Entries.copyOf(authority(), caller())).find("c1", OFFICER, "FR", FROM))
        .isInstanceOf(Found.Refused.class);
  }

  private static DirectoryRecord authority() {
    return Entries.entry(
        "authority/fr-24-7",
        2,
        new DirectoryEntity.Authority(
            "fr-24-7", "FR", List.of("contact-point-24-7"), "24/7 desk", null, null));
  }

  private static DirectoryRecord caller() {
    return Entries.entry(
        "caller/c1",
        3,
        new DirectoryVersion(
            FROM,
            ENDED,
            FROM,
            new DirectoryEntity.Caller(
                "c1",
                "officer",
                "FR",
                "fr-24-7",
                null,
                List.of("cyber"),
                List.of("preserve"),
                TRAINED_UNTIL,
                null)));
  }
}

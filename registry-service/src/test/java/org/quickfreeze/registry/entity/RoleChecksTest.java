package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.directory.AuthorityRoles;
import org.quickfreeze.contracts.directory.AuthorityRoles.Mandate;
import org.quickfreeze.contracts.directory.AuthorityRoles.Membership;

class RoleChecksTest {
  private static final LocalDate NEW_YEAR = LocalDate.of(2026, 1, 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "contact-point-24-7",
        "central-authority",
        "extradition-authority",
        "p2-6-consultation",
        "p2-7-notification",
        "p2-8-authority",
        "prosecutor",
        "judge",
        "ministry",
        "police",
        "interpol-ncb"
      })
  void givenARoleOfTheTreaties_whenChecked_thenItStands(String kind) {
    assertThat(check(mandate(kind, List.of("pre-trial", "trial", "enforcement"), null))).isEmpty();
  }

  @Test
  void givenAWordThatIsNone_whenChecked_thenItsPlaceIsNamed() {
    assertThat(check(mandate("sheriff", List.of("trial", "lunch"), null)))
        .containsExactly("/roles/mandates/0/kind value", "/roles/mandates/0/stages/1 value");
  }

  @Test
  void givenARoleThatEndsBeforeItBegins_whenChecked_thenItIsRefused() {
    assertThat(check(mandate("judge", List.of(), NEW_YEAR)))
        .containsExactly("/roles/mandates/0/until order");
    assertThat(check(mandate("judge", List.of(), NEW_YEAR.plusDays(1)))).isEmpty();
  }

  @Test
  void givenNoRole_whenChecked_thenOneIsAskedFor() {
    assertThat(check(new AuthorityRoles(List.of(), List.of())))
        .containsExactly("/roles/mandates required");
  }

  @Test
  void givenANetworkThatIsNoneOrHasNoSource_whenChecked_thenItIsRefused() {
    AuthorityRoles roles =
        new AuthorityRoles(
            List.of(new Mandate("judge", List.of(), null, null, "a source", true)),
            List.of(
                new Membership("g7-24-7", null, null, "a source", true),
                new Membership("g8", null, null, " ", true)));

    assertThat(check(roles))
        .containsExactly("/roles/networks/1/network value", "/roles/networks/1/source required");
  }

  private static AuthorityRoles mandate(
      String kind, List<String> stages, @Nullable LocalDate until) {
    return new AuthorityRoles(
        List.of(new Mandate(kind, stages, NEW_YEAR, until, "a source", true)), List.of());
  }

  private static List<String> check(AuthorityRoles roles) {
    return RoleChecks.check(roles).stream()
        .map(error -> error.pointer() + " " + error.rule())
        .toList();
  }
}

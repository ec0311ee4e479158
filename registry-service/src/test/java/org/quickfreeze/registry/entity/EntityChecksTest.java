package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.law.LawBook;

class EntityChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Set<String> THERE =
      Set.of("party/FR", "party/RO", "authority/fr-24-7", "authority/ro-24-7", "provider/acme");

  private final EntityChecks.Known known =
      new EntityChecks.Known() {
        @Override
        public boolean inForce(String entity) {
          return THERE.contains(entity);
        }

        @Override
        public Set<String> providersOf(String kafkaClient) {
          return kafkaClient.equals("acme") ? Set.of("acme") : Set.of();
        }
      };

  @Test
  void givenAPartyWithoutAnything_whenChecked_thenEachMissingMemberIsNamed() {
    assertThat(pointers(new DirectoryEntity.Party(null, " ", null, null, null, null)))
        .containsExactlyInAnyOrder("/code", "/nameEn", "/nameFr", "/status");
  }

  @Test
  void givenAnAuthorityWithoutAParty_whenChecked_thenItIsRefused() {
    assertThat(pointers(authority("fr-desk", null))).containsExactly("/party");
    assertThat(pointers(authority("fr-desk", "XX"))).containsExactly("/party", "/id");
    assertThat(pointers(authority("ro-desk", "FR"))).containsExactly("/id");
    assertThat(pointers(authority("fr-desk", "FR"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "User:x", "svc.request", "a", "ACME"})
  void givenAKafkaClientThatNamesMoreThanOneOrNone_whenChecked_thenItIsRefused(String client) {
    assertThat(pointers(provider("globex", client))).containsExactly("/kafkaClient");
  }

  @Test
  void givenTheClientOfAnotherProvider_whenChecked_thenItIsRefused() {
    assertThat(pointers(provider("globex", "acme"))).containsExactly("/kafkaClient");
    assertThat(pointers(provider("acme", "acme"))).isEmpty();
    assertThat(pointers(provider("globex", null))).isEmpty();
  }

  @Test
  void givenAKeyOfUnknownUseAndOwner_whenChecked_thenBothAreNamedAndItsThumbprint() {
    DirectoryEntity key =
        new DirectoryEntity.Key("kid", "authority/xx", "wrap", Map.of("kty", "EC"));

    assertThat(pointers(key)).containsExactlyInAnyOrder("/use", "/owner", "/kid");
  }

  @Test
  void givenACallerOfAnUnknownRoleOrAnotherPartysAuthority_whenChecked_thenItIsRefused() {
    assertThat(pointers(caller("root", "FR", "fr-24-7"))).containsExactly("/role");
    assertThat(pointers(caller("officer", "FR", "ro-24-7"))).containsExactly("/authority");
    assertThat(pointers(caller("officer", null, "ro-24-7"))).containsExactly("/authority");
    assertThat(pointers(caller("officer", "FR", "fr-24-7"))).isEmpty();
  }

  @Test
  void givenACallerUnderAKafkaClient_whenItIsNotThatOfItsProvider_thenItIsRefused() {
    assertThat(pointers(machine("acme", "acme"))).isEmpty();
    assertThat(pointers(machine("globex", "acme")))
        .containsExactlyInAnyOrder("/kafkaClient", "/provider");
    assertThat(pointers(machine(null, "acme"))).containsExactly("/kafkaClient");
  }

  @Test
  void givenACallerOfBothAnAuthorityAndAProvider_whenChecked_thenItIsRefused() {
    assertThat(
            pointers(
                new DirectoryEntity.Caller(
                    "0".repeat(64),
                    "officer",
                    "FR",
                    "fr-24-7",
                    "acme",
                    List.of(),
                    List.of(),
                    null,
                    null)))
        .containsExactly("/provider");
  }

  @Test
  void givenACallerUnderAClientThatIsNobodysYet_whenChecked_thenItMayComeBeforeItsProviderSaysSo() {
    assertThat(pointers(machine("acme", "acme-new"))).isEmpty();
  }

  @Test
  void givenALanguageThatIsNoTag_whenChecked_thenItsPlaceIsNamed() {
    assertThat(
            pointers(
                new DirectoryEntity.Provider(
                    "globex", "A company", "FR", List.of(), null, List.of("en", "x-1", "French"))))
        .containsExactly("/languages/1", "/languages/2");
  }

  private static DirectoryEntity machine(String provider, String client) {
    return new DirectoryEntity.Caller(
        "0".repeat(64), "provider", null, null, provider, List.of(), List.of(), null, client);
  }

  private List<String> pointers(DirectoryEntity body) {
    try {
      return EntityChecks.check(body, known, LawBook.load(), NOW).stream()
          .map(FieldError::pointer)
          .toList();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DirectoryEntity authority(String id, String party) {
    return new DirectoryEntity.Authority(
        id, party, List.of("contact-point-24-7"), "An office", null, null);
  }

  private static DirectoryEntity provider(String id, String client) {
    return new DirectoryEntity.Provider(id, "A company", "FR", List.of(), client, List.of("en"));
  }

  private static DirectoryEntity caller(String role, String party, String authority) {
    return new DirectoryEntity.Caller(
        "0".repeat(64), role, party, authority, null, List.of(), List.of(), null, null);
  }
}

package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.sealing.AgeRecipient;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.registry.fixture.AgeKey;

class EntityChecksTest {
  private static final AgeRecipient AGE = AgeKey.fresh().recipient();
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

  /** A key that cannot be read has no thumbprint, and must not pass under an empty name. */
  @Test
  void givenAKeyWithoutAName_whenChecked_thenItIsRefused() {
    for (String use : List.of("sig", "enc", "age")) {
      assertThat(
              pointers(
                  new DirectoryEntity.Key(
                      "",
                      "authority/fr-24-7",
                      use,
                      Map.of("kty", "EC"),
                      use.equals("age") ? "duty" : null,
                      null)))
          .containsExactly("/kid");
    }
  }

  @Test
  void givenAnAgeRecipient_whenChecked_thenItSaysWhatItIsFor() {
    assertThat(pointers(recipient("duty"))).isEmpty();
    assertThat(pointers(recipient("recovery"))).isEmpty();
    assertThat(pointers(recipient(null))).containsExactly("/purpose");
    assertThat(pointers(recipient("spare"))).containsExactly("/purpose");
  }

  @Test
  void givenAKeyForJose_whenItsPurposeOrItsUseIsThatOfAnAgeRecipient_thenItIsRefused() {
    SampleKey key = SampleKey.fresh();

    assertThat(pointers(key(key.kid(), "sig", key.members(), "duty", null)))
        .containsExactly("/purpose");
    assertThat(pointers(key(key.kid(), "age", key.members(), "duty", null)))
        .containsExactly("/kid");
    assertThat(pointers(key(AGE.kid(), "enc", AGE.members(), null, null))).containsExactly("/kid");
  }

  @Test
  void givenAKeyThatReplacesItselfOrNoKid_whenChecked_thenItIsRefused() {
    SampleKey key = SampleKey.fresh();

    assertThat(pointers(key(key.kid(), "sig", key.members(), null, key.kid())))
        .containsExactly("/replaces");
    assertThat(pointers(key(key.kid(), "sig", key.members(), null, "old")))
        .containsExactly("/replaces");
    assertThat(pointers(key(key.kid(), "sig", key.members(), null, SampleKey.fresh().kid())))
        .isEmpty();
  }

  private static DirectoryEntity recipient(@Nullable String purpose) {
    return key(AGE.kid(), "age", AGE.members(), purpose, null);
  }

  private static DirectoryEntity key(
      String kid,
      String use,
      Map<String, String> jwk,
      @Nullable String purpose,
      @Nullable String replaces) {
    return new DirectoryEntity.Key(kid, "authority/fr-24-7", use, jwk, purpose, replaces);
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

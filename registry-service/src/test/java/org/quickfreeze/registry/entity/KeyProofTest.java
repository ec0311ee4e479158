package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.demo.SampleKey;

/** Only whoever holds the private half answers; the client side signs with a library of its own. */
class KeyProofTest {
  private static final String TYP = "qf-key-proof+jws";

  private final SampleKey held = SampleKey.fresh();
  private final SampleKey stranger = SampleKey.fresh();
  private final UUID change = UUID.randomUUID();
  private final String challenge = KeyProof.challenge();

  @Test
  void givenASigningKey_whenItSignsTheChallengeOfThisChange_thenItIsProven() {
    assertThat(holds("sig", held.sign(TYP, answer(challenge, change)))).isTrue();
  }

  @Test
  void givenASigningKey_whenAnythingElseIsSigned_thenItIsNot() {
    assertThat(holds("sig", stranger.sign(TYP, answer(challenge, change)))).isFalse();
    assertThat(holds("sig", held.sign("qf-act+jws", answer(challenge, change)))).isFalse();
    assertThat(holds("sig", held.sign(TYP, answer(KeyProof.challenge(), change)))).isFalse();
    assertThat(holds("sig", held.sign(TYP, answer(challenge, UUID.randomUUID())))).isFalse();
    assertThat(holds("sig", challenge)).isFalse();
    assertThat(holds("sig", "")).isFalse();
  }

  @Test
  void givenAnEncryptionKey_whenItOpensTheChallenge_thenItIsProven() {
    String shown = KeyProof.shown(key("enc"), challenge);

    assertThat(shown).doesNotContain(challenge);
    assertThat(held.open(shown)).isEqualTo(challenge);
    assertThat(holds("enc", held.open(shown))).isTrue();
    assertThat(holds("enc", shown)).isFalse();
    assertThat(holds("enc", KeyProof.challenge())).isFalse();
  }

  @Test
  void givenTwoChallenges_whenCompared_thenTheyAreLongAndDiffer() {
    assertThat(challenge).hasSize(43).isNotEqualTo(KeyProof.challenge());
  }

  private boolean holds(String use, String proof) {
    return KeyProof.holds(key(use), change, challenge, proof);
  }

  private DirectoryEntity.Key key(String use) {
    return new DirectoryEntity.Key(held.kid(), "authority/fr-24-7", use, held.members());
  }

  private static JsonNode answer(String challenge, UUID change) {
    return Wire.mapper().valueToTree(Map.of("challenge", challenge, "change", change.toString()));
  }
}

package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.registry.fixture.AgeKey;

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
  void givenAnAgeRecipient_whenItDecryptsTheChallenge_thenItIsProven() {
    AgeKey age = AgeKey.fresh();
    String shown = KeyProof.shown(recipient(age), challenge);

    assertThat(shown)
        .startsWith("-----BEGIN AGE ENCRYPTED FILE-----")
        .endsWith("-----END AGE ENCRYPTED FILE-----\n")
        .doesNotContain(challenge);
    assertThat(age.decrypt(shown)).isEqualTo(challenge);
    assertThat(KeyProof.holds(recipient(age), change, challenge, age.decrypt(shown) + "\n"))
        .isTrue();
    assertThat(KeyProof.holds(recipient(age), change, challenge, shown)).isFalse();
    assertThat(KeyProof.holds(recipient(age), change, challenge, KeyProof.challenge())).isFalse();
  }

  @Test
  void givenTheOtherRecipientsKey_whenItTriesToDecryptTheChallenge_thenItCannot() {
    String shown = KeyProof.shown(recipient(AgeKey.fresh()), challenge);
    AgeKey other = AgeKey.fresh();

    assertThatThrownBy(() -> other.decrypt(shown)).isInstanceOf(IllegalArgumentException.class);
  }

  /** The program that people use; asked for by the environment, since not every machine has it. */
  @Test
  @EnabledIfEnvironmentVariable(named = "QUICKFREEZE_AGE", matches = ".+")
  void givenTheAgeProgram_whenItDecryptsTheChallenge_thenItIsProven(@TempDir Path folder)
      throws Exception {
    AgeKey age = AgeKey.fresh();
    Path identity = Files.writeString(folder.resolve("key.txt"), age.identity() + "\n");
    Path file =
        Files.writeString(
            folder.resolve("challenge.age"), KeyProof.shown(recipient(age), challenge));

    Process program =
        new ProcessBuilder(
                System.getenv("QUICKFREEZE_AGE"), "-d", "-i", identity.toString(), file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String inside = new String(program.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

    assertThat(program.waitFor()).isZero();
    assertThat(KeyProof.holds(recipient(age), change, challenge, inside)).isTrue();
  }

  private static DirectoryEntity.Key recipient(AgeKey age) {
    return new DirectoryEntity.Key(
        age.recipient().kid(), "authority/fr-24-7", "age", age.recipient().members(), "duty", null);
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

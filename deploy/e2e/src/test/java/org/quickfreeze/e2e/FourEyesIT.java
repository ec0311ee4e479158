package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.ContactPoint;
import org.quickfreeze.demo.SampleKey;

/** Nobody opens a way into the network alone: keys, addresses and callers are written by two. */
class FourEyesIT {
  private static final Map<String, Object> BY_LETTER =
      Map.of("confirmation", Map.of("instrument", "A letter", "reached", "head of unit"));

  private final Network n = network();
  private final String register = n.addresses.registry();
  private final Supplier<String> officer = n.person("officer.fr");
  private final Supplier<String> colleague = n.person("second.fr");
  private final Supplier<String> secretariat = n.person("secretariat");

  @Test
  void anOfficersNewKeyCountsOnceItIsProvenApprovedAndConfirmed() {
    SampleKey key = SampleKey.fresh();
    String change = proposed(key);

    assertThat(waitsFor(change)).containsExactly("proof", "approval", "confirmation");
    Api.Answer early = approve(change, secretariat, BY_LETTER).expect(409);
    assertThat(early.json().path("type").asText()).endsWith("/key-unproven");
    prove(change, key).expect(202);
    assertThat(waitsFor(change)).containsExactly("approval", "confirmation");
    approve(change, officer, Map.of()).expect(403);
    approve(change, colleague, Map.of()).expect(202);
    assertThat(waitsFor(change)).containsExactly("confirmation");
    approve(change, colleague, BY_LETTER).expect(403);
    assertThat(Api.get(register + "/keys/" + key.kid(), officer.get()).status()).isEqualTo(404);
    assertThat(signsAsFrance(key)).isEqualTo(422);

    Api.Answer applied = approve(change, secretariat, BY_LETTER).expect(200);

    assertThat(applied.header("Location")).isEqualTo("/keys/" + key.kid());
    assertThat(waitsFor(change)).isEmpty();
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(() -> assertThat(signsAsFrance(key)).isEqualTo(201));
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(n.audit("/events?subject=key/" + key.kid()).toString())
                    .contains("entity-created"));
    assertThat(approve(change, n.person("secretariat-2"), BY_LETTER).status()).isEqualTo(409);
  }

  @Test
  void aKeyThatItsProposerDoesNotHoldStaysOutside() {
    SampleKey key = SampleKey.fresh();
    String change = proposed(key);

    assertThat(prove(change, SampleKey.fresh()).status()).isEqualTo(422);
    assertThat(Api.post(register + change + "/proof", officer.get(), Map.of(), Map.of()).status())
        .isEqualTo(400);
    Api.Answer refused = approve(change, secretariat, BY_LETTER);

    assertThat(refused.status()).isEqualTo(409);
  }

  @Test
  void theSecretariatEntersNoKeyOfAnAuthorityThatHasPeople() {
    SampleKey key = SampleKey.fresh();

    Api.Answer answer =
        Api.post(register + "/keys", secretariat.get(), body(key, "authority/fr-24-7"), Map.of());

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("detail").asText()).contains("owner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"officer.ro", "auditor", "operator"})
  void anotherStatesKeyIsNobodysToPropose(String account) {
    Api.Answer answer =
        Api.post(
            register + "/keys",
            n.person(account).get(),
            body(SampleKey.fresh(), "authority/fr-24-7"),
            Map.of());

    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void whatFranceProposesIsNotForRomaniaToSee() {
    String change = proposed(SampleKey.fresh());

    assertThat(Api.get(register + change, n.person("officer.ro").get()).status()).isEqualTo(404);
    assertThat(
            Api.get(register + "/changes?state=proposed", n.person("officer.ro").get())
                .expect(200)
                .text())
        .doesNotContain(change.replace("/changes/", ""));
    assertThat(Api.get(register + "/changes?state=proposed", colleague.get()).expect(200).text())
        .contains(change.replace("/changes/", ""));
    assertThat(approve(change, n.person("officer.ro"), Map.of()).status()).isEqualTo(404);
    assertThat(Api.get(register + change, n.person("auditor").get()).status()).isEqualTo(403);
    assertThat(Api.get(register + change, "").status()).isEqualTo(401);
  }

  @Test
  void anOfficerGivesNobodyARoleOfTheNetwork() {
    Map<String, Object> mighty = caller();
    mighty.put("role", "secretariat");

    assertThat(Api.post(register + "/callers", officer.get(), mighty, Map.of()).status())
        .isEqualTo(403);
  }

  @Test
  void anAuthorityEnrolsItsOwnPeopleByTwo() {
    Api.Answer proposed = Api.post(register + "/callers", officer.get(), caller(), Map.of());
    String change = proposed.expect(202).header("Location");

    approve(change, officer, Map.of()).expect(403);
    Api.Answer applied = approve(change, colleague, Map.of()).expect(200);

    String entered = applied.header("Location");
    assertThat(Api.get(register + entered, colleague.get()).status()).isEqualTo(200);
    assertThat(Api.get(register + entered, n.person("officer.ro").get()).status()).isEqualTo(404);
    // one alone ends what is their own, and nobody else's
    Map<String, String> etag = Map.of("If-Match", applied.header("ETag"));
    Map<String, Object> why = Map.of("reason", "has left");
    assertThat(
            Api.post(register + entered + "/end", n.person("officer.ro").get(), why, etag).status())
        .isIn(403, 404);
    Api.post(register + entered + "/end", officer.get(), why, etag).expect(200);
  }

  @Test
  void aStateKeepsItsOwnRotaAndNeedsASecondForANewNumber() {
    String point = register + "/contact-points/ro-24-7-desk";
    Supplier<String> romania = n.person("officer.ro");
    Api.Answer read = Api.get(point, romania.get()).expect(200);
    ObjectNode body =
        (ObjectNode)
            read.json().path("versions").get(read.json().path("versions").size() - 1).path("body");

    body.put("officeHours", "Mo-Su 00:00-24:00, second floor");
    Api.Answer hours =
        Api.put(point, romania.get(), body, Map.of("If-Match", read.header("ETag"))).expect(200);
    body.withArray("channels")
        .addObject()
        .put("kind", "telephone")
        .put("order", 4)
        .put("address", "+44 20 7946 0955");
    Api.Answer number =
        Api.put(point, romania.get(), body, Map.of("If-Match", hours.header("ETag"))).expect(202);

    JsonNode change =
        Api.get(register + number.header("Location"), romania.get()).expect(200).json();
    assertThat(change.path("own").asBoolean()).isTrue();
    assertThat(change.at("/body/channels").toString()).contains("0955");
    assertThat(change.at("/present/channels").toString()).doesNotContain("0955");
    Api.post(
            register + number.header("Location") + "/rejection",
            romania.get(),
            Map.of("reason", "was for a test"),
            Map.of())
        .expect(200);
    assertThat(
            Api.get(register + number.header("Location"), romania.get())
                .json()
                .path("state")
                .asText())
        .isEqualTo("withdrawn");
  }

  @Test
  void aProposalThatBreaksTheRulesIsRefusedBeforeAnybodyHasToLookAtIt() {
    Map<String, Object> key = new HashMap<>(body(SampleKey.fresh(), "authority/fr-24-7"));
    key.put("kid", "not-its-thumbprint");

    Api.Answer answer = Api.post(register + "/keys", officer.get(), key, Map.of()).expect(422);

    assertThat(answer.json().path("errors").findValuesAsText("pointer")).containsExactly("/kid");
    Api.get(register + "/changes?state=lost", officer.get()).expect(400);
    Api.get(register + "/changes/none", officer.get()).expect(404);
  }

  private String proposed(SampleKey key) {
    return Api.post(register + "/keys", officer.get(), body(key, "authority/fr-24-7"), Map.of())
        .expect(202)
        .header("Location");
  }

  private Api.Answer prove(String change, SampleKey key) {
    String challenge =
        Api.get(register + change, officer.get())
            .expect(200)
            .json()
            .at("/proof/challenge")
            .asText();
    String proof =
        key.sign(
            "qf-key-proof+jws",
            Wire.mapper()
                .valueToTree(
                    Map.of("challenge", challenge, "change", change.replace("/changes/", ""))));
    return Api.post(register + change + "/proof", officer.get(), Map.of("proof", proof), Map.of());
  }

  private Api.Answer approve(String change, Supplier<String> who, Map<String, Object> body) {
    return Api.post(register + change + "/approval", who.get(), body, Map.of());
  }

  private List<String> waitsFor(String change) {
    JsonNode missing =
        Api.get(register + change, officer.get()).expect(200).json().path("waitsFor");
    return StreamSupport.stream(missing.spliterator(), false).map(JsonNode::asText).toList();
  }

  private int signsAsFrance(SampleKey key) {
    ContactPoint france = new ContactPoint(n.addresses.requests(), officer, key, "FR", "fr-24-7");
    return france
        .send(france.signedSubmission(UUID.randomUUID(), n.romania.self(), Network.fraud()))
        .status();
  }

  private static Map<String, Object> body(SampleKey key, String owner) {
    return Map.of("kid", key.kid(), "owner", owner, "use", "sig", "jwk", key.members());
  }

  private Map<String, Object> caller() {
    Map<String, Object> body = new HashMap<>();
    body.put("issuer", n.addresses.issuer());
    body.put("subject", UUID.randomUUID().toString());
    body.put("role", "officer");
    body.put("party", "FR");
    body.put("authority", "fr-24-7");
    body.put("teams", List.of());
    body.put("measures", List.of("preservation"));
    body.put("trainedUntil", "2030-01-01T00:00:00Z");
    return body;
  }
}

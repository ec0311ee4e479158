package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.ContactPoint;
import org.quickfreeze.demo.SampleAgeKey;
import org.quickfreeze.demo.SampleKey;

/** Keys as their owners, the secretariat and every service see them. */
class KeysIT {
  private final Network n = network();
  private final String register = n.addresses.registry();
  private final Supplier<String> officer = n.person("officer.fr");
  private final Supplier<String> colleague = n.person("second.fr");
  private final Supplier<String> secretariat = n.person("secretariat");

  @Test
  void aSuspendedKeySignsNothingUntilTwoAndItsOwnerBringItBack() {
    SampleKey key = SampleKey.fresh();
    n.registrar.key("authority/fr-24-7", "sig", key, officer).expect(200);
    eventually(key, 201);
    String url = register + "/keys/" + key.kid();
    Map<String, Object> why = Map.of("reason", "seen elsewhere");
    Api.post(url + "/suspension", officer.get(), why, Map.of()).expect(403);
    Api.post(url + "/suspension", secretariat.get(), Map.of("reason", " "), Map.of()).expect(422);
    Api.post(url + "/resumption", officer.get(), Map.of(), Map.of()).expect(409);

    String version =
        Api.post(url + "/suspension", secretariat.get(), why, Map.of())
            .expect(200)
            .header("Directory-Version");

    Api.Answer refused = submission(key, version);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("code").asText()).isEqualTo("key-not-in-force");
    assertThat(kids("authorities/fr-24-7", version)).doesNotContain(key.kid());
    Api.post(url + "/suspension", secretariat.get(), why, Map.of()).expect(409);
    assertThat(suspension(url, officer).expect(200).json().path("reason").asText())
        .isEqualTo("seen elsewhere");
    suspension(url, n.person("officer.ro")).expect(404);

    String change =
        Api.post(url + "/resumption", officer.get(), Map.of(), Map.of())
            .expect(202)
            .header("Location");
    assertThat(change(change, officer).path("resumes").asBoolean()).isTrue();
    Api.post(register + change + "/approval", officer.get(), Map.of(), Map.of()).expect(403);
    Api.post(register + change + "/approval", colleague.get(), Map.of(), Map.of()).expect(202);
    assertThat(submission(key, version).status()).isEqualTo(422);
    confirm(change).expect(200);

    eventually(key, 201);
    suspension(url, officer).expect(404);
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(n.audit("/events?subject=key/" + key.kid()).toString())
                    .contains("key-suspended", "key-resumed"));
  }

  @Test
  void aRevokedKeyStaysOutsideThoughItWasSuspendedBefore() {
    SampleKey key = SampleKey.fresh();
    n.registrar.key("authority/fr-24-7", "sig", key, officer).expect(200);
    String url = register + "/keys/" + key.kid();
    Api.Answer suspended =
        Api.post(url + "/suspension", secretariat.get(), Map.of("reason", "seen"), Map.of())
            .expect(200);
    String change =
        Api.post(url + "/resumption", officer.get(), Map.of(), Map.of())
            .expect(202)
            .header("Location");

    Api.post(
            url + "/end",
            officer.get(),
            Map.of("reason", "lost", "compromised", true),
            Map.of("If-Match", suspended.header("ETag")))
        .expect(200);

    assertThat(confirm(change).status()).isEqualTo(412);
    Api.post(url + "/resumption", officer.get(), Map.of(), Map.of()).expect(409);
    Api.post(url + "/suspension", secretariat.get(), Map.of("reason", "x"), Map.of()).expect(409);
  }

  @Test
  void aRenewedKeyStandsBesideItsSuccessorInTheJwkSetAndTheNewestIsFirst() {
    SampleKey old = SampleKey.fresh();
    SampleKey fresh = SampleKey.fresh();
    n.registrar.key("provider/globex", "sig", old, n.tokens.client("globex")).expect(200);
    Map<String, Object> renewal = new HashMap<>(body(fresh, "provider/globex"));
    renewal.put("replaces", old.kid());
    renewal.put("overlap", "P91D");
    assertThat(
            pointers(
                Api.post(register + "/keys", n.tokens.client("globex").get(), renewal, Map.of())))
        .containsExactly("/overlap");
    renewal.put("overlap", "P2D");
    // somebody else's key
    renewal.put("replaces", n.france.key().kid());
    assertThat(
            pointers(
                Api.post(register + "/keys", n.tokens.client("globex").get(), renewal, Map.of())))
        .containsExactly("/replaces");
    renewal.put("replaces", old.kid());
    Api.Answer proposed =
        Api.post(register + "/keys", n.tokens.client("globex").get(), renewal, Map.of());
    String change = proposed.expect(202).header("Location");
    assertThat(change(change, n.tokens.client("globex")).path("overlap").asText())
        .isEqualTo("PT48H");
    prove(change, fresh.sign("qf-key-proof+jws", answer(change)), n.tokens.client("globex"));

    String version = n.registrar.approved(proposed).expect(200).header("Directory-Version");

    assertThat(kids("providers/globex", version)).startsWith(fresh.kid()).contains(old.kid());
    JsonNode ended =
        Api.get(register + "/keys/" + old.kid(), secretariat.get()).json().at("/versions/0");
    assertThat(ended.path("validTo").asText()).isNotEmpty();
  }

  @Test
  void evidenceIsEncryptedToADutyKeyAndToOneForRecovery() {
    String authority = "fr-" + UUID.randomUUID().toString().substring(0, 8);
    n.registrar
        .enter(
            "authorities",
            Map.of("id", authority, "party", "FR", "kinds", List.of(), "office", "Desk"))
        .expect(201);
    SampleAgeKey duty = SampleAgeKey.fresh();
    SampleAgeKey recovery = SampleAgeKey.fresh();

    String first = entered(authority, "duty", duty);
    assertThat(recipients(authority, first).path("missing").toString()).isEqualTo("[\"recovery\"]");
    String second = entered(authority, "recovery", recovery);

    JsonNode set = recipients(authority, second);
    assertThat(set.path("complete").asBoolean()).isTrue();
    assertThat(set.path("recipients").findValuesAsText("recipient"))
        .containsExactlyInAnyOrder(duty.recipient(), recovery.recipient());
    assertThat(set.path("recipients").findValuesAsText("newest")).containsOnly("true");
    assertThat(kids("authorities/" + authority, second)).isEmpty();
    String kid = set.path("recipients").get(0).path("kid").asText();
    Api.Answer last =
        Api.post(
            register + "/keys/" + kid + "/end",
            secretariat.get(),
            Map.of("reason", "not needed"),
            Map.of(
                "If-Match", Api.get(register + "/keys/" + kid, secretariat.get()).header("ETag")));
    assertThat(pointers(last)).containsExactly("/compromised");
    assertThat(recipients(authority, second).path("complete").asBoolean()).isTrue();
  }

  @Test
  void aPrivateKeyThatIsSentByMistakeIsRefusedAndNotGivenBack() {
    SampleAgeKey key = SampleAgeKey.fresh();

    Api.Answer answer =
        Api.post(
            register + "/keys",
            officer.get(),
            Map.of("owner", "authority/fr-24-7", "purpose", "duty", "recipient", key.identity()),
            Map.of());

    assertThat(pointers(answer)).containsExactly("/recipient");
    assertThat(answer.text()).contains("private key").doesNotContain(key.identity());
  }

  /** Enters a recipient as people do; the directory version in which it is. */
  private String entered(String authority, String purpose, SampleAgeKey key) {
    Api.Answer proposed =
        Api.post(
            register + "/keys",
            secretariat.get(),
            Map.of(
                "owner",
                "authority/" + authority,
                "purpose",
                purpose,
                "recipient",
                key.recipient()),
            Map.of());
    String change = proposed.expect(202).header("Location");
    JsonNode shown = change(change, secretariat);
    assertThat(shown.path("recipient").asText()).isEqualTo(key.recipient());
    assertThat(shown.at("/proof/how").asText()).isEqualTo("decrypt");
    prove(change, key.decrypt(shown.at("/proof/challenge").asText()), secretariat);
    return n.registrar.approved(proposed).expect(200).header("Directory-Version");
  }

  private void prove(String change, String proof, Supplier<String> who) {
    Api.post(register + change + "/proof", who.get(), Map.of("proof", proof), Map.of()).expect(202);
  }

  private JsonNode answer(String change) {
    String challenge = change(change, n.tokens.client("globex")).at("/proof/challenge").asText();
    return Wire.mapper()
        .valueToTree(Map.of("challenge", challenge, "change", change.replace("/changes/", "")));
  }

  private JsonNode change(String change, Supplier<String> who) {
    return Api.get(register + change, who.get()).expect(200).json();
  }

  private Api.Answer confirm(String change) {
    JsonNode ways = change(change, secretariat).path("confirmBy");
    Map<String, Object> how =
        ways.isEmpty()
            ? Map.of("instrument", "A letter", "reached", "head of unit")
            : Map.of("channel", ways.get(0), "reached", "duty officer");
    return Api.post(
        register + change + "/approval", secretariat.get(), Map.of("confirmation", how), Map.of());
  }

  private Api.Answer suspension(String url, Supplier<String> who) {
    return Api.get(url + "/suspension", who.get());
  }

  private JsonNode recipients(String authority, String version) {
    return Api.get(
            register + "/authorities/" + authority + "/recipients",
            n.person("officer.ro").get(),
            Map.of("Directory-Version", version))
        .expect(200)
        .json();
  }

  private List<String> kids(String owner, String version) {
    return Api.get(
            register + "/" + owner + "/jwks", officer.get(), Map.of("Directory-Version", version))
        .expect(200)
        .json()
        .path("keys")
        .findValuesAsText("kid");
  }

  private void eventually(SampleKey key, int status) {
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(() -> assertThat(submission(key, "1").status()).isEqualTo(status));
  }

  private Api.Answer submission(SampleKey key, String version) {
    ContactPoint france = new ContactPoint(n.addresses.requests(), officer, key, "FR", "fr-24-7");
    String act = france.signedSubmission(UUID.randomUUID(), n.romania.self(), Network.fraud());
    return Api.post(
        n.addresses.requests() + "/requests",
        france.token(),
        Map.of("act", act),
        Map.of("Directory-Version", version));
  }

  private static List<String> pointers(Api.Answer answer) {
    return answer.expect(422).json().path("errors").findValuesAsText("pointer");
  }

  private static Map<String, Object> body(SampleKey key, String owner) {
    return Map.of("kid", key.kid(), "owner", owner, "use", "sig", "jwk", key.members());
  }
}

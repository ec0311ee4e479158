package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.demo.Api;

/** Who holds what, from the sample lists, as people ask for it in two services. */
class RangesIT {
  private final Network n = network();
  private final String lists = n.addresses.registry() + "/range-lists";

  @ParameterizedTest
  @CsvSource({
    "ip-address, 198.51.100.23, acme, high",
    "ip-address, 198.51.100.200, acme, medium",
    "ip-address, 192.0.2.1, globex, medium",
    "ip-address, 2001:db8:1::1, acme, medium",
    "domain, www.acme.example, acme, high",
    "email, someone@mail.acme.example, acme, high",
    "telephone, +44 20 7946 0123, globex, medium",
    "url, https://cloud.globex.example/s/1, globex, high",
  })
  void anOfficerLearnsWhoHoldsAnIdentifier(
      String type, String value, String provider, String confidence) {
    JsonNode first = holders(type, value, null).path("candidates").path(0);

    assertThat(first.path("provider").asText()).isEqualTo(provider);
    assertThat(first.path("confidence").asText()).isEqualTo(confidence);
  }

  @Test
  void anAddressWithoutARegisteredHolderLeadsToItsStateAlone() {
    JsonNode answer = holders("ip-address", "203.0.113.7", "2026-11-20T03:00:00Z");

    assertThat(answer.path("observed").asText()).isEqualTo("2026-11-20");
    assertThat(answer.path("candidates")).hasSize(1);
    assertThat(answer.at("/candidates/0/country").asText()).isEqualTo("FR");
    assertThat(answer.at("/candidates/0/confidence").asText()).isEqualTo("low");
    assertThat(answer.at("/candidates/0/doubts").toString())
        .isEqualTo("[\"delegation-is-not-holding\",\"holder-not-registered\"]");
  }

  @Test
  void whatWasSeenBeforeARangeWasDelegatedIsNobodys() {
    assertThat(holders("ip-address", "203.0.113.7", "2018-05-31T23:59:59Z").path("candidates"))
        .isEmpty();
    assertThat(holders("ip-address", "203.0.113.7", "2018-06-01T00:00:00Z").path("candidates"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secretariat", "auditor", "operator"})
  void whoeverEnforcesNoLawIsNotTold(String account) {
    Api.post(
            n.addresses.registry() + "/holders",
            n.person(account).get(),
            Map.of("type", "ip-address", "value", "192.0.2.1"),
            Map.of())
        .expect(403);
  }

  @Test
  void anOfficerIsToldBeforeSendingThatDataAreInAnotherState() {
    awaitCopy();

    JsonNode report =
        Api.post(
                n.addresses.requests() + "/requests/check",
                n.person("officer.de").get(),
                intended("203.0.113.7"),
                Map.of())
            .expect(200)
            .json();

    assertThat(report.path("sendable").asBoolean()).isTrue();
    assertThat(report.at("/hints/0/code").asText()).isEqualTo("held-elsewhere");
    assertThat(report.at("/hints/0/pointer").asText()).isEqualTo("/form/items/0");
    assertThat(report.at("/hints/0/candidates/0/country").asText()).isEqualTo("FR");
  }

  @Test
  void aFormIsJudgedBeforeItIsSigned() {
    ObjectNode form = Wire.mapper().valueToTree(Network.fraud());
    form.remove("facts");

    JsonNode report =
        Api.post(
                n.addresses.requests() + "/requests/check",
                n.person("officer.fr").get(),
                Map.of("to", Map.of("party", "RO", "authority", "ro-24-7"), "form", form),
                Map.of())
            .expect(200)
            .json();

    assertThat(report.path("sendable").asBoolean()).isFalse();
    assertThat(report.at("/findings/0/pointer").asText()).isEqualTo("/form/facts");
    assertThat(report.at("/findings/0/article").asText()).startsWith("BC 29(2)");
  }

  @Test
  void onlyTheSecretariatHandsListsInAndNobodyPublishesTheirOwn() {
    Map<String, Object> reading =
        Map.of("list", "rir-test", "format", "delegated", "asOf", "2026-11-02");
    Api.post(lists, n.person("officer.fr").get(), reading, Map.of()).expect(403);
    Api.get(lists, n.person("officer.fr").get()).expect(403);
    Api.Answer begun = Api.post(lists, secretariat(), reading, Map.of()).expect(201);
    String where = n.addresses.registry() + begun.header("Location");

    Api.Answer broken = put(where, "rir|RO|ipv4|198.18.0.0|256|20200102|allocated|x\nbroken");
    assertThat(broken.status()).isEqualTo(422);
    assertThat(broken.json().at("/errors/0/pointer").asText()).isEqualTo("/lines/2");
    assertThat(put(where, "rir|RO|ipv4|198.18.0.0|256|20200102|allocated|x").status())
        .isEqualTo(204);
    JsonNode shown = Api.get(where, secretariat()).expect(200).json();
    assertThat(shown.path("adds").asLong()).isEqualTo(1);
    publish(where, "secretariat", 0).expect(403);
    Api.Answer other = publish(where, "secretariat-2", 7).expect(409);
    assertThat(other.json().path("ends").asLong(-1)).isZero();
    publish(where, "secretariat-2", 0).expect(200);
    publish(where, "secretariat-2", 0).expect(409);
    assertThat(holders("ip-address", "198.18.0.9", null).at("/candidates/0/country").asText())
        .isEqualTo("RO");
  }

  @Test
  void theExampleScriptHandsALargeFileInByParts() throws Exception {
    Checkout checkout = Checkout.of(Path.of("../..").toRealPath());
    checkout.copy(Path.of("docs/examples/sign.sh"), text -> text);
    checkout.copy(Path.of("docs/examples/ranges.sh"), text -> text);
    String script =
        """
        export QF_REALM=%s QF_REGISTRY=%s
        . docs/examples/sign.sh
        . docs/examples/ranges.sh
        for i in $(seq 0 4999); do
          echo "rir|RO|ipv4|198.19.$((i / 64 %% 128)).$((i %% 64 * 4))|4|20200102|allocated|org-x"
        done | sort -u > list.txt
        where=$(qf_range_list rir-script delegated 2026-11-03 list.txt '{"org-x":"acme"}')
        qf_range_publish "$where"
        """
            .formatted(n.addresses.issuer(), n.addresses.registry());

    Checkout.Said said = checkout.run(script);

    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text()).contains("2 parts", "\"state\":\"published\"", "\"adds\":5000");
    assertThat(holders("ip-address", "198.19.1.2", null).at("/candidates/0/provider").asText())
        .isEqualTo("acme");
  }

  private void awaitCopy() {
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .until(
            () ->
                !Api.post(
                        n.addresses.requests() + "/requests/check",
                        n.person("officer.de").get(),
                        intended("203.0.113.7"),
                        Map.of())
                    .expect(200)
                    .json()
                    .path("hints")
                    .isEmpty());
  }

  private Map<String, Object> intended(String address) {
    PreservationForm fraud = Network.fraud();
    ObjectNode form = Wire.mapper().valueToTree(fraud);
    ((ObjectNode) form.at("/items/0")).put("value", address).put("normalised", address);
    return Map.of("to", Map.of("party", "RO", "authority", "ro-24-7"), "form", form);
  }

  private JsonNode holders(String type, String value, @Nullable String at) {
    Map<String, Object> body = new HashMap<>(Map.of("type", type, "value", value));
    if (at != null) {
      body.put("at", at);
    }
    return Api.post(
            n.addresses.registry() + "/holders", n.person("officer.fr").get(), body, Map.of())
        .expect(200)
        .json();
  }

  private Api.Answer put(String where, String lines) {
    return Api.put(where + "/parts/0", secretariat(), lines, Map.of("Content-Type", "text/plain"));
  }

  private Api.Answer publish(String where, String account, long ends) {
    return Api.post(
        where + "/publication", n.person(account).get(), Map.of("ends", ends), Map.of());
  }

  private String secretariat() {
    return n.person("secretariat").get();
  }
}

package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.demo.Api;

/** The register decides who everybody is: the secretariat alone writes it, and sees the callers. */
class RegisterAccessIT {
  private static final Map<String, Object> OTHER_STATE =
      Map.of(
          "code", "XK",
          "nameEn", "Nowhere",
          "nameFr", "Nulle part",
          "status", "party",
          "reservations", List.of());

  private final Network n = network();
  private final String register = n.addresses.registry();

  static Stream<Arguments> others() {
    Network n = network();
    return Stream.of(
        arguments("officer", n.person("officer.fr")),
        arguments("auditor", n.person("auditor")),
        arguments("operator", n.person("operator")),
        arguments("provider", n.tokens.client("acme")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void nobodyElseEntersChangesOrEndsAnything(String role, Supplier<String> caller) {
    String secretariat = n.person("secretariat").get();
    Api.Answer before = Api.get(register + "/providers/acme", secretariat).expect(200);
    Map<String, String> version = Map.of("If-Match", before.header("ETag"));
    JsonNode acme = before.json().path("versions").path(0).path("body");

    assertThat(Api.post(register + "/parties", caller.get(), OTHER_STATE, Map.of()).status())
        .isEqualTo(403);
    assertThat(Api.put(register + "/providers/acme", caller.get(), acme, version).status())
        .isEqualTo(403);
    assertThat(
            Api.post(
                    register + "/providers/acme/end",
                    caller.get(),
                    Map.of("reason", "because"),
                    version)
                .status())
        .isEqualTo(403);

    assertThat(Api.get(register + "/parties/XK", secretariat).status()).isEqualTo(404);
    assertThat(Api.get(register + "/providers/acme", secretariat).text()).isEqualTo(before.text());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void nobodyElseSeesWhoMayCallExceptAnAuthorityItsOwn(String role, Supplier<String> caller) {
    String id = aCallerOf("ro-24-7");

    JsonNode seen = Api.get(register + "/callers", caller.get()).expect(200).json().path("items");
    assertThat(seen).allMatch(one -> one.path("authority").asText().equals("fr-24-7"));
    assertThat(seen.isEmpty()).isEqualTo(!role.equals("officer"));
    assertThat(Api.get(register + "/callers/" + id, caller.get()).status()).isEqualTo(404);
    assertThat(Api.get(register + "/parties/FR", caller.get()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "officer.de,200",
    "supervisor.fr,200",
    "secretariat,200",
    "auditor,403",
    "operator,403"
  })
  void theRosterIsForThoseWhoEnforceTheLaw(String account, int status) {
    String url = register + "/exports/roster?party=RO&format=";
    String token = n.person(account).get();

    for (String format : List.of("json", "csv", "vcard")) {
      assertThat(Api.get(url + format, token).status()).as(format).isEqualTo(status);
    }
    assertThat(Api.get(url + "csv", n.tokens.client("acme").get()).status()).isEqualTo(403);
    assertThat(Api.get(url + "csv", "").status()).isEqualTo(401);
  }

  @Test
  void theRosterComesInThreeForms() {
    String url = register + "/exports/roster?party=RO&format=";
    String token = n.person("officer.fr").get();

    Api.Answer csv = Api.get(url + "csv", token).expect(200);
    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(csv.text())
        .startsWith("party,authority,office,")
        .contains("RO,ro-24-7,24/7 contact point of Romania,")
        .doesNotContain("\r\nFR,");
    Api.Answer card = Api.get(url + "vcard", token).expect(200);
    assertThat(card.header("Content-Type")).startsWith("text/vcard");
    assertThat(card.text()).startsWith("BEGIN:VCARD").contains("UID:contact-point/ro-24-7-desk");
    assertThat(Api.get(url + "json", token).expect(200).json().at("/items/0/party").asText())
        .isEqualTo("RO");
    assertThat(Api.get(url + "xml", token).status()).isEqualTo(400);
  }

  @Test
  void everybodyCanAskWhichFunctionsOfAnAuthoritySendWhat() {
    Api.Answer asked =
        Api.get(register + "/authorities/ro-24-7/measures", n.tokens.client("acme").get());

    assertThat(asked.expect(200).text())
        .isEqualTo("{\"items\":[{\"role\":\"officer\",\"measure\":\"preservation\"}]}");
    assertThat(
            Api.get(register + "/authorities/xx-none/measures", n.person("auditor").get()).status())
        .isEqualTo(404);
  }

  @Test
  void everybodyCanAskWhichAuthorityIsTheOneForSomething() {
    String url = register + "/directory/RO/authorities?kind=";
    String token = n.tokens.client("acme").get();

    JsonNode found = Api.get(url + "contact-point-24-7&stage=trial", token).expect(200).json();
    assertThat(found.at("/items/0/authority").asText()).isEqualTo("ro-24-7");
    assertThat(found.at("/items/0/stages").asBoolean()).isFalse();
    assertThat(Api.get(url + "judge", token).expect(200).text()).isEqualTo("{\"items\":[]}");
    assertThat(Api.get(register + "/directory/QQ/authorities", token).status()).isEqualTo(404);
  }

  @Test
  void theSecretariatSeesThem() {
    String id = aCallerOf("ro-24-7");

    assertThat(Api.get(register + "/callers/" + id, n.person("secretariat").get()).status())
        .isEqualTo(200);
  }

  private String aCallerOf(String authority) {
    JsonNode items =
        Api.get(register + "/callers", n.person("secretariat").get())
            .expect(200)
            .json()
            .path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .filter(one -> one.path("authority").asText().equals(authority))
        .findFirst()
        .orElseThrow()
        .path("id")
        .asText();
  }
}

package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.demo.Api;

/**
 * What the register knows of the law between States, and that the other services obey it. The
 * fictional State has a code that ISO 3166 leaves to its users.
 */
class LawIT {
  private static final String STATE = "XA";
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  private final Network n = network();
  private final String registry = n.addresses.registry();
  private final Supplier<String> secretariat = n.person("secretariat");
  private final Supplier<String> officer = n.person("officer.fr");
  private final List<String> entered = new ArrayList<>();

  @AfterEach
  void endWhatWasEntered() {
    for (String one : entered.reversed()) {
      String etag = Api.get(registry + one, secretariat.get()).expect(200).header("ETag");
      Api.post(
              registry + one + "/end",
              secretariat.get(),
              Map.of("reason", "was for a test"),
              Map.of("If-Match", etag))
          .expect(200);
    }
  }

  @Test
  void twoPartiesToTheConventionSeeItsArticlesAndSinceWhen() {
    JsonNode between = between("FR", "RO", "");

    JsonNode preservation = kind(between, "preservation");
    assertThat(preservation.path("bases")).hasSize(1);
    assertThat(preservation.at("/bases/0/cite").asText()).isEqualTo("BC 29");
    assertThat(preservation.at("/bases/0/since").asText()).isEqualTo("2006-05-01");
    assertThat(kind(between, "direct-order").path("bases")).isEmpty();
    assertThat(kind(between, "preservation").path("notices").findValuesAsText("code"))
        .contains("order-days");
    assertThat(kind(between("FR", "DE", ""), "preservation").path("notices").toString())
        .contains("\"BC-29(4)\"", "\"opens-ground\"", "\"check\":true");
  }

  @Test
  void aQuestionAboutThePastIsAnsweredByTheLawOfThatDay() {
    JsonNode between = between("FR", "RO", "&at=2005-01-01T00:00:00Z");

    assertThat(kind(between, "preservation").at("/bases/0/cite").asText()).isEqualTo("reciprocity");
    assertThat(kind(between, "preservation").at("/bases/0").has("instrument")).isFalse();
    assertThat(kind(between, "stored-data").path("bases")).isEmpty();
  }

  @Test
  void whatWasKnownThenStaysReadableAfterTheRegisterHasLearntMore() {
    String authority = STATE.toLowerCase(java.util.Locale.ROOT) + "-" + suffix();
    ensureState(null);
    enter("authorities", authority(authority));
    Instant before = Instant.now();
    LocalDate later = today.plusDays(40);
    change(later);

    String then = "&at=" + later + "T00:00:00Z";
    assertThat(cite(between("FR", STATE, ""))).isEqualTo("reciprocity");
    assertThat(cite(between("FR", STATE, then))).isEqualTo("BC 29");
    assertThat(cite(between("FR", STATE, then + "&knownAt=" + before))).isEqualTo("reciprocity");
    JsonNode known =
        Api.get(registry + "/parties/" + STATE + "?knownAt=" + before, officer.get())
            .expect(200)
            .json();
    JsonNode now = Api.get(registry + "/parties/" + STATE, officer.get()).expect(200).json();
    assertThat(known.path("directoryVersion").asLong())
        .isLessThan(now.path("directoryVersion").asLong());
    assertThat(known.path("versions").findValue("law").path("treaties")).isEmpty();
    JsonNode thenTrue =
        Api.get(registry + "/parties/" + STATE + "?at=" + before, officer.get()).expect(200).json();
    assertThat(thenTrue.path("versions")).hasSize(1);
    assertThat(
            Api.get(registry + "/law/" + STATE + "?knownAt=2001-01-01T00:00:00Z", officer.get())
                .status())
        .isEqualTo(404);
  }

  @Test
  void aRequestUnderAnArticleThatIsNotInForceBetweenTheTwoIsRefusedAndTellsWhy() {
    String authority = STATE.toLowerCase(java.util.Locale.ROOT) + "-" + suffix();
    ensureState(null);
    enter("authorities", authority(authority));
    UUID request = UUID.randomUUID();

    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () -> {
              Api.Answer answer =
                  n.france.send(
                      n.france.signedSubmission(
                          request, new Act.Side(STATE, authority), Network.fraud()));
              assertThat(answer.status()).isEqualTo(422);
              assertThat(answer.json().path("type").asText()).endsWith("/no-basis");
              assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/act/to/party");
              assertThat(answer.json().at("/errors/0/source").asText()).isEqualTo("BC-29");
            });
    assertThat(n.france.read(request).status()).isEqualTo(404);
  }

  @Test
  void lawThatBreaksTheLawBookIsRefusedWithThePlaceOfEachFault() {
    Map<String, Object> party = party(null);
    party.put("code", "XB");
    party.put("status", "party");
    party.put(
        "law",
        Map.of(
            "treaties",
            List.of(treaty("P2", today)),
            "statements",
            List.of(
                Map.of(
                    "code",
                    "preservation-days",
                    "values",
                    List.of("30"),
                    "kinds",
                    List.of(),
                    "source",
                    "s",
                    "check",
                    true))));

    Api.Answer answer =
        Api.post(registry + "/parties", secretariat.get(), party, Map.of()).expect(422);

    assertThat(answer.json().path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder(
            "/status", "/law/treaties/0/inForce", "/law/statements/0/values/0");
    assertThat(answer.json().path("errors").findValuesAsText("source"))
        .containsExactlyInAnyOrder("BC 36", "BC", "BC 29(7)");
  }

  @Test
  void aDayThatIsNoneIsMalformedAndAStateThatIsNotThereIsNotFound() {
    Map<String, Object> party = party(null);
    party.put("code", "XB");
    party.put(
        "law",
        Map.of(
            "treaties",
            List.of(
                Map.of("instrument", "BC", "inForce", "2026-02-30", "source", "s", "check", true)),
            "statements",
            List.of()));

    Api.post(registry + "/parties", secretariat.get(), party, Map.of()).expect(400);
    get("/law/between?from=FR&to=QQ").expect(404);
    get("/law/between?from=FR").expect(400);
    get("/law/between?from=FR&to=FR").expect(400);
    get("/law/between?from=FR&to=RO&at=yesterday").expect(400);
    get("/law/QQ").expect(404);
  }

  @Test
  void thePartiesThatShipCanBeComparedAndEnteredByTheSecretariatAlone() {
    String url = registry + "/reference/parties";
    Map<String, Object> iceland = Map.of("codes", List.of("IS"));

    assertThat(Api.post(url, officer.get(), iceland, Map.of()).status()).isEqualTo(403);
    Api.Answer unknown =
        Api.post(url, secretariat.get(), Map.of("codes", List.of("IS", "QQ")), Map.of());
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.json().at("/errors/0/pointer").asText()).isEqualTo("/codes/1");

    Api.post(url, secretariat.get(), iceland, Map.of()).expect(200);
    Api.post(url, secretariat.get(), iceland, Map.of()).expect(200);

    JsonNode compared = get("/reference/parties").expect(200).json();
    assertThat(compared.path("parties")).hasSize(76);
    assertThat(states(compared, "IS")).isEqualTo("same");
    assertThat(states(compared, "FR")).isEqualTo("same");
    assertThat(states(compared, "TO")).isEqualTo("missing");
    assertThat(get("/law/IS").expect(200).json().at("/treaties/0/inForce").asText())
        .isEqualTo("2007-05-01");
  }

  @Test
  void withoutATokenNothingOfItIsTold() {
    assertThat(Api.get(registry + "/law/FR", "").status()).isEqualTo(401);
    assertThat(Api.get(registry + "/reference/parties", "").status()).isEqualTo(401);
  }

  private static String states(JsonNode compared, String code) {
    return StreamSupport.stream(compared.path("parties").spliterator(), false)
        .filter(party -> party.path("code").asText().equals(code))
        .findFirst()
        .orElseThrow()
        .path("state")
        .asText();
  }

  private JsonNode between(String from, String to, String more) {
    return get("/law/between?from=" + from + "&to=" + to + more).expect(200).json();
  }

  private static JsonNode kind(JsonNode between, String kind) {
    return StreamSupport.stream(between.path("kinds").spliterator(), false)
        .filter(one -> one.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static String cite(JsonNode between) {
    return kind(between, "preservation").at("/bases/0/cite").asText();
  }

  private Api.Answer get(String path) {
    return Api.get(registry + path, officer.get());
  }

  /** A State that was ended does not come back: it is entered once and changed after that. */
  private void ensureState(@Nullable LocalDate convention) {
    Api.Answer answer =
        Api.post(registry + "/parties", secretariat.get(), party(convention), Map.of());
    if (answer.status() == 409) {
      change(convention);
    } else {
      answer.expect(201);
    }
  }

  private void change(@Nullable LocalDate convention) {
    String etag =
        Api.get(registry + "/parties/" + STATE, secretariat.get()).expect(200).header("ETag");
    Api.put(
            registry + "/parties/" + STATE,
            secretariat.get(),
            party(convention),
            Map.of("If-Match", etag))
        .expect(200);
  }

  private void enter(String collection, Map<String, Object> body) {
    Api.post(registry + "/" + collection, secretariat.get(), body, Map.of()).expect(201);
    entered.add("/" + collection + "/" + body.get("id"));
  }

  private static Map<String, Object> party(@Nullable LocalDate convention) {
    Map<String, Object> party = new HashMap<>();
    party.put("code", STATE);
    party.put("nameEn", "Atlantis");
    party.put("nameFr", "Atlantide");
    party.put("status", "reciprocity");
    party.put("reservations", List.of());
    party.put(
        "law",
        Map.of(
            "treaties",
            convention == null ? List.of() : List.of(treaty("BC", convention)),
            "statements",
            List.of()));
    return party;
  }

  private static Map<String, Object> treaty(String instrument, LocalDate inForce) {
    return Map.of(
        "instrument", instrument, "inForce", inForce.toString(), "source", "a test", "check", true);
  }

  private static Map<String, Object> authority(String id) {
    return Map.of(
        "id", id, "party", STATE, "kinds", List.of("contact-point-24-7"), "office", "Desk");
  }

  private static String suffix() {
    return UUID.randomUUID().toString().substring(0, 8);
  }
}

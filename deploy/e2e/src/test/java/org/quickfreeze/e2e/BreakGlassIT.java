package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.Seed;

/** An officer whose training has run out sends what cannot wait, and answers for it. */
class BreakGlassIT {
  private static final int OFFICER_FR = 0x11;
  private static final String REASON = "The desk is alone tonight and the hostage is in danger.";

  private final Network n = network();
  private final String requests = n.addresses.requests();

  @AfterEach
  void theyAreTrainedAgain() {
    trainedUntil("2030-01-01T00:00:00Z");
    // nobody else's test meets somebody who may not send
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(() -> assertThat(send(Network.fraud(), null).status()).isEqualTo(201));
  }

  @Test
  void whatCannotWaitGoesWithAReasonThatASupervisorReviews() {
    trainedUntil("2020-01-01T00:00:00Z");
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(type(send(Network.form("email-account.json"), null)))
                    .isEqualTo("422 hindered"));
    Api.Answer asked = send(Network.fraud(), null);
    assertThat(type(asked)).isEqualTo("422 break-glass");
    assertThat(asked.json().at("/errors/0/source").asText()).isEqualTo("BC 35(3)");
    assertThat(asked.json().at("/errors/0/pointer").asText()).isEqualTo("/act/author");

    Api.Answer sent = send(Network.fraud(), REASON).expect(201);

    UUID request = UUID.fromString(sent.json().path("id").asText());
    JsonNode glass = find("officer.fr", request).orElseThrow();
    String path = requests + "/break-glass/" + glass.path("id").asText();
    assertThat(glass.at("/change/reason").asText()).isEqualTo(REASON);
    assertThat(glass.at("/hindrances/0").asText()).isEqualTo("untrained");
    assertThat(find("officer.ro", request)).isEmpty();
    assertThat(Api.get(path, n.person("officer.ro").get()).status()).isEqualTo(404);
    assertThat(review(path, "officer.fr", "justified")).isEqualTo(403);
    assertThat(review(path, "supervisor.fr", "perhaps")).isEqualTo(422);
    assertThat(review(path, "supervisor.fr", "justified")).isEqualTo(204);
    assertThat(review(path, "supervisor.fr", "not-justified")).isEqualTo(409);
    assertThat(find("officer.fr", request).orElseThrow().path("verdict").asText())
        .isEqualTo("justified");
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(n.audit("/events?subject=" + request).toString())
                    .contains("glass-broken", "glass-reviewed")
                    .doesNotContain("hostage"));
  }

  private Api.Answer send(PreservationForm form, @Nullable String reason) {
    Map<String, Object> body = new HashMap<>();
    body.put("act", n.france.signedSubmission(UUID.randomUUID(), n.romania.self(), form));
    if (reason != null) {
      body.put("breakGlass", reason);
    }
    return Api.post(requests + "/requests", n.person("officer.fr").get(), body, Map.of());
  }

  private static String type(Api.Answer answer) {
    String type = answer.json().path("type").asText();
    return answer.status() + " " + type.substring(type.lastIndexOf('/') + 1);
  }

  private int review(String path, String account, String verdict) {
    return Api.post(path + "/review", n.person(account).get(), Map.of("verdict", verdict), Map.of())
        .status();
  }

  private Optional<JsonNode> find(String account, UUID request) {
    JsonNode items =
        Api.get(requests + "/break-glass", n.person(account).get())
            .expect(200)
            .json()
            .path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .filter(glass -> glass.path("request").asText().equals(request.toString()))
        .findFirst();
  }

  private void trainedUntil(String end) {
    String secretariat = n.person("secretariat").get();
    Api.Answer known =
        Api.post(
            n.addresses.registry() + "/callers",
            secretariat,
            Map.of(
                "issuer", n.addresses.issuer(),
                "subject", Seed.subject(OFFICER_FR),
                "role", "officer",
                "teams", List.of(),
                "measures", List.of()),
            Map.of());
    String id = known.expect(409).json().path("entity").asText().replace("caller/", "");
    Api.Answer read = Api.get(n.addresses.registry() + "/callers/" + id, secretariat).expect(200);
    JsonNode versions = read.json().path("versions");
    ObjectNode body = (ObjectNode) versions.get(versions.size() - 1).path("body");
    body.put("trainedUntil", end);
    n.registrar.change("callers", id, body, read.header("ETag")).expect(200);
  }
}

package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.demo.Api;

/** What each service says and still does while something under it is gone. */
class OutageIT {
  private static final List<String> SERVICES =
      List.of("registry-service", "request-service", "provider-gateway", "audit-service");

  private final Network n = network();

  @Test
  void whileTheBrokerIsAwayRequestsAreAcceptedAndItIsSaid() {
    n.stack.kafka().kill();
    UUID request;
    try {
      request = n.france.submit(n.romania.self(), Network.fraud());

      // the other side sees it without a broker between them
      n.awaitState(n.romania, request, "Submitted");
      await(() -> assertThat(inFeed(request)).isTrue());
      n.romania.act(request, ActType.ACKNOWLEDGE, Network.acknowledgement()).expect(201);
      for (String service : SERVICES) {
        await(
            () -> {
              Api.Answer ready = readiness(service);
              assertThat(ready.status()).as(service).isEqualTo(200);
              // whoever has nothing to send notices only that the register has fallen silent
              assertThat(ready.text())
                  .as(service)
                  .containsPattern("\"broker\": \"(down: accepted acts wait|silent: )");
            });
      }
      assertThat(readiness("request-service").text())
          .contains("down: accepted acts wait in the outbox");
    } finally {
      n.stack.kafka().start();
    }

    await(
        () ->
            assertThat(n.audit("/events?subject=" + request).path("events"))
                .as("what waited has arrived")
                .hasSize(2));
    for (String service : SERVICES) {
      await(() -> assertThat(readiness(service).text()).as(service).contains("\"broker\": \"up\""));
    }
  }

  @Test
  void whileTheDatabaseIsAwayNothingIsAcceptedAndTheServiceIsNotReady() {
    UUID request = UUID.randomUUID();
    String act = n.france.signedSubmission(request, n.romania.self(), Network.fraud());
    Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    // Keycloak stands on the same database: whoever calls has a token already
    String token = n.person("officer.fr").get();
    n.stack.postgres().kill();
    try {
      for (String service : SERVICES) {
        await(() -> assertThat(readiness(service).status()).as(service).isEqualTo(503));
      }
      Api.Answer answer = submit(token, act, key);

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("content-type")).startsWith("application/problem+json");
      assertThat(answer.header("retry-after")).isNotEmpty();
    } finally {
      n.stack.postgres().start();
    }

    for (String service : SERVICES) {
      await(() -> assertThat(readiness(service).status()).as(service).isEqualTo(200));
    }
    await(() -> assertThat(submit(n.france.token(), act, key).status()).isEqualTo(201));
    await(() -> assertThat(inFeed(request)).isTrue());
  }

  private Api.Answer submit(String token, String act, Map<String, String> key) {
    return Api.post(n.addresses.requests() + "/requests", token, Map.of("act", act), key);
  }

  static List<String> services() {
    return SERVICES;
  }

  @ParameterizedTest
  @MethodSource("services")
  void eachServiceShowsItsFiguresAndItsOpenApiPage(String service) {
    String management = n.stack.service(service).managementUrl();

    Api.Answer figures = Api.get(management + "/q/metrics", null);
    String url = n.stack.service(service).url();
    Api.Answer page = Api.get(url + "/q/openapi", null);
    Api.Answer shown = Api.get(url + "/q/swagger-ui/", null);

    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.text()).contains("swagger-ui");
    assertThat(figures.status()).isEqualTo(200);
    assertThat(figures.text())
        .contains(
            "quickfreeze_outbox_rows", "quickfreeze_broker_up", "quickfreeze_directory_version");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("openapi:").contains("title: Quickfreeze");
  }

  private Api.Answer readiness(String service) {
    return Api.get(n.stack.service(service).managementUrl() + "/q/health/ready", null);
  }

  private boolean inFeed(UUID request) {
    String cursor = "";
    while (true) {
      JsonNode page = n.romania.get("/feed?limit=500&after=" + cursor).expect(200).json();
      for (JsonNode entry : page.path("entries")) {
        if (entry.path("subject").asText().equals(request.toString())) {
          return true;
        }
      }
      if (page.path("entries").isEmpty()) {
        return false;
      }
      cursor = page.path("next").asText();
    }
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(assertion);
  }
}

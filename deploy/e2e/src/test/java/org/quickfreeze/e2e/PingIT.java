package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.quickfreeze.demo.Api;

/** A contact point tests its own channels; the register then says when they last worked. */
class PingIT {
  private static final String DESK = "de-24-7-desk";

  private final Network n = network();
  private final String pings = n.addresses.registry() + "/pings";

  @Test
  void aCodeThatIsBroughtBackProvesTheChannel() {
    Instant before = Instant.now();
    begin("officer.de").expect(202);
    JsonNode ping = awaitFeed();
    String answer = pings + "/" + ping.path("id").asText() + "/answer";
    String code = ping.path("code").asText();

    assertThat(answered(answer, "officer.fr", code)).isEqualTo(404);
    assertThat(answered(answer, "secretariat", code)).isEqualTo(403);
    assertThat(answered(answer, "officer.de", "no code")).isEqualTo(422);
    assertThat(answered(answer, "officer.de", code)).isEqualTo(204);
    assertThat(answered(answer, "officer.de", code)).isEqualTo(409);

    JsonNode versions =
        Api.get(n.addresses.registry() + "/contact-points/" + DESK, n.person("officer.de").get())
            .expect(200)
            .json()
            .path("versions");
    JsonNode channel = versions.get(versions.size() - 1).at("/body/channels/0");
    assertThat(channel.path("kind").asText()).isEqualTo("feed");
    assertThat(Instant.parse(channel.path("testedAt").asText())).isAfter(before);
    assertThat(Api.get(pings + "/results/DE", n.person("officer.de").get()).expect(200).text())
        .contains("\"channel\":\"feed\"");
  }

  @Test
  void anotherStateTestsNothingHereAndSeesNoResults() {
    begin("officer.fr").expect(403);
    begin("auditor").expect(403);
    begin("secretariat").expect(202);
    Api.get(pings + "/results/DE", n.person("officer.fr").get()).expect(403);
    assertThat(Api.get(pings + "?contactPoint=" + DESK, n.person("officer.fr").get()).text())
        .isEqualTo("{\"items\":[]}");
    Api.put(
            pings + "/results/publication",
            n.person("officer.de").get(),
            Map.of("published", true),
            Map.of())
        .expect(403);
  }

  private Api.Answer begin(String account) {
    return Api.post(
        pings + "/rounds", n.person(account).get(), Map.of("contactPoint", DESK), Map.of());
  }

  private int answered(String url, String account, String code) {
    return Api.post(url, n.person(account).get(), Map.of("code", code), Map.of()).status();
  }

  private JsonNode awaitFeed() {
    return Awaitility.await()
        .atMost(Network.PATIENCE)
        .until(this::feed, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<JsonNode> feed() {
    JsonNode items =
        Api.get(pings + "?contactPoint=" + DESK, n.person("officer.de").get())
            .expect(200)
            .json()
            .path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .filter(ping -> ping.path("channel").asText().equals("feed"))
        .filter(ping -> ping.path("state").asText().equals("sent"))
        .findFirst();
  }
}

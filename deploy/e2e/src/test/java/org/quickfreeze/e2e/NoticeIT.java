package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.demo.Api;

/** What waits for a contact point is told to its people, until they have seen or done it. */
class NoticeIT {
  private final Network n = network();
  private final String notices = n.addresses.registry() + "/notices";

  @Test
  void theRequestedSideIsCalledUntilItHasAcknowledged() {
    UUID request = n.france.submit(n.romania.self(), Network.fraud());

    JsonNode notice = awaitNotice(request, "open");
    assertThat(notice.path("occasion").asText()).isEqualTo("new-request");
    assertThat(notice.path("authority").asText()).isEqualTo("ro-24-7");
    assertThat(notice.path("urgency").asText()).isEqualTo("URGENT");
    // nothing is configured here by which anybody could be called, and the log says so
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        find("officer.ro", request)
                            .orElseThrow()
                            .at("/attempts/0/outcome")
                            .asText())
                    .isEqualTo("not-configured"));

    n.romania.act(request, ActType.ACKNOWLEDGE, Network.acknowledgement()).expect(201);

    assertThat(awaitNotice(request, "settled").path("endedAt").asText()).isNotEmpty();
  }

  @Test
  void whoeverHasSeenItSaysSoAndNobodyElseCan() {
    UUID request = n.france.submit(n.romania.self(), Network.fraud());
    String id = awaitNotice(request, "open").path("id").asText();
    String confirmation = notices + "/" + id + "/confirmation";

    assertThat(find("officer.fr", request)).isEmpty();
    assertThat(Api.get(notices + "/" + id, n.person("officer.fr").get()).status()).isEqualTo(404);
    assertThat(confirm(confirmation, "officer.fr")).isEqualTo(404);
    assertThat(confirm(confirmation, "secretariat")).isEqualTo(403);
    assertThat(confirm(confirmation, "auditor")).isEqualTo(403);
    assertThat(Api.get(notices, "").status()).isEqualTo(401);
    assertThat(find("secretariat", request)).isPresent();

    assertThat(confirm(confirmation, "officer.ro")).isEqualTo(204);

    assertThat(awaitNotice(request, "confirmed").path("confirmedBy").asText()).isEqualTo("officer");
    assertThat(confirm(confirmation, "officer.ro")).isEqualTo(409);
  }

  @Test
  void everybodyInTheNetworkCanAskForTheKeyOfWebhooks() {
    String key =
        Api.get(notices + "/webhook-key", n.person("officer.de").get())
            .expect(200)
            .json()
            .path("key")
            .asText();

    assertThat(key).startsWith("whpk_").hasSize("whpk_".length() + 44);
  }

  private int confirm(String url, String account) {
    return Api.post(url, n.person(account).get(), Map.of(), Map.of()).status();
  }

  private JsonNode awaitNotice(UUID request, String state) {
    return Awaitility.await()
        .atMost(Network.PATIENCE)
        .until(
            () -> find("officer.ro", request),
            found -> found.filter(one -> one.path("state").asText().equals(state)).isPresent())
        .orElseThrow();
  }

  private Optional<JsonNode> find(String account, UUID request) {
    JsonNode items =
        Api.get(notices + "?open=false", n.person(account).get()).expect(200).json().path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .filter(notice -> notice.path("subject").asText().equals(request.toString()))
        .filter(notice -> notice.path("occasion").asText().equals("new-request"))
        .findFirst();
  }
}

package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.demo.Api;

/** A contact point's own people, and nobody else, say that its entry is right. */
class AttestationIT {
  private final Network n = network();
  private final String point = n.addresses.registry() + "/contact-points/ro-24-7-desk";

  @Test
  void itsOwnOfficerConfirmsWhatTheyHaveReadForSixMonths() {
    Api.Answer read = Api.get(point, n.person("officer.ro").get()).expect(200);
    Instant before = Instant.now();

    Api.Answer confirmed = attest("officer.ro", read.header("ETag")).expect(200);

    JsonNode shown = onDuty(confirmed.header("Directory-Version"));
    assertThat(shown.path("stale").asBoolean()).isFalse();
    assertThat(Instant.parse(shown.path("attestedUntil").asText()))
        .isBetween(inSixMonths(before), inSixMonths(Instant.now()));
    // what has changed since is not confirmed unread
    attest("officer.ro", read.header("ETag")).expect(412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"officer.fr", "secretariat", "auditor"})
  void nobodyElseConfirmsIt(String account) {
    String etag = Api.get(point, n.person(account).get()).expect(200).header("ETag");

    assertThat(attest(account, etag).status()).isEqualTo(403);
  }

  @Test
  void whoeverWritesTheEntryDoesNotConfirmItByTheWay() {
    Api.Answer read = Api.get(point, n.person("officer.ro").get()).expect(200);
    JsonNode versions = read.json().path("versions");
    ObjectNode body = (ObjectNode) versions.get(versions.size() - 1).path("body");
    String before = body.path("attestedUntil").asText();
    body.put("attestedUntil", "2099-01-01T00:00:00Z");

    Api.put(point, n.person("officer.ro").get(), body, Map.of("If-Match", read.header("ETag")))
        .expect(200);

    JsonNode after = Api.get(point, n.person("officer.ro").get()).json().path("versions");
    assertThat(after.get(after.size() - 1).at("/body/attestedUntil").asText()).isEqualTo(before);
  }

  @Test
  void theStateAndTheSecretariatSeeWhatIsDueAndNobodyElseDoes() {
    String due = n.addresses.registry() + "/directory/RO/attestations-due";

    assertThat(Api.get(due, n.person("officer.ro").get()).expect(200).json().isArray()).isTrue();
    Api.get(due, n.person("secretariat").get()).expect(200);
    Api.get(due, n.person("officer.fr").get()).expect(403);
    Api.get(due + "?days=93", n.person("officer.ro").get()).expect(400);
  }

  private Api.Answer attest(String account, String etag) {
    return Api.post(
        point + "/attestation", n.person(account).get(), Map.of(), Map.of("If-Match", etag));
  }

  private JsonNode onDuty(String version) {
    JsonNode points =
        Api.get(
                n.addresses.registry() + "/directory/RO/on-duty?authority=ro-24-7",
                n.person("officer.fr").get(),
                Map.of("Directory-Version", version))
            .expect(200)
            .json()
            .path("points");
    return StreamSupport.stream(points.spliterator(), false)
        .filter(one -> one.path("contactPoint").asText().equals("ro-24-7-desk"))
        .findFirst()
        .orElseThrow();
  }

  private static Instant inSixMonths(Instant from) {
    return from.atZone(ZoneOffset.UTC).plus(Period.ofMonths(6)).toInstant();
  }
}

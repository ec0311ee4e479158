package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.ContactPoint;
import org.quickfreeze.demo.SampleKey;

/** Acts that somebody has tampered with, sent again, or built on the wrong entry. */
class ActsIT {
  private final Network n = network();

  @Test
  void anActOnTheWrongEntryIsRefused() {
    UUID request = n.acknowledged();
    Api.Answer read = n.romania.read(request);
    String act =
        n.romania.sign(
            request,
            ActType.ACCEPT,
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            n.france.self(),
            new ActBody.Accept(null));

    Api.Answer answer =
        n.romania.command(request, ActType.ACCEPT, act, read.header("etag"), List.of());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("type").asText()).endsWith("/wrong-previous");
    assertThat(answer.json().path("head").asText()).isEqualTo(read.json().path("head").asText());
  }

  @Test
  void anActSentAgainIsRefused() {
    UUID request = UUID.randomUUID();
    String act = n.france.signedSubmission(request, n.romania.self(), Network.fraud());
    n.france.send(act).expect(201);

    Api.Answer again = n.france.send(act);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("type").asText()).endsWith("/act-replayed");
  }

  @Test
  void anActWhoseBodyWasChangedIsRefused() {
    String act = n.france.signedSubmission(UUID.randomUUID(), n.romania.self(), Network.fraud());
    String[] parts = act.split("\\.", -1);
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String changed =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                payload.replace("198.51.100.23", "198.51.100.24").getBytes(StandardCharsets.UTF_8));

    Api.Answer answer = n.france.send(parts[0] + "." + changed + "." + parts[2]);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("code").asText()).isEqualTo("bad-signature");
  }

  @Test
  void anActByAKeyThatTheRegisterDoesNotKnowIsRefused() {
    ContactPoint stranger =
        new ContactPoint(
            n.addresses.requests(), n.person("officer.fr"), SampleKey.fresh(), "FR", "fr-24-7");

    Api.Answer answer =
        stranger.send(
            stranger.signedSubmission(UUID.randomUUID(), n.romania.self(), Network.fraud()));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("code").asText()).isEqualTo("key-not-in-force");
  }

  @Test
  void nobodySignsForTheOtherSide() {
    UUID request = n.acknowledged();
    ContactPoint romaniasKeyInFrance =
        new ContactPoint(
            n.addresses.requests(), n.person("officer.fr"), n.romania.key(), "RO", "ro-24-7");

    Api.Answer answer =
        romaniasKeyInFrance.act(n.romania.read(request), ActType.ACCEPT, new ActBody.Accept(null));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(n.france.act(request, ActType.ACCEPT, new ActBody.Accept(null)).status())
        .isEqualTo(403);
  }
}

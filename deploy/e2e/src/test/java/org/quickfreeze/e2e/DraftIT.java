package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.ContactPoint;

/** What a side writes for itself, until it submits it. */
class DraftIT {
  private final Network n = network();

  @Test
  void aDraftStaysWithItsSideUntilItIsSubmitted() {
    String url = n.addresses.requests() + "/drafts";
    Api.Answer created =
        Api.post(url, n.france.token(), Map.of("form", Map.of("facts", "unripe idea")), Map.of())
            .expect(201);
    String draft = n.addresses.requests() + created.header("location");

    for (ContactPoint other : List.of(n.romania, n.germany)) {
      assertThat(Api.get(draft, other.token()).status()).isEqualTo(404);
      assertThat(Api.get(url, other.token()).expect(200).text())
          .doesNotContain(created.header("location").substring("/drafts/".length()));
      Map<String, String> first = Map.of("If-Match", created.header("etag"));
      assertThat(Api.put(draft, other.token(), Map.of("form", Map.of()), first).status())
          .isEqualTo(404);
      assertThat(Api.delete(draft, other.token(), first).status()).isEqualTo(404);
    }
    assertThat(Api.get(draft, n.france.token()).expect(200).text()).contains("unripe idea");

    UUID request = UUID.randomUUID();
    String act = n.france.signedSubmission(request, n.romania.self(), Network.fraud());
    Api.Answer changed =
        Api.put(
                draft,
                n.france.token(),
                Map.of("form", Network.fraud()),
                Map.of("If-Match", created.header("etag")))
            .expect(200);
    assertThat(submit(draft, act, created.header("etag")).status()).isEqualTo(412);
    submit(draft, act, changed.header("etag")).expect(201);

    assertThat(n.romania.read(request).json().path("state").asText()).isEqualTo("Submitted");
    assertThat(Api.get(draft, n.france.token()).json().path("request").asText())
        .isEqualTo(request.toString());
    assertThat(submit(draft, act, changed.header("etag")).status()).isEqualTo(409);
  }

  private Api.Answer submit(String draft, String act, String etag) {
    return Api.post(
        draft + "/submission", n.france.token(), Map.of("act", act), Map.of("If-Match", etag));
  }

  @Test
  void aDraftThatIsThrownAwayIsGone() {
    Api.Answer created =
        Api.post(
                n.addresses.requests() + "/drafts",
                n.france.token(),
                Map.of("form", Map.of("facts", "nothing")),
                Map.of())
            .expect(201);
    String draft = n.addresses.requests() + created.header("location");

    Api.delete(draft, n.france.token(), Map.of("If-Match", created.header("etag"))).expect(204);

    assertThat(Api.get(draft, n.france.token()).status()).isEqualTo(404);
  }

  @Test
  void draftsAndNotesAreAccountedForWithoutTheirContent() {
    Api.Answer created =
        Api.post(
                n.addresses.requests() + "/drafts",
                n.france.token(),
                Map.of("form", Map.of("facts", "nothing")),
                Map.of())
            .expect(201);
    UUID request = n.acknowledged();
    String notes = n.addresses.requests() + "/requests/" + request + "/notes";
    Api.post(notes, n.romania.token(), Map.of("text", "ours"), Map.of()).expect(201);

    assertAccounted(created.header("location").substring("/drafts/".length()));
    assertAccounted(request.toString());
  }

  private void assertAccounted(String file) {
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(n.audit("/events?subject=" + file).toString())
                    .contains("own-file-changed"));
  }
}

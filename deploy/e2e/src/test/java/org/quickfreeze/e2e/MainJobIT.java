package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.ContactPoint;
import org.quickfreeze.demo.ProviderClient;
import org.quickfreeze.demo.SampleKey;

/** The main job on the whole stack, and the ways in which it ends otherwise. */
class MainJobIT {
  private final Network n = network();

  @Test
  void aPreservationTravelsToTheProviderAndBack() {
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group())) {
      Network.Ordered ordered = n.ordered();
      ProviderClient.Order order = Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
      Instant until = Instant.now().plus(90, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

      acme.reply(order, ReplyCode.ACKNOWLEDGED, OrderReply.Body.EMPTY);
      acme.reply(order, ReplyCode.PRESERVED, OrderReply.Body.preserved(until, 1));

      n.awaitState(n.france, ordered.request(), "Preserved");
      JsonNode item = n.france.read(ordered.request()).json().path("items").get(0);
      assertThat(Instant.parse(item.path("until").asText())).isEqualTo(until);
      // each stream is in order; which of two streams is heard first is not said
      awaitTypes(
          ordered.request(),
          "request.events",
          List.of(
              "preservation-requested",
              "acknowledged",
              "accepted",
              "order-issued",
              "data-preserved"));
      awaitTypes(
          ordered.request(),
          "order.events",
          List.of("order-delivered", "order-answered", "order-answered"));
    }
  }

  @Test
  void aProvidersShorterPromiseIsHeldUpTo60DaysAndSaid() {
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group())) {
      Network.Ordered ordered = n.ordered();
      ProviderClient.Order order = Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
      Instant tooSoon = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

      acme.reply(order, ReplyCode.PRESERVED, OrderReply.Body.preserved(tooSoon, 1));

      n.awaitState(n.france, ordered.request(), "Preserved");
      JsonNode item = n.france.read(ordered.request()).json().path("items").get(0);
      assertThat(Instant.parse(item.path("until").asText()))
          .isAfter(Instant.now().plus(Duration.ofDays(60)).minusSeconds(120));
      assertThat(Instant.parse(item.path("providerUntil").asText())).isEqualTo(tooSoon);
      Awaitility.await()
          .atMost(Network.PATIENCE)
          .untilAsserted(
              () -> assertThat(types(ordered.request(), "request.events")).contains("renewal-due"));
    }
  }

  @Test
  void aRefusalNeedsAGroundThatTheArticleAllows() {
    UUID request = n.acknowledged();

    Api.Answer wrong =
        n.romania.act(
            request, ActType.REFUSE, new ActBody.Refuse("dual-criminality", "not an offence here"));
    Api.Answer right =
        n.romania.act(
            request, ActType.REFUSE, new ActBody.Refuse("essential-interests", "see letter"));

    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().path("type").asText()).endsWith("/ground-not-allowed");
    assertThat(wrong.text()).contains("BC-29").contains("essential-interests");
    assertThat(right.status()).isEqualTo(201);
    assertThat(n.france.read(request).json().path("state").asText()).isEqualTo("Refused");
  }

  @Test
  void whatCannotBeExecutedIsNoRefusal() {
    UUID request = n.acknowledged();

    n.romania
        .act(request, ActType.CANNOT, new ActBody.Cannot("outside-territory", "moved abroad"))
        .expect(201);

    assertThat(n.france.read(request).json().path("state").asText()).isEqualTo("NotExecuted");
    assertThat(n.france.read(request).json().path("next")).isEmpty();
  }

  @Test
  void aClarificationGoesThereAndBack() {
    UUID request = n.acknowledged();

    n.romania.act(request, ActType.CLARIFY, new ActBody.Clarify("Which zone?")).expect(201);
    assertThat(n.romania.read(request).json().path("next")).isEmpty();
    n.france.act(request, ActType.ANSWER, new ActBody.Answer("Paris time")).expect(201);

    assertThat(n.romania.read(request).json().path("state").asText()).isEqualTo("Acknowledged");
  }

  @Test
  void aWithdrawalIsConfirmedWithACancellationForEachOpenOrder() {
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group())) {
      Network.Ordered ordered = n.ordered();
      Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
      n.france.act(ordered.request(), ActType.WITHDRAW, new ActBody.Withdraw("solved")).expect(201);
      String cancel =
          n.romania.order(
              ordered.order(),
              ordered.request(),
              "acme",
              OrderKind.CANCEL,
              ordered.document(),
              null);
      ActBody.OrderNotice notice = new ActBody.OrderNotice(ordered.order(), SampleKey.hash(cancel));

      Api.Answer without =
          n.romania.act(
              ordered.request(),
              ActType.CONFIRM_WITHDRAWAL,
              new ActBody.ConfirmWithdrawal(List.of()));
      n.romania
          .act(
              ordered.request(),
              ActType.CONFIRM_WITHDRAWAL,
              new ActBody.ConfirmWithdrawal(List.of(notice)),
              cancel)
          .expect(201);

      assertThat(without.status()).isEqualTo(422);
      assertThat(n.france.read(ordered.request()).json().path("state").asText())
          .isEqualTo("Withdrawn");
      ProviderClient.Order told = Network.receive(acme, ordered.order(), OrderKind.CANCEL);
      assertThat(told.document().previous()).isEqualTo(ordered.document());
      acme.reply(told, ReplyCode.CANCELLED, OrderReply.Body.EMPTY);
      awaitEntry(ordered.request(), "reply", "cancelled");
      assertThat(n.audit("/events?subject=" + ordered.request()).toString())
          .contains("order-answered")
          .doesNotContain("reply-refused");
      assertThat(n.france.read(ordered.request()).json().path("state").asText())
          .isEqualTo("Withdrawn");
    }
  }

  @Test
  void aReleaseReachesTheProviderAndClosesTheRequest() {
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group())) {
      Network.Ordered ordered = n.ordered();
      ProviderClient.Order order = Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
      Instant until = Instant.now().plus(70, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
      acme.reply(order, ReplyCode.PRESERVED, OrderReply.Body.preserved(until, 1));
      n.awaitState(n.france, ordered.request(), "Preserved");

      n.france
          .act(ordered.request(), ActType.RELEASE, new ActBody.Release(List.of("1"), "case closed"))
          .expect(201);
      String release =
          n.romania.order(
              ordered.order(),
              ordered.request(),
              "acme",
              OrderKind.RELEASE,
              ordered.document(),
              null);
      n.romania
          .act(
              ordered.request(),
              ActType.FORWARD_RELEASE,
              new ActBody.ForwardRelease(
                  List.of(new ActBody.OrderNotice(ordered.order(), SampleKey.hash(release)))),
              release)
          .expect(201);
      acme.reply(
          Network.receive(acme, ordered.order(), OrderKind.RELEASE),
          ReplyCode.RELEASED,
          OrderReply.Body.EMPTY);

      n.awaitState(n.france, ordered.request(), "Closed");
    }
  }

  /** That the event's detail covers the change is for those to check who hold the shared key. */
  @Test
  void theHistoryGivesOldAndNewStateAndNamesTheEventOfTheStep() {
    UUID request = n.acknowledged();

    JsonNode history = n.france.get("/requests/" + request + "/history").expect(200).json();

    JsonNode second = history.path("items").get(1);
    assertThat(second.path("change").path("before").asText()).isEqualTo("Submitted");
    assertThat(second.path("change").path("after").asText()).isEqualTo("Acknowledged");
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(n.audit("/events?subject=" + request).path("events"))
                    .filteredOn(e -> e.path("id").equals(second.path("event")))
                    .singleElement()
                    .satisfies(
                        e ->
                            assertThat(e.path("type").asText())
                                .isEqualTo("org.quickfreeze.request.acknowledged.v1")));
  }

  /** Waits until both sides have an entry of the request's file. */
  private void awaitEntry(UUID request, String kind, String type) {
    for (ContactPoint side : List.of(n.france, n.romania)) {
      Awaitility.await()
          .atMost(Network.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(side.get("/requests/" + request + "/entries").json().path("items"))
                      .anyMatch(
                          entry ->
                              entry.path("kind").asText().equals(kind)
                                  && entry.path("type").asText().equals(type)));
    }
  }

  private void awaitTypes(UUID request, String topic, List<String> wanted) {
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(() -> assertThat(types(request, topic)).isEqualTo(wanted));
  }

  private List<String> types(UUID request, String topic) {
    List<String> types = new ArrayList<>();
    for (JsonNode event : n.audit("/events?subject=" + request).path("events")) {
      if (event.path("topic").asText().equals(topic)) {
        types.add(event.path("type").asText().replaceAll(".*\\.(.*)\\.v1", "$1"));
      }
    }
    return types;
  }

  private static String group() {
    return "test-" + UUID.randomUUID();
  }
}

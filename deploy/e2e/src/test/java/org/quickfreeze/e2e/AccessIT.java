package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quickfreeze.e2e.Network.network;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.order.OrderCodec;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.ContactPoint;
import org.quickfreeze.demo.ProviderClient;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.demo.Seed;

/** Nobody reads or writes what is not theirs. */
class AccessIT {
  private final Network n = network();

  @Test
  void anotherPartysRequestDoesNotExist() {
    UUID request = n.acknowledged();

    assertThat(n.germany.read(request).status()).isEqualTo(404);
    assertThat(n.germany.get("/requests/" + request + "/entries").status()).isEqualTo(404);
    assertThat(n.germany.get("/requests/" + request + "/notes").status()).isEqualTo(404);
    assertThat(n.germany.get("/requests").text()).doesNotContain(request.toString());
  }

  @Test
  void aNoteStaysWithItsSide() {
    UUID request = n.acknowledged();
    String url = n.addresses.requests() + "/requests/" + request + "/notes";
    Api.post(url, n.france.token(), Map.of("text", "our own suspicion"), Map.of()).expect(201);

    assertThat(Api.get(url, n.france.token()).text()).contains("our own suspicion");
    assertThat(Api.get(url, n.romania.token()).expect(200).text())
        .doesNotContain("our own suspicion");
  }

  @Test
  void aCallWithoutAFittingTokenIsRefused() {
    String url = n.addresses.requests() + "/requests";

    assertThat(Api.get(url, null).status()).isEqualTo(401);
    assertThat(Api.get(url, "not-a-token").status()).isEqualTo(401);
    assertThat(Api.get(url, n.tokens.client("wrong-audience").get()).status()).isEqualTo(401);
    assertThat(Api.get(url, n.person("secretariat").get()).status()).isEqualTo(403);
    assertThat(Api.get(url, n.tokens.client("acme").get()).status()).isEqualTo(403);
    assertThat(Api.get(n.addresses.audit() + "/events", n.france.token()).status()).isEqualTo(403);
  }

  @Test
  void aProviderReadsItsOwnTopicAlone() {
    Network.Ordered ordered = n.ordered();
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group())) {
      Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
    }

    assertRefused("acme-2", "provider.acme.orders", "acme-2." + group());
    assertRefused("acme", "provider.acme-2.orders", "acme." + group());
    assertRefused("acme", "request.events", "acme." + group());
    assertThatThrownBy(
            () -> {
              try (KafkaConsumer<String, String> consumer =
                  ProviderClient.consumer(n.addresses, "acme", "acme-2." + group())) {
                consumer.subscribe(List.of("provider.acme.orders"));
                consumer.poll(Duration.ofSeconds(20));
              }
            })
        .isInstanceOf(GroupAuthorizationException.class);
  }

  @Test
  void aReplyByAnotherProviderOrWithAChangedBodyIsRefusedAndOnRecord() {
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group());
        ProviderClient second = new ProviderClient(n.addresses, "acme-2", group())) {
      Network.Ordered ordered = n.ordered();
      ProviderClient.Order order = Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
      String key = ordered.order().toString();
      Instant until = Instant.now().plus(90, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
      OrderReply.Body body = OrderReply.Body.preserved(until, 1);

      acme.send(key, asAcme(order, body, "acme-2-sig"));
      awaitRefusals(ordered.request(), 1);
      second.send(key, second.signed(order, ReplyCode.PRESERVED, body));
      awaitRefusals(ordered.request(), 2);
      second.send(key, asAcme(order, body, "acme-sig"));
      awaitRefusals(ordered.request(), 3);
      acme.send(key, changed(acme.signed(order, ReplyCode.PRESERVED, body)));
      awaitRefusals(ordered.request(), 4);

      assertThat(n.france.read(ordered.request()).json().path("state").asText())
          .isEqualTo("Ordered");
      acme.reply(order, ReplyCode.PRESERVED, body);
      n.awaitState(n.france, ordered.request(), "Preserved");
    }
  }

  /** A reply that says it is acme's, under any key. */
  private String asAcme(ProviderClient.Order order, OrderReply.Body body, String key) {
    OrderReply reply =
        new OrderReply(
            1,
            order.document().order(),
            order.hash(),
            "acme",
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            ReplyCode.PRESERVED,
            body);
    return SampleKey.of(n.addresses.keys(), key).sign("qf-reply+jws", OrderCodec.json(reply));
  }

  /** The same signature under another number of kept records. */
  private static String changed(String compact) {
    String[] parts = compact.split("\\.", -1);
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String other = payload.replace("\"count\":1", "\"count\":2");
    assertThat(other).isNotEqualTo(payload);
    byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
    return parts[0]
        + '.'
        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
        + '.'
        + parts[2];
  }

  private void awaitRefusals(UUID request, int number) {
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(n.audit("/events?subject=" + request).path("events"))
                    .filteredOn(e -> e.path("type").asText().contains("reply-refused"))
                    .hasSize(number));
  }

  @Test
  void aSwappedProviderKeyInTheDirectoryIsRefused() {
    SampleKey attacker = SampleKey.fresh();
    String forged =
        attacker.sign(
            "qf-directory+jws",
            new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("v", 1)
                .put("entity", "key/" + attacker.kid())
                .put("kind", "key")
                .put("directoryVersion", 999_999));
    String before = metric("quickfreeze_directory_refused_entries");

    new Tap(n.stack.kafka())
        .smuggle(
            "registry.directory",
            "key/" + attacker.kid(),
            forged.getBytes(StandardCharsets.US_ASCII),
            Map.of());

    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Double.parseDouble(metric("quickfreeze_directory_refused_entries")))
                    .isGreaterThan(Double.parseDouble(before)));
    assertThat(Double.parseDouble(metric("quickfreeze_directory_version"))).isLessThan(999_999);
  }

  @Test
  void aCallerRevokedWhileItsTokenLivesIsRefused() {
    ContactPoint second = n.contactPoint("second.fr", "FR", "fr-24-7");
    assertThat(second.get("/feed").status()).isEqualTo(200);
    String secretariat = n.person("secretariat").get();
    Api.Answer created =
        Api.get(n.addresses.registry() + "/callers/" + callerId(secretariat, 0x41), secretariat);

    Api.post(
            n.addresses.registry() + "/callers/" + callerId(secretariat, 0x41) + "/end",
            secretariat,
            Map.of("reason", "test"),
            Map.of("If-Match", created.expect(200).header("etag")))
        .expect(200);

    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(() -> assertThat(second.get("/feed").status()).isEqualTo(403));
  }

  @Test
  void aQueryThatBypassesTheApplicationSeesNothing() throws SQLException {
    UUID request = n.acknowledged();
    String url = n.stack.postgres().url("request");
    try (Connection app =
            DriverManager.getConnection(
                url, "request_app", n.stack.postgres().password("request_app"));
        Statement statement = app.createStatement()) {

      assertThatThrownBy(() -> statement.executeQuery("select * from request.request"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
      statement.execute("set role request_api");
      assertThat(count(statement, "select count(*) from request.request")).isZero();
      statement.execute("select set_config('quickfreeze.party', 'DE', false)");
      statement.execute("select set_config('quickfreeze.authority', 'de-24-7', false)");
      assertThat(
              count(
                  statement,
                  "select count(*) from request.entry where request = '" + request + "'"))
          .isZero();
      statement.execute("select set_config('quickfreeze.party', 'FR', false)");
      statement.execute("select set_config('quickfreeze.authority', 'fr-24-7', false)");
      assertThat(
              count(
                  statement,
                  "select count(*) from request.entry where request = '" + request + "'"))
          .isEqualTo(2);
    }
  }

  private static long count(Statement statement, String sql) throws SQLException {
    try (ResultSet results = statement.executeQuery(sql)) {
      results.next();
      return results.getLong(1);
    }
  }

  private void assertRefused(String client, String topic, String group) {
    assertThatThrownBy(
            () -> {
              try (KafkaConsumer<String, String> consumer =
                  ProviderClient.consumer(n.addresses, client, group)) {
                consumer.subscribe(List.of(topic));
                consumer.poll(Duration.ofSeconds(20));
              }
            })
        .isInstanceOf(TopicAuthorizationException.class);
  }

  /** The caller ids of the sample are found in the register, where they stand without a name. */
  private String callerId(String secretariat, int number) {
    Api.Answer again =
        Api.post(
            n.addresses.registry() + "/callers",
            secretariat,
            Map.of(
                "issuer", n.addresses.issuer(),
                "subject", Seed.subject(number),
                "role", "officer",
                "teams", List.of(),
                "measures", List.of()),
            Map.of());
    return again.expect(409).json().path("entity").asText().replace("caller/", "");
  }

  private String metric(String name) {
    return Api.get(n.stack.service("request-service").managementUrl() + "/q/metrics", null)
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElseThrow();
  }

  private static String group() {
    return "test-" + UUID.randomUUID();
  }
}

package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.awaitility.Awaitility;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.Wire;
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
  private static final long FAR = 1_000_000;

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

  /** A path of each service that has an interface for callers, and who may read there. */
  static Stream<Arguments> doors() {
    return Stream.of(
        arguments("registry-service", "/parties", "officer.fr"),
        arguments("request-service", "/requests", "officer.fr"),
        arguments("audit-service", "/streams", "auditor"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("doors")
  void aCallWithoutAValidTokenIsRefused(String service, String path, String account) {
    String url = n.stack.service(service).url() + path;
    Realm realm = new Realm(n);
    String client = "short-lived-" + UUID.randomUUID();
    realm.shortLived(client, 2);
    String expiring = realm.token(client, account);

    assertThat(Api.get(url, n.person(account).get()).status()).isEqualTo(200);
    assertThat(Api.get(url, null).status()).isEqualTo(401);
    assertThat(Api.get(url, "not-a-token").status()).isEqualTo(401);
    assertThat(Api.get(url, n.tokens.client("wrong-audience").get()).status()).isEqualTo(401);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(Api.get(url, expiring).status()).isEqualTo(401));
  }

  @Test
  void aCallByAnotherRoleIsRefused() {
    String url = n.addresses.requests() + "/requests";

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
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
    String other = payload.replace("\"count\":1", "\"count\":2");
    assertThat(other).isNotEqualTo(payload);
    byte[] bytes = other.getBytes(UTF_8);
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

  /** Everything about the forged entry is right but the signature: only that can give it away. */
  @Test
  void aSwappedProviderKeyInTheDirectoryIsRefusedAndOrdersAreSealedToTheTrueOne()
      throws ParseException, JOSEException, IOException {
    String kid = SampleKey.of(n.addresses.keys(), "acme-enc").kid();
    double refused = figure("quickfreeze_directory_refused_entries");
    double version = figure("quickfreeze_directory_version");

    new Tap(n.stack.kafka())
        .smuggle("registry.directory", "key/" + kid, forged(kid).getBytes(UTF_8), Map.of());

    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(figure("quickfreeze_directory_refused_entries")).isGreaterThan(refused));
    assertThat(figure("quickfreeze_directory_version")).isLessThan(version + FAR);
    assertThatAnOrderIsSealedTo(kid);
    saidAgain(kid);
  }

  private void assertThatAnOrderIsSealedTo(String kid) throws ParseException {
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group())) {
      String order = n.ordered().order().toString();
      AtomicReference<String> sealed = new AtomicReference<>("");
      Awaitility.await()
          .atMost(Network.PATIENCE)
          .untilAsserted(
              () -> {
                acme.pollSealed(Duration.ofMillis(300)).stream()
                    .filter(record -> record.key().equals(order))
                    .forEach(record -> sealed.set(record.value()));
                assertThat(sealed.get()).isNotEmpty();
              });

      assertThat(JWEObject.parse(sealed.get()).getHeader().getKeyID()).isEqualTo(kid);
      assertThat(acme.open(order, sealed.get())).isInstanceOf(ProviderClient.Order.class);
    }
  }

  /** The true entry of acme's key, of a far later version, with a stranger's key and signature. */
  private String forged(String kid) throws ParseException, JOSEException, IOException {
    ECKey stranger = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
    JWSObject genuine = null;
    for (ConsumerRecord<byte[], byte[]> record :
        new Tap(n.stack.kafka()).all("registry.directory")) {
      if (new String(record.key(), UTF_8).equals("key/" + kid)) {
        genuine = JWSObject.parse(new String(record.value(), UTF_8));
      }
    }
    JWSObject latest = Objects.requireNonNull(genuine);
    ObjectNode entry = (ObjectNode) Wire.mapper().readTree(latest.getPayload().toString());
    entry.put("directoryVersion", entry.path("directoryVersion").asLong() + FAR);
    for (JsonNode one : entry.path("versions")) {
      ObjectNode key = (ObjectNode) one.path("body");
      key.put("kid", stranger.getKeyID());
      key.set("jwk", Wire.mapper().readTree(stranger.toPublicJWK().toJSONString()));
      ((ObjectNode) key.path("jwk")).remove("kid");
    }
    JWSObject forged =
        new JWSObject(
            latest.getHeader(),
            new Payload(new JsonCanonicalizer(Wire.bytes(entry)).getEncodedUTF8()));
    forged.sign(new ECDSASigner(stranger));
    return forged.serialize();
  }

  /** Lets the register put its own word above the forged one, for the tests that follow. */
  private void saidAgain(String kid) {
    String secretariat = n.person("secretariat").get();
    String url = n.addresses.registry() + "/keys/" + kid;
    Api.Answer read = Api.get(url, secretariat).expect(200);
    Api.Answer changed =
        Api.put(
                url,
                secretariat,
                read.json().path("versions").get(0).path("body"),
                Map.of("If-Match", read.header("etag")))
            .expect(200);
    double version = Double.parseDouble(changed.header("directory-version"));
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(figure("quickfreeze_directory_version"))
                    .isGreaterThanOrEqualTo(version));
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

  private double figure(String name) {
    return Api.get(n.stack.service("request-service").managementUrl() + "/q/metrics", null)
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static String group() {
    return "test-" + UUID.randomUUID();
  }
}

package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.order.OrderCodec;
import org.quickfreeze.contracts.order.OrderDocument;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.RejectedReason;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.ContactPoint;
import org.quickfreeze.demo.Orders;
import org.quickfreeze.demo.ProviderClient;
import org.quickfreeze.demo.SampleKey;

/** Somebody between the parts, keys that are no longer or never were good, and late revocations. */
class AttackIT {
  private static final String ORDERS = "provider.acme.orders";

  private final Network n = network();
  private final Tap tap = new Tap(n.stack.kafka());

  @Test
  void anOrderAlteredOnItsWayToTheProviderIsRefusedAndOnRecord() {
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group())) {
      Network.Ordered ordered = n.ordered();
      ProviderClient.Order genuine = Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
      ConsumerRecord<byte[], byte[]> sealed = sealed(ordered.order());

      tap.smuggle(ORDERS, ordered.order().toString(), altered(sealed.value()), Tap.headers(sealed));

      ProviderClient.Refused refused = receiveRefused(acme, ordered.order());
      assertThat(refused.reason()).isEqualTo(RejectedReason.SIGNATURE_INVALID);
      acme.reject(refused);
      assertReplyRefused(ordered.request(), "answers-another-document");
      preserve(acme, genuine);
      n.awaitState(n.france, ordered.request(), "Preserved");
    }
  }

  @Test
  void anOrderSealedAsItShouldBeButSignedByAnotherKeyIsRefusedAndOnRecord() throws Exception {
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group())) {
      Network.Ordered ordered = n.ordered();
      Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
      ConsumerRecord<byte[], byte[]> sealed = sealed(ordered.order());
      OrderDocument document =
          new OrderDocument(
              1,
              ordered.order(),
              OrderKind.PRESERVE,
              ordered.request(),
              n.romania.self(),
              "acme",
              Instant.now().truncatedTo(ChronoUnit.SECONDS),
              "",
              Orders.content(Network.fraud()));

      for (SampleKey key : List.of(SampleKey.fresh(), n.germany.key())) {
        String forged = key.sign("qf-order+jws", OrderCodec.json(document));
        tap.smuggle(
            ORDERS,
            ordered.order().toString(),
            sealedTo("acme", forged).getBytes(UTF_8),
            Tap.headers(sealed));

        ProviderClient.Refused refused = receiveRefused(acme, ordered.order());
        assertThat(refused.reason()).isEqualTo(RejectedReason.ISSUER_UNKNOWN);
        assertThat(refused.hash()).isEqualTo(SampleKey.hash(forged));
        acme.reject(refused);
      }
      assertReplyRefused(ordered.request(), "answers-another-document");
      assertThat(n.france.read(ordered.request()).json().path("state").asText())
          .isEqualTo("Ordered");
    }
  }

  @Test
  void anOrderAlteredOnItsWayToTheGatewayIsRefusedByTheProviderAndOnRecord() throws IOException {
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group())) {
      Network.Ordered ordered = n.ordered();
      ConsumerRecord<byte[], byte[]> issued = issued(ordered.order());
      ObjectNode event = (ObjectNode) Wire.mapper().readTree(issued.value());
      UUID order = UUID.randomUUID();
      event.put("order", order.toString());
      event.put(
          "sealed", new String(altered(event.path("sealed").asText().getBytes(UTF_8)), UTF_8));

      tap.smuggle("request.events", ordered.request().toString(), Wire.bytes(event), fresh(issued));

      ProviderClient.Refused refused = receiveRefused(acme, order);
      acme.reject(refused);
      assertReplyRefused(ordered.request(), "answers-another-document");
      assertThat(n.france.read(ordered.request()).json().path("state").asText())
          .isEqualTo("Ordered");
    }
  }

  @Test
  void anOrderPutInThePlaceOfAGenuineOneNeverReachesTheProviderAndIsOnRecord() throws IOException {
    Network.Ordered ordered = n.ordered();
    ConsumerRecord<byte[], byte[]> issued = issued(ordered.order());
    sealed(ordered.order());
    ObjectNode event = (ObjectNode) Wire.mapper().readTree(issued.value());
    event.put("sealed", new String(altered(event.path("sealed").asText().getBytes(UTF_8)), UTF_8));
    Map<String, String> headers = fresh(issued);
    headers.put("ce_sequence", Tap.headers(issued).get("ce_sequence"));
    long before = conflicts("/request");

    tap.smuggle("request.events", ordered.request().toString(), Wire.bytes(event), headers);

    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(conflicts("/request")).isGreaterThan(before);
              assertThat(tap.all("provider-gateway.dead-letter"))
                  .anyMatch(
                      r ->
                          new String(r.key(), UTF_8).equals(ordered.request().toString())
                              && "order-id-taken".equals(Tap.headers(r).get("qf_cause")));
            });
    assertThat(tap.all(ORDERS))
        .filteredOn(r -> new String(r.key(), UTF_8).equals(ordered.order().toString()))
        .hasSize(1);
  }

  @Test
  void anActByARevokedKeyIsRefused() {
    SampleKey key = SampleKey.fresh();
    String secretariat = n.person("secretariat").get();
    Api.Answer entered =
        n.registrar.key("authority/fr-24-7", "sig", key, n.person("officer.fr")).expect(200);
    ContactPoint france =
        new ContactPoint(n.addresses.requests(), n.person("officer.fr"), key, "FR", "fr-24-7");
    assertThat(submit(france, entered).status()).isEqualTo(201);
    Api.Answer revoked =
        Api.post(
                n.addresses.registry() + "/keys/" + key.kid() + "/end",
                secretariat,
                Map.of("reason", "lost"),
                Map.of("If-Match", entered.header("etag")))
            .expect(200);

    Api.Answer answer = submit(france, revoked);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("code").asText()).isEqualTo("key-not-in-force");
    assertThat(n.audit("/events?subject=key/" + key.kid()).toString()).contains("key-revoked");
  }

  @Test
  void anActByAnotherAuthoritysKeyIsRefused() {
    ContactPoint france =
        new ContactPoint(
            n.addresses.requests(), n.person("officer.fr"), n.germany.key(), "FR", "fr-24-7");

    Api.Answer answer =
        france.send(france.signedSubmission(UUID.randomUUID(), n.romania.self(), Network.fraud()));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("code").asText()).isEqualTo("not-the-authors-key");
  }

  @Test
  void anExpiredTokenIsRefused() {
    Realm realm = new Realm(n);
    String client = "short-lived-" + UUID.randomUUID();
    realm.shortLived(client, 2);
    String token = realm.token(client, "officer.fr");
    String url = n.addresses.requests() + "/feed";

    assertThat(Api.get(url, token).status()).isEqualTo(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(Api.get(url, token).status()).isEqualTo(401));
  }

  @Test
  void aCallerRevokedWhileItsConsumerIsOpenReadsNoFurtherRecord() {
    String provider = "leaving-" + UUID.randomUUID().toString().substring(0, 8);
    Realm realm = new Realm(n);
    realm.machine(provider, "kafka");
    String secretariat = n.person("secretariat").get();
    n.registrar
        .enter(
            "providers",
            Map.of(
                "id",
                provider,
                "legalName",
                "Leaving SRL",
                "country",
                "RO",
                "services",
                List.of("mail"),
                "kafkaClient",
                provider,
                "languages",
                List.of("en")))
        .expect(200);
    Api.Answer caller =
        n.registrar
            .enter(
                "callers",
                Map.of(
                    "issuer", n.addresses.issuer(),
                    "subject", realm.subject(provider),
                    "role", "provider",
                    "provider", provider,
                    "kafkaClient", provider,
                    "teams", List.of(),
                    "measures", List.of()))
            .expect(200);
    // somebody else of the same provider, who stays and keeps nothing open
    n.registrar
        .enter(
            "callers",
            Map.of(
                "issuer", n.addresses.issuer(),
                "subject", UUID.randomUUID().toString(),
                "role", "provider",
                "provider", provider,
                "teams", List.of(),
                "measures", List.of()))
        .expect(200);
    String topic = "provider." + provider + ".orders";
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(() -> assertThat(rulesFor(provider)).isNotZero());

    List<String> read = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        ProviderClient.consumer(n.addresses, provider, provider + ".open")) {
      consumer.subscribe(List.of(topic));
      tap.smuggle(topic, "1", "before".getBytes(UTF_8), Map.of());
      Awaitility.await()
          .atMost(Network.PATIENCE)
          .untilAsserted(
              () -> {
                consumer.poll(Duration.ofMillis(300)).forEach(r -> read.add(r.value()));
                assertThat(read).containsExactly("before");
              });

      Api.post(
              n.addresses.registry() + caller.header("location") + "/end",
              secretariat,
              Map.of("reason", "contract ended"),
              Map.of("If-Match", caller.header("etag")))
          .expect(200);
      long revokedAt = System.nanoTime();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(rulesFor(provider)).isZero());
      tap.smuggle(topic, "2", "after".getBytes(UTF_8), Map.of());

      assertThat(refusedWithin(consumer, read, revokedAt + Duration.ofSeconds(60).toNanos()))
          .isTrue();
      assertThat(read).containsExactly("before");
    }
  }

  /** Polls on until the broker refuses; false when it does not in time. */
  private static boolean refusedWithin(
      KafkaConsumer<String, String> consumer, List<String> read, long deadline) {
    while (System.nanoTime() < deadline) {
      try {
        consumer.poll(Duration.ofMillis(300)).forEach(r -> read.add(r.value()));
      } catch (AuthorizationException e) {
        return true;
      }
    }
    return false;
  }

  private int rulesFor(String client) {
    AccessControlEntryFilter whose =
        new AccessControlEntryFilter(
            "User:" + client, null, AclOperation.ANY, AclPermissionType.ANY);
    try (Admin admin = n.stack.kafka().admin()) {
      return admin
          .describeAcls(new AclBindingFilter(ResourcePatternFilter.ANY, whose))
          .values()
          .get()
          .size();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Api.Answer submit(ContactPoint france, Api.Answer register) {
    String act = france.signedSubmission(UUID.randomUUID(), n.romania.self(), Network.fraud());
    return Api.post(
        n.addresses.requests() + "/requests",
        france.token(),
        Map.of("act", act),
        Map.of("Directory-Version", register.header("directory-version")));
  }

  private static void preserve(ProviderClient provider, ProviderClient.Order order) {
    Instant until = Instant.now().plus(90, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    provider.reply(order, ReplyCode.PRESERVED, OrderReply.Body.preserved(until, 1));
  }

  /** Waits until the provider has refused something that claims to be this order. */
  private static ProviderClient.Refused receiveRefused(ProviderClient client, UUID order) {
    List<ProviderClient.Refused> refused = new ArrayList<>();
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () -> {
              for (ProviderClient.Received r : client.receive(Duration.ofMillis(300))) {
                if (r instanceof ProviderClient.Refused bad
                    && bad.order().equals(order.toString())) {
                  refused.add(bad);
                }
              }
              assertThat(refused).hasSize(1);
            });
    return refused.getFirst();
  }

  /** The audit log shows that a reply to this request's order was refused, and why. */
  private void assertReplyRefused(UUID request, String reason) {
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () -> {
              List<String> reasons = new ArrayList<>();
              for (JsonNode event : n.audit("/events?subject=" + request).path("events")) {
                if (event.path("type").asText().contains("reply-refused")) {
                  JsonNode opened = n.audit("/events/" + event.path("index").asLong());
                  reasons.add(opened.path("event").path("reason").asText());
                }
              }
              assertThat(reasons).isNotEmpty().containsOnly(reason);
            });
  }

  private long conflicts(String source) {
    for (JsonNode stream : n.audit("/streams").path("streams")) {
      if (stream.path("source").asText().equals(source)) {
        return stream.path("conflicts").asLong();
      }
    }
    return 0;
  }

  private ConsumerRecord<byte[], byte[]> sealed(UUID order) {
    return first(ORDERS, order.toString(), "");
  }

  private ConsumerRecord<byte[], byte[]> issued(UUID order) {
    return first("request.events", "", "\"order\":\"" + order + "\"");
  }

  private ConsumerRecord<byte[], byte[]> first(String topic, String key, String part) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () -> {
              for (ConsumerRecord<byte[], byte[]> r : tap.all(topic)) {
                if ((key.isEmpty() || new String(r.key(), UTF_8).equals(key))
                    && new String(r.value(), UTF_8).contains(part)) {
                  found.add(r);
                }
              }
              assertThat(found).isNotEmpty();
            });
    return found.getFirst();
  }

  /** The headers of an event, as those of another event without a number. */
  private static Map<String, String> fresh(ConsumerRecord<?, ?> event) {
    Map<String, String> headers = new HashMap<>(Tap.headers(event));
    headers.put("ce_id", UUID.randomUUID().toString());
    headers.remove("ce_sequence");
    return headers;
  }

  /** The same compact JWE with one bit of its ciphertext turned. */
  private static byte[] altered(byte[] compact) {
    String[] parts = new String(compact, UTF_8).split("\\.", -1);
    byte[] ciphertext = java.util.Base64.getUrlDecoder().decode(parts[3]);
    ciphertext[ciphertext.length / 2] ^= 1;
    parts[3] = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(ciphertext);
    byte[] changed = String.join(".", parts).getBytes(UTF_8);
    assertThat(Arrays.equals(changed, compact)).isFalse();
    return changed;
  }

  /** What anybody can do who knows a provider's public key. */
  private String sealedTo(String provider, String document) throws ParseException, JOSEException {
    SampleKey key = SampleKey.of(n.addresses.keys(), provider + "-enc");
    ECKey open = ECKey.parse(new HashMap<String, Object>(key.members()));
    JWEObject jwe =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                .keyID(key.kid())
                .contentType("qf-order+jws")
                .build(),
            new Payload(document));
    jwe.encrypt(new ECDHEncrypter(open));
    return jwe.serialize();
  }

  private static String group() {
    return "test-" + UUID.randomUUID();
  }
}

package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.demo.Addresses;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.ContactPoint;
import org.quickfreeze.demo.Orders;
import org.quickfreeze.demo.ProviderClient;
import org.quickfreeze.demo.Registrar;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.demo.Seed;
import org.quickfreeze.demo.Tokens;
import org.quickfreeze.stack.Ports;
import org.quickfreeze.stack.Stack;

/** A whole running network for all tests of this module, with its people and machines. */
final class Network {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Network ONE = new Network();

  final Stack stack;
  final Addresses addresses;
  final Tokens tokens;
  final Registrar registrar;
  final ContactPoint france;
  final ContactPoint romania;
  final ContactPoint germany;

  private Network() {
    try {
      Path folder = Path.of("target").toAbsolutePath();
      Files.createDirectories(folder);
      Ports ports = Ports.free();
      stack = Stack.in(Files.createTempDirectory(folder, "network"), ports);
      stack.endWithThisJvm();
      stack.startParts();
      stack.startServices();
      addresses =
          Addresses.at(
              stack.home().data(),
              ports.keycloak(),
              ports.registry(),
              ports.request(),
              ports.gateway(),
              ports.audit(),
              ports.kafkaOutside());
      new Seed(addresses).enter();
      tokens = new Tokens(addresses.issuer());
      registrar = new Registrar(addresses);
      france = contactPoint("officer.fr", "FR", "fr-24-7");
      romania = contactPoint("officer.ro", "RO", "ro-24-7");
      germany = contactPoint("officer.de", "DE", "de-24-7");
      awaitSeed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Network network() {
    return ONE;
  }

  /** One more, for a test that would spoil it for the others; it starts and ends it by itself. */
  static Network another() {
    return new Network();
  }

  ContactPoint contactPoint(String account, String party, String authority) {
    return new ContactPoint(
        addresses.requests(),
        tokens.person(account),
        SampleKey.of(addresses.keys(), authority),
        party,
        authority);
  }

  Supplier<String> person(String account) {
    return tokens.person(account);
  }

  /** An example form as it ships. */
  static PreservationForm form(String name) {
    try {
      return Wire.read(
          Files.readAllBytes(Path.of("../examples").resolve(name)), PreservationForm.class);
    } catch (IOException | Wire.Unreadable e) {
      throw new IllegalStateException(e);
    }
  }

  static PreservationForm fraud() {
    return form("urgent-fraud-ip.json");
  }

  /** A request that Romania has accepted. */
  UUID accepted() {
    UUID request = acknowledged();
    romania.act(request, ActType.ACCEPT, new ActBody.Accept(null)).expect(201);
    return request;
  }

  /** A request that Romania has acknowledged. */
  UUID acknowledged() {
    UUID request = france.submit(romania.self(), fraud());
    romania.act(request, ActType.ACKNOWLEDGE, acknowledgement()).expect(201);
    return request;
  }

  static ActBody.Acknowledge acknowledgement() {
    return new ActBody.Acknowledge(
        new ActBody.Handler("Duty officer", "24/7 desk", "+44 20 7946 0101"),
        Instant.now().plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
  }

  /** An accepted request with an order at acme. */
  Ordered ordered() {
    return order(accepted(), "acme");
  }

  Ordered order(UUID request, String provider) {
    UUID order = UUID.randomUUID();
    String document =
        romania.order(order, request, provider, OrderKind.PRESERVE, "", Orders.content(fraud()));
    ActBody.Order body = new ActBody.Order(order, List.of("1"), provider, SampleKey.hash(document));
    romania.act(request, ActType.ORDER, body, document).expect(201);
    return new Ordered(request, order, SampleKey.hash(document));
  }

  record Ordered(UUID request, UUID order, String document) {}

  /** Waits until the provider has a document of this order. */
  static ProviderClient.Order receive(ProviderClient client, UUID order, OrderKind kind) {
    ProviderClient.Order[] found = new ProviderClient.Order[1];
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (ProviderClient.Order o : client.poll(Duration.ofMillis(300))) {
                if (o.document().order().equals(order) && o.document().kind() == kind) {
                  found[0] = o;
                }
              }
              assertThat(found[0]).isNotNull();
            });
    return found[0];
  }

  void awaitState(ContactPoint side, UUID request, String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(side.read(request).json().path("state").asText()).isEqualTo(state));
  }

  JsonNode audit(String path) {
    return Api.get(addresses.audit() + path, tokens.person("auditor").get()).expect(200).json();
  }

  private void awaitSeed() {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(france.get("/feed").status()).isEqualTo(200);
              assertThat(romania.get("/feed").status()).isEqualTo(200);
              assertThat(germany.get("/feed").status()).isEqualTo(200);
            });
  }
}

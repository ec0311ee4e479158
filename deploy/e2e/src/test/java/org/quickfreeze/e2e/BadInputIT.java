package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.Orders;
import org.quickfreeze.demo.ProviderClient;
import org.quickfreeze.demo.SampleKey;

/** What is wrong is refused with its field and its article, and changes nothing. */
class BadInputIT {
  private final Network n = network();

  @Test
  void aMissingElementIsNamedWithTheArticleThatDemandsIt() {
    ObjectNode form = Wire.mapper().valueToTree(Network.fraud());
    form.remove("necessity");

    Api.Answer answer = submit(form);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(error(answer, "/act/body/form/necessity").path("source").asText())
        .isEqualTo("BC 29(2)(e)");
  }

  @Test
  void anAddressWithoutATimeAndAMalformedOneAreRefused() {
    ObjectNode untimed = Wire.mapper().valueToTree(Network.fraud());
    ObjectNode item = (ObjectNode) untimed.path("items").get(0);
    item.remove("period");
    ((ArrayNode) item.path("observations")).removeAll();
    ObjectNode malformed = Wire.mapper().valueToTree(Network.fraud());
    ((ObjectNode) malformed.path("items").get(0)).put("value", "198.51.100.256");

    assertThat(submit(untimed).text()).contains("ip-without-time");
    assertThat(submit(untimed).status()).isEqualTo(422);
    assertThat(error(submit(malformed), "/act/body/form/items/0/value")).isNotNull();
  }

  @Test
  void anUnknownPartyIsRefused() {
    Api.Answer answer =
        n.france.send(
            n.france.signedSubmission(
                UUID.randomUUID(), new Act.Side("XX", "xx-24-7"), Network.fraud()));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(error(answer, "/act/to")).isNotNull();
  }

  @Test
  void anOrderToAProviderWithoutAKeySaysThatServiceOutsideIsTheWay() {
    String provider = "keyless-" + UUID.randomUUID().toString().substring(0, 8);
    provider(provider, provider);
    SampleKey signing = SampleKey.fresh();
    Api.Answer entered = n.registrar.key("provider/" + provider, "sig", signing).expect(200);

    assertRefusedForServiceOutside(
        provider, entered.header("directory-version"), "provider-without-key");
  }

  @Test
  void anOrderToAProviderWithoutAChannelSaysThatServiceOutsideIsTheWay() {
    String provider = "mute-" + UUID.randomUUID().toString().substring(0, 8);
    Api.Answer entered = provider(provider, null);

    assertRefusedForServiceOutside(
        provider, entered.header("directory-version"), "provider-without-channel");
  }

  private Api.Answer provider(String id, @Nullable String kafkaClient) {
    Map<String, Object> body = new HashMap<>();
    body.put("id", id);
    body.put("legalName", "Unreachable SRL");
    body.put("country", "RO");
    body.put("services", List.of("mail"));
    body.put("languages", List.of("en"));
    if (kafkaClient != null) {
      body.put("kafkaClient", kafkaClient);
    }
    return n.registrar.enter("providers", body).expect(200);
  }

  private void assertRefusedForServiceOutside(String provider, String directory, String type) {
    UUID request = n.accepted();
    UUID order = UUID.randomUUID();
    String document =
        n.romania.order(
            order, request, provider, OrderKind.PRESERVE, "", Orders.content(Network.fraud()));
    ActBody.Order body = new ActBody.Order(order, List.of("1"), provider, SampleKey.hash(document));
    Api.Answer read = n.romania.read(request);
    String act =
        n.romania.sign(
            request, ActType.ORDER, read.json().path("head").asText(), n.france.self(), body);

    Api.Answer answer =
        Api.post(
            n.addresses.requests() + "/requests/" + request + "/orders",
            n.romania.token(),
            Map.of("act", act, "documents", List.of(document)),
            Map.of("If-Match", read.header("etag"), "Directory-Version", directory));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("type").asText()).endsWith("/problems/" + type);
    assertThat(answer.json().path("detail").asText())
        .contains("serve the order outside the system");
    assertThat(n.romania.read(request).header("etag")).isEqualTo(read.header("etag"));
  }

  @Test
  void bodiesThatAreTooLargeOrNoJsonAreRefused() throws IOException {
    String url = n.addresses.requests() + "/requests";

    String large = statusOfAnnounced(300_000);
    String unannounced = statusOfChunked(300_000);
    Api.Answer broken = Api.post(url, n.france.token(), "{\"act\":", Map.of());
    Api.Answer unknown = Api.post(url, n.france.token(), "{\"acts\":\"x\"}", Map.of());

    assertThat(large).startsWith("HTTP/1.1 413");
    assertThat(unannounced).startsWith("HTTP/1.1 413");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(error(unknown, "/acts")).isNotNull();
  }

  @Test
  void aBodyWithoutWhatItIsAboutIsToldWhatIsMissing() {
    UUID request = n.acknowledged();
    String requests = n.addresses.requests() + "/requests";
    String etag = n.romania.read(request).header("etag");

    Api.Answer submission = Api.post(requests, n.france.token(), "{\"act\":null}", Map.of());
    Api.Answer command =
        Api.post(
            requests + "/" + request + "/acceptance",
            n.romania.token(),
            "{}",
            Map.of("If-Match", etag));
    Api.Answer note =
        Api.post(requests + "/" + request + "/notes", n.romania.token(), "{}", Map.of());

    assertThat(List.of(submission.status(), command.status(), note.status())).containsOnly(400);
    assertThat(error(submission, "/act")).isNotNull();
    assertThat(error(command, "/act")).isNotNull();
    assertThat(error(note, "/text")).isNotNull();
  }

  @Test
  void versionsAndTransitionsAreChecked() {
    UUID request = n.acknowledged();
    Api.Answer read = n.romania.read(request);
    String accept =
        n.romania.sign(
            request,
            ActType.ACCEPT,
            read.json().path("head").asText(),
            n.france.self(),
            new ActBody.Accept(null));

    Api.Answer stale = n.romania.command(request, ActType.ACCEPT, accept, "\"1\"", List.of());
    Api.Answer without =
        Api.post(
            n.addresses.requests() + "/requests/" + request + "/acceptance",
            n.romania.token(),
            Map.of("act", accept),
            Map.of());
    Api.Answer illegal = n.romania.act(request, ActType.ACKNOWLEDGE, Network.acknowledgement());

    assertThat(stale.status()).isEqualTo(412);
    assertThat(without.status()).isEqualTo(428);
    assertThat(illegal.status()).isEqualTo(409);
    assertThat(illegal.json().path("legal").toString()).contains("accept", "refuse", "clarify");
  }

  @Test
  void anIdempotencyKeyBelongsToOneBody() {
    String key = UUID.randomUUID().toString();
    UUID request = UUID.randomUUID();
    String act = n.france.signedSubmission(request, n.romania.self(), Network.fraud());
    String other = n.france.signedSubmission(UUID.randomUUID(), n.romania.self(), Network.fraud());

    Api.Answer first = send(act, key);
    Api.Answer again = send(act, key);
    Api.Answer reused = send(other, key);
    Api.Answer none =
        Api.post(
            n.addresses.requests() + "/requests",
            n.france.token(),
            Map.of("act", other),
            Map.of("Idempotency-Key", " "));

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("location")).isEqualTo("/requests/" + request);
    assertThat(again.header("etag")).isEqualTo(first.header("etag"));
    assertThat(reused.status()).isEqualTo(422);
    assertThat(none.status()).isEqualTo(400);
  }

  static Stream<Arguments> poison() {
    String order = UUID.randomUUID().toString();
    return Stream.of(
        arguments("no reply", order, "garbage"),
        arguments("950 kB that are no reply", order, "g".repeat(950_000)),
        arguments("a key with a NUL", "\0" + order, "garbage"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("poison")
  void aPoisonedReplyGoesToTheDeadLetterAndTheNextReplyHasItsEffect(
      String what, String key, String value) {
    double before = deadLetters();
    try (ProviderClient acme =
        new ProviderClient(n.addresses, "acme", "test-" + UUID.randomUUID())) {
      Network.Ordered ordered = n.ordered();
      ProviderClient.Order order = Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
      Instant until = Instant.now().plus(90, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

      acme.send(key, value);
      acme.reply(order, ReplyCode.PRESERVED, OrderReply.Body.preserved(until, 1));

      n.awaitState(n.france, ordered.request(), "Preserved");
      assertThat(deadLetters()).as(what).isGreaterThan(before);
    }
  }

  /** Announces a body of so many bytes; the answer comes before the body, so that none is sent. */
  private String statusOfAnnounced(int bytes) throws IOException {
    try (Socket socket = posting("Content-Length: " + bytes)) {
      return statusLine(socket);
    }
  }

  /** Sends so many bytes in chunks without saying beforehand how many there will be. */
  private String statusOfChunked(int bytes) throws IOException {
    byte[] chunk = ("1000\r\n" + " ".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = posting("Transfer-Encoding: chunked")) {
      for (int sent = 0; sent < bytes && socket.getInputStream().available() == 0; sent += 0x1000) {
        socket.getOutputStream().write(chunk);
      }
      return statusLine(socket);
    }
  }

  private Socket posting(String length) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), n.stack.ports().request());
    socket.setSoTimeout(20_000);
    String head =
        "POST /requests HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer "
            + n.france.token()
            + "\r\nIdempotency-Key: "
            + UUID.randomUUID()
            + "\r\n"
            + length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String statusLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }

  private double deadLetters() {
    return Api.get(n.stack.service("provider-gateway").managementUrl() + "/q/metrics", null)
        .text()
        .lines()
        .filter(line -> line.startsWith("quickfreeze_dead_letters_records"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Api.Answer send(String act, String key) {
    return Api.post(
        n.addresses.requests() + "/requests",
        n.france.token(),
        Map.of("act", act),
        Map.of("Idempotency-Key", key));
  }

  private Api.Answer submit(JsonNode form) {
    try {
      PreservationForm changed = Wire.mapper().treeToValue(form, PreservationForm.class);
      return n.france.send(n.france.signedSubmission(UUID.randomUUID(), n.romania.self(), changed));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode error(Api.Answer answer, String pointer) {
    for (JsonNode error : answer.json().path("errors")) {
      if (error.path("pointer").asText().equals(pointer)) {
        return error;
      }
    }
    throw new AssertionError("no error at " + pointer + " in " + answer.text());
  }
}

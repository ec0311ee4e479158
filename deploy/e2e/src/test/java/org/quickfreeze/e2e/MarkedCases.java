package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActCodec;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.act.Custody;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.Orders;
import org.quickfreeze.demo.ProviderClient;
import org.quickfreeze.demo.SampleKey;

/** Plays each example form to its end, with marked values also where they do not belong. */
final class MarkedCases {
  /** What people type into texts and, by mistake, into the wrong places. */
  static final String TYPED = "Zyx-Typed-Vrânceanu-4c1d";

  /** What a provider writes into its own records by mistake. */
  static final String POISON = "Zyx-Poison-Achterberg-90ab";

  static final String ASCII_TYPED = "Zyx-Typed-Ascii-4c1d";

  private final Network n;
  private final List<UUID> requests = new ArrayList<>();

  MarkedCases(Network n) {
    this.n = n;
  }

  List<UUID> requests() {
    return requests;
  }

  void play() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../examples"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        toItsEnd(Network.form(file.getFileName().toString()));
      }
    }
    refusedSubmissions();
    refusedCalls();
    poisonedReply();
    awaitTheEnd();
  }

  private void toItsEnd(PreservationForm form) {
    Api.post(n.addresses.requests() + "/drafts", n.france.token(), Map.of("form", form), Map.of())
        .expect(201);
    UUID request = UUID.randomUUID();
    String act = n.france.signedSubmission(request, n.romania.self(), form);
    // a case reference is what many would take as their key
    Api.post(
            n.addresses.requests() + "/requests",
            n.france.token(),
            Map.of("act", act),
            Map.of("Idempotency-Key", form.reference()))
        .expect(201);
    requests.add(request);
    note(request, "Suspect may be " + TYPED);
    ActBody.Handler handler = new ActBody.Handler(TYPED, "24/7 desk", "+44 20 7946 0101");
    Instant next = Instant.now().plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    n.romania.act(request, ActType.ACKNOWLEDGE, new ActBody.Acknowledge(handler, next)).expect(201);
    n.romania.act(request, ActType.CLARIFY, new ActBody.Clarify("Is it " + TYPED)).expect(201);
    n.france.act(request, ActType.ANSWER, new ActBody.Answer(TYPED + " it is")).expect(201);
    ActBody.Refuse refusal = new ActBody.Refuse(ASCII_TYPED, TYPED);
    assertThat(n.romania.act(request, ActType.REFUSE, refusal).status()).isBetween(400, 499);
    n.romania.act(request, ActType.ACCEPT, new ActBody.Accept(null)).expect(201);
    answered(order(request, form), form.custodian().provider());
    n.awaitState(n.france, request, "Preserved");
    n.france
        .act(request, ActType.RELEASE, new ActBody.Release(items(form), "Closed, " + TYPED))
        .expect(201);
  }

  private UUID order(UUID request, PreservationForm form) {
    UUID order = UUID.randomUUID();
    String provider = form.custodian().provider();
    String document =
        n.romania.order(order, request, provider, OrderKind.PRESERVE, "", Orders.content(form));
    String hash = SampleKey.hash(document);
    n.romania
        .act(
            request, ActType.ORDER, new ActBody.Order(order, items(form), provider, hash), document)
        .expect(201);
    return order;
  }

  private void answered(UUID order, String provider) {
    try (ProviderClient client =
        new ProviderClient(n.addresses, provider, "leak-" + UUID.randomUUID())) {
      ProviderClient.Order received = Network.receive(client, order, OrderKind.PRESERVE);
      Instant until = Instant.now().plus(90, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
      client.reply(received, ReplyCode.ACKNOWLEDGED, OrderReply.Body.EMPTY);
      String good =
          client.signed(received, ReplyCode.PRESERVED, OrderReply.Body.preserved(until, 1));
      // forged first: the same reply under a key that is nobody's, with more in it than belongs
      // there
      ObjectNode forged = payload(good);
      forged.put("remark", POISON);
      client.send(POISON, SampleKey.fresh().sign("qf-reply+jws", forged));
      client.send(order.toString(), good);
    }
  }

  /** What no service can read, with a mark in its value and in a header. */
  private void poisonedReply() {
    String topic = "provider.acme.replies";
    byte[] value = ("{\"note\":\"" + POISON + "\"").getBytes(UTF_8);
    new Tap(n.stack.kafka())
        .smuggle(topic, UUID.randomUUID().toString(), value, Map.of("x-note", POISON));
  }

  /** Submissions whose marked values stand where a code, an id or nothing should be. */
  private void refusedSubmissions() {
    List<JsonNode> acts = new ArrayList<>();
    for (String place :
        List.of(
            "/body/form/urgency/level",
            "/body/form/offences/0/code",
            "/body/form/items/0/type",
            "/body/form/items/0/value",
            "/body/form/items/0/observations/0/at",
            "/body/form/items/0/observations/0/zone",
            "/body/form/items/0/period/from",
            "/body/form/custodian/provider",
            "/body/form/" + TYPED,
            "/body/form/date",
            "/body/kind",
            "/to/authority",
            "/author/party",
            "/request",
            "/type",
            "/previous",
            "/time",
            "/" + TYPED)) {
      acts.add(with(submission(), place));
    }
    for (JsonNode act : acts) {
      Api.Answer answer = n.france.send(n.france.key().sign("qf-act+jws", act));
      assertThat(answer.status()).as(act.toString()).isBetween(400, 499);
    }
    ObjectNode form = submission();
    String act = n.france.key().sign(TYPED, form);
    assertThat(n.france.send(act).status()).isBetween(400, 499);
    assertThat(n.france.send(TYPED).status()).isBetween(400, 499);
  }

  private ObjectNode submission() {
    ActBody.Submit body = new ActBody.Submit("preservation", Network.fraud());
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    UUID request = UUID.randomUUID();
    return (ObjectNode)
        ActCodec.json(
            new Act(
                1,
                request,
                ActType.SUBMIT,
                "",
                n.france.self(),
                n.romania.self(),
                now,
                Custody.OWN,
                body));
  }

  private static JsonNode with(ObjectNode tree, String pointer) {
    JsonPointer at = JsonPointer.compile(pointer);
    ((ObjectNode) tree.at(at.head())).put(at.last().getMatchingProperty(), TYPED);
    return tree;
  }

  /** Calls whose marked values stand in the address, in headers, or in a body that is none. */
  private void refusedCalls() {
    String requests = n.addresses.requests() + "/requests";
    String token = n.france.token();
    String typed = URLEncoder.encode(TYPED, UTF_8);
    Map<String, String> marked = Map.of("Idempotency-Key", ASCII_TYPED);
    List<Api.Answer> answers =
        List.of(
            Api.post(requests, token, "{\"act\":\"" + TYPED, marked),
            Api.post(requests, token, "{\"act\":\"a.b.c\",\"" + TYPED + "\":1}", marked),
            Api.post(requests, token, Map.of("act", List.of(TYPED)), marked),
            Api.post(requests, token, TYPED, marked),
            Api.get(requests + "/" + typed, token),
            Api.get(requests + "?state=" + typed + "&limit=" + typed, token),
            Api.get(requests, ASCII_TYPED),
            Api.get(requests, "eyJhbGciOiJub25lIn0." + payloadOf(TYPED) + "."),
            Api.get(n.addresses.requests() + "/feed?limit=" + typed, token),
            Api.get(n.addresses.requests() + "/feed?after=" + typed, token),
            Api.get(n.addresses.audit() + "/events?limit=" + typed, n.person("auditor").get()),
            Api.post(
                requests + "/" + requests().getFirst() + "/acceptance",
                n.romania.token(),
                Map.of("act", TYPED),
                Map.of("If-Match", ASCII_TYPED, "Directory-Version", ASCII_TYPED)),
            Api.post(
                n.addresses.registry() + "/parties",
                n.person("secretariat").get(),
                Map.of("code", TYPED, TYPED, TYPED),
                marked),
            Api.post(
                n.addresses.registry() + "/keys",
                n.person("secretariat").get(),
                Map.of("kid", TYPED, "owner", TYPED, "use", TYPED, "jwk", Map.of("kty", TYPED)),
                marked));
    for (Api.Answer answer : answers) {
      assertThat(answer.status()).as(answer.text()).isNotEqualTo(500);
    }
  }

  private static String payloadOf(String text) {
    byte[] json = ("{\"sub\":\"" + text + "\"}").getBytes(UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  private void note(UUID request, String text) {
    String url = n.addresses.requests() + "/requests/" + request + "/notes";
    Api.post(url, n.france.token(), Map.of("text", text), Map.of()).expect(201);
  }

  private static List<String> items(PreservationForm form) {
    return form.items().stream().map(item -> item.id()).toList();
  }

  private static ObjectNode payload(String compact) {
    try {
      String part = compact.split("\\.", -1)[1];
      return (ObjectNode) Wire.mapper().readTree(Base64.getUrlDecoder().decode(part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The poison has been refused, what was signed by nobody's key waits no more, and the log has
   * seen the last event of each case.
   */
  private void awaitTheEnd() {
    Tap tap = new Tap(n.stack.kafka());
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(tap.all("provider-gateway.dead-letter"))
                  .anyMatch(r -> new String(r.value(), UTF_8).contains(POISON));
              assertThat(parked()).isZero();
              for (UUID request : requests) {
                assertThat(n.audit("/events?subject=" + request).toString())
                    .contains("request.released");
              }
            });
  }

  private int parked() throws SQLException {
    try (Connection owner = Evidence.owner(n, "gateway");
        Statement statement = owner.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from gateway.parked_reply")) {
      count.next();
      return count.getInt(1);
    }
  }
}

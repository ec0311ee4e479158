package org.quickfreeze.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActCodec;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.act.Custody;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.order.OrderCodec;
import org.quickfreeze.contracts.order.OrderDocument;
import org.quickfreeze.contracts.order.OrderDocument.OrderContent;
import org.quickfreeze.contracts.order.OrderKind;

/** A contact point's own client: its account, and the key that it holds itself. */
public final class ContactPoint {
  private static final Map<ActType, String> PATHS =
      Map.ofEntries(
          Map.entry(ActType.ACKNOWLEDGE, "acknowledgement"),
          Map.entry(ActType.ACCEPT, "acceptance"),
          Map.entry(ActType.REFUSE, "refusal"),
          Map.entry(ActType.CANNOT, "non-execution"),
          Map.entry(ActType.CLARIFY, "clarification"),
          Map.entry(ActType.ANSWER, "answer"),
          Map.entry(ActType.ORDER, "orders"),
          Map.entry(ActType.WITHDRAW, "withdrawal"),
          Map.entry(ActType.CONFIRM_WITHDRAWAL, "withdrawal-confirmation"),
          Map.entry(ActType.RELEASE, "release"),
          Map.entry(ActType.FORWARD_RELEASE, "release-forwarding"),
          Map.entry(ActType.CONFIRM_RELEASE, "release-confirmation"),
          Map.entry(ActType.SECURED, "security"));

  private final String url;
  private final Supplier<String> token;
  private final SampleKey key;
  private final Act.Side self;

  public ContactPoint(
      String url, Supplier<String> token, SampleKey key, String party, String authority) {
    this.url = url;
    this.token = token;
    this.key = key;
    this.self = new Act.Side(party, authority);
  }

  public Act.Side self() {
    return self;
  }

  public SampleKey key() {
    return key;
  }

  public String token() {
    return token.get();
  }

  /** An act of this side, signed. */
  public String sign(UUID request, ActType type, String previous, Act.Side to, ActBody body) {
    Act act = new Act(1, request, type, previous, self, to, now(), Custody.OWN, body);
    return key.sign("qf-act+jws", ActCodec.json(act));
  }

  /** A signed request that has not been sent yet. */
  public String signedSubmission(UUID request, Act.Side to, PreservationForm form) {
    return sign(request, ActType.SUBMIT, "", to, new ActBody.Submit("preservation", form));
  }

  /** Signs and submits a request; its id is chosen here. */
  public UUID submit(Act.Side to, PreservationForm form) {
    UUID request = UUID.randomUUID();
    send(signedSubmission(request, to, form)).expect(201);
    return request;
  }

  /** Submits an act that is signed already. */
  public Api.Answer send(String act) {
    return Api.post(url + "/requests", token.get(), Map.of("act", act), Map.of());
  }

  /** Reads the request, signs an act on top of what was read, and sends it. */
  public Api.Answer act(UUID request, ActType type, ActBody body, String... documents) {
    Api.Answer read = read(request).expect(200);
    return act(read, type, body, documents);
  }

  /** Signs an act on top of what was read before. */
  public Api.Answer act(Api.Answer read, ActType type, ActBody body, String... documents) {
    JsonNode view = read.json();
    UUID request = UUID.fromString(view.path("id").asText());
    String act = sign(request, type, view.path("head").asText(), otherSide(view), body);
    return command(request, type, act, read.header("etag"), List.of(documents));
  }

  /** Sends a signed act to the path of its type. */
  public Api.Answer command(
      UUID request, ActType type, String act, String etag, List<String> documents) {
    Map<String, Object> body =
        documents.isEmpty() ? Map.of("act", act) : Map.of("act", act, "documents", documents);
    return Api.post(
        url + "/requests/" + request + "/" + PATHS.get(type),
        token.get(),
        body,
        Map.of("If-Match", etag));
  }

  /** The request as this side sees it. */
  public Api.Answer read(UUID request) {
    return Api.get(url + "/requests/" + request, token.get());
  }

  /** Anything else under the request service. */
  public Api.Answer get(String path) {
    return Api.get(url + path, token.get());
  }

  /** An order document of this side, signed. */
  public String order(
      UUID order,
      UUID request,
      String provider,
      OrderKind kind,
      String previous,
      @org.jspecify.annotations.Nullable OrderContent content) {
    OrderDocument document =
        new OrderDocument(1, order, kind, request, self, provider, now(), previous, content);
    return key.sign("qf-order+jws", OrderCodec.json(document));
  }

  private Act.Side otherSide(JsonNode view) {
    String other =
        view.path("from").path("authority").asText().equals(self.authority()) ? "to" : "from";
    return new Act.Side(
        view.path(other).path("party").asText(), view.path(other).path("authority").asText());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}

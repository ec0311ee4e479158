package org.quickfreeze.contracts.act;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct.Problem;
import org.quickfreeze.contracts.form.PreservationForm;

class ActCodecTest {
  static final String HASH = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
  static final UUID REQUEST = UUID.fromString("6f1ed002-ab5a-4d2c-8f2b-0d5e7c1a2b3c");
  static final UUID ORDER = UUID.fromString("0b7a3a3e-1f5c-4c0a-9d1e-aa55bb66cc77");
  static final Instant NOW = Instant.parse("2026-11-25T03:00:00.123456Z");
  static final Act.Side FRANCE = new Act.Side("FR", "fr-24-7");
  static final Act.Side ROMANIA = new Act.Side("RO", "ro-24-7");

  static Stream<Act> everyAct() throws Exception {
    return Stream.of(
            new ActBody.Submit("preservation", form()),
            new ActBody.Acknowledge(
                new ActBody.Handler("A. Handler", "duty officer", "+44 20 7946 0001"), NOW),
            new ActBody.Accept(List.of("1")),
            new ActBody.Refuse("political-offence", "because"),
            new ActBody.Cannot("duplicate", "because"),
            new ActBody.Clarify("which zone?"),
            new ActBody.Answer("UTC"),
            new ActBody.Order(ORDER, List.of("1", "2"), "acme", HASH),
            new ActBody.Withdraw("no longer wanted"),
            new ActBody.ConfirmWithdrawal(List.of(new ActBody.OrderNotice(ORDER, HASH))),
            new ActBody.Release(List.of("1"), "done"),
            new ActBody.ForwardRelease(List.of(new ActBody.OrderNotice(ORDER, HASH))),
            new ActBody.ConfirmRelease(List.of("1")),
            new ActBody.Secured(List.of("1"), NOW, SecuredBy.SEIZED))
        .map(ActCodecTest::act);
  }

  private static Act act(ActBody body) {
    var type =
        Arrays.stream(ActType.values())
            .filter(t -> t.body().isInstance(body))
            .findFirst()
            .orElseThrow();
    var byRequester = type.author() == ActType.Author.REQUESTER;
    return new Act(
        1,
        REQUEST,
        type,
        type == ActType.SUBMIT ? "" : HASH,
        byRequester ? FRANCE : ROMANIA,
        byRequester ? ROMANIA : FRANCE,
        NOW,
        Custody.OWN,
        body);
  }

  private static PreservationForm form() throws Exception {
    return Wire.read(
        "{\"reference\":\"FR-1\",\"confidential\":true,\"trafficDisclosureWanted\":false,\"exercise\":true}"
            .getBytes(UTF_8),
        PreservationForm.class);
  }

  @Test
  void everyTypeHasAnExampleHere() throws Exception {
    assertThat(everyAct().map(Act::type)).containsExactly(ActType.values());
  }

  @ParameterizedTest
  @MethodSource("everyAct")
  void whatIsWrittenIsRead(Act act) throws Exception {
    assertThat(ActCodec.read(Wire.bytes(ActCodec.json(act)))).isEqualTo(act);
  }

  @ParameterizedTest
  @MethodSource("everyAct")
  void damageIsNamed(Act act) {
    new Strictness(ActCodec::read, Set.of("/body/items"), Set.of("/body/form"))
        .holdsFor(
            act.body() instanceof ActBody.Accept ? ActCodec.json(act) : new Requiring(act).json());
  }

  /** Items may be absent on accept alone. */
  private record Requiring(Act act) {
    JsonNode json() {
      var json = ActCodec.json(act);
      if (json.at("/body").has("items")) {
        ObjectNode without = json.deepCopy();
        ((ObjectNode) without.get("body")).remove("items");
        assertThat(refusal(without).pointer()).isEqualTo("/body/items");
      }
      return json;
    }
  }

  @Test
  void acceptWithoutItemsMeansAll() throws Exception {
    var act = act(new ActBody.Accept(null));

    var read = ActCodec.read(Wire.bytes(ActCodec.json(act)));

    assertThat(read.body()).isEqualTo(new ActBody.Accept(null));
  }

  @ParameterizedTest
  @CsvSource({
    "/request, 6f1ed002-ab5a-1d2c-8f2b-0d5e7c1a2b3c",
    "/request, 6F1ED002-AB5A-4D2C-8F2B-0D5E7C1A2B3C",
    "/time, 2026-11-25T04:00:00+01:00",
    "/time, 2026-11-25T03:00:00.1234567Z",
    "/time, 2026-13-25T03:00:00Z",
    "/previous, 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFV",
    "/previous, 47DEQpj8HBSa",
    "/author/authority, fr-24-7",
    "/author/party, ro",
    "/custody, borrowed",
    "/type, praise",
    "/body/provider, Acme",
    "/body/items/0, 01",
    "/body/items/1, 1",
  })
  void aValueOutsideItsFormatIsNamed(String pointer, String value) {
    var json = ActCodec.json(act(new ActBody.Order(ORDER, List.of("1", "2"), "acme", HASH)));
    var at = JsonPointer.compile(pointer);
    var parent = json.at(at.head());
    if (parent instanceof ObjectNode object) {
      object.put(at.last().getMatchingProperty(), value);
    } else {
      ((ArrayNode) parent).set(at.last().getMatchingIndex(), value);
    }

    var refusal = refusal(json);

    assertThat(refusal.pointer()).isEqualTo(pointer);
    assertThat(refusal.problem()).isEqualTo(Problem.WRONG_VALUE);
    assertThat(refusal.what()).doesNotContain(value);
  }

  @Test
  void onlyTheFirstActHasNothingBeforeIt() throws Exception {
    var submit = (ObjectNode) ActCodec.json(everyAct().toList().getFirst());
    var answer = (ObjectNode) ActCodec.json(act(new ActBody.Answer("UTC")));

    assertThat(refusal(submit.put("previous", HASH)).pointer()).isEqualTo("/previous");
    assertThat(refusal(answer.put("previous", "")).pointer()).isEqualTo("/previous");
  }

  @Test
  void anUnknownMemberOfTheFormIsNamed() throws Exception {
    var json = ActCodec.json(everyAct().toList().getFirst());
    ((ObjectNode) json.at("/body/form")).put("surplus", 1);

    assertThat(refusal(json).pointer()).isEqualTo("/body/form/surplus");
  }

  @Test
  void sizeIsLimited() {
    var large = new byte[StrictObject.MAX_BYTES + 1];
    var longText = ActCodec.json(act(new ActBody.Answer("x".repeat(StrictObject.MAX_TEXT + 1))));
    var blank = ActCodec.json(act(new ActBody.Answer(" ")));

    assertThat(problem(large)).isEqualTo(Problem.TOO_LARGE);
    assertThat(refusal(longText).problem()).isEqualTo(Problem.WRONG_LENGTH);
    assertThat(refusal(blank).problem()).isEqualTo(Problem.WRONG_LENGTH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"{", "[]", "''", "null", "{\"v\":1,\"v\":1}", "{} {}", "{\"v\":1.0}", "1"})
  void whatIsNoActIsRefused(String json) {
    assertThat(problem(json.getBytes(UTF_8))).isIn(Problem.NOT_JSON, Problem.WRONG_TYPE);
  }

  @Test
  void depthIsLimited() {
    var deep = "{\"v\":" + "[".repeat(100) + "]".repeat(100) + "}";

    assertThat(problem(deep.getBytes(UTF_8))).isEqualTo(Problem.NOT_JSON);
  }

  private static MalformedAct refusal(JsonNode json) {
    return catchThrowableOfType(MalformedAct.class, () -> ActCodec.read(Wire.bytes(json)));
  }

  private static Problem problem(byte[] json) {
    return catchThrowableOfType(MalformedAct.class, () -> ActCodec.read(json)).problem();
  }
}

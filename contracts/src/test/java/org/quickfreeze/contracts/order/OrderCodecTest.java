package org.quickfreeze.contracts.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct;
import org.quickfreeze.contracts.act.Strictness;
import org.quickfreeze.contracts.form.DataItem;
import org.quickfreeze.contracts.order.OrderDocument.Officer;
import org.quickfreeze.contracts.order.OrderDocument.OrderContent;
import org.quickfreeze.contracts.order.OrderReply.Body;

class OrderCodecTest {
  private static final String HASH = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
  private static final UUID REQUEST = UUID.fromString("6f1ed002-ab5a-4d2c-8f2b-0d5e7c1a2b3c");
  private static final UUID ORDER = UUID.fromString("0b7a3a3e-1f5c-4c0a-9d1e-aa55bb66cc77");
  private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
  private static final Instant LATER = Instant.parse("2027-01-25T03:00:00Z");

  static Stream<OrderReply> everyReply() {
    return Stream.of(
        reply(ReplyCode.ACKNOWLEDGED, Body.EMPTY),
        reply(ReplyCode.PRESERVED, Body.preserved(LATER, 3)),
        reply(ReplyCode.PARTLY, Body.partly(LATER, 2, PartlyReason.PARTLY_DELETED)),
        reply(ReplyCode.HELD_BY_OTHER, Body.heldByOther("globex", "US")),
        reply(ReplyCode.NOT_AVAILABLE, Body.notAvailable(NotAvailableReason.DELETED)),
        reply(ReplyCode.REJECTED, Body.rejected(RejectedReason.TOO_BROAD)),
        reply(ReplyCode.RELEASED, Body.EMPTY),
        reply(ReplyCode.CANCELLED, Body.EMPTY));
  }

  private static OrderReply reply(ReplyCode code, Body body) {
    return new OrderReply(1, ORDER, HASH, "acme", NOW, code, body);
  }

  private static OrderDocument order(OrderKind kind) {
    return new OrderDocument(
        1,
        ORDER,
        kind,
        REQUEST,
        new Act.Side("RO", "ro-24-7"),
        "acme",
        NOW,
        kind == OrderKind.PRESERVE ? "" : HASH,
        kind == OrderKind.PRESERVE ? content() : null);
  }

  private static OrderContent content() {
    return new OrderContent(
        List.of(item()),
        "Law 161/2003, art. 54 [fictional wording]",
        true,
        "ro",
        UserNotice.NOT_BEFORE,
        LATER,
        AccountAction.NONE,
        false,
        LATER,
        NOW,
        "borne by the provider",
        new Officer(
            "A. Officer",
            "duty officer",
            "+44 20 7946 0002",
            "desk@ro.example",
            "Contact point",
            "+44 20 7946 0000",
            "https://ro.example/desk"),
        HASH,
        "fraud");
  }

  private static DataItem item() {
    return new DataItem(
        "1",
        "ip-address",
        "192.0.2.7",
        "192.0.2.7",
        "access",
        "acc-1",
        "suspect",
        List.of(),
        new DataItem.Period(NOW, LATER),
        List.of("SUBSCRIBER", "TRAFFIC"),
        List.of("name"),
        false,
        false,
        "telephone");
  }

  @Test
  void everyReplyCodeHasAnExampleHere() {
    assertThat(everyReply().map(OrderReply::reply)).containsExactly(ReplyCode.values());
  }

  @ParameterizedTest
  @MethodSource("everyReply")
  void aReplyThatIsWrittenIsRead(OrderReply reply) throws Exception {
    assertThat(OrderCodec.readReply(Wire.bytes(OrderCodec.json(reply)))).isEqualTo(reply);
  }

  @ParameterizedTest
  @MethodSource("everyReply")
  void damageToAReplyIsNamed(OrderReply reply) {
    new Strictness(OrderCodec::readReply, Set.of("/body/state"), Set.of())
        .holdsFor(OrderCodec.json(reply));
  }

  @ParameterizedTest
  @ValueSource(strings = {"globex", "cloud-7.example", "a.b-c.example"})
  void aHolderIsAnIdOrADomainName(String holder) throws Exception {
    var reply = reply(ReplyCode.HELD_BY_OTHER, Body.heldByOther(holder, "US"));

    assertThat(OrderCodec.readReply(Wire.bytes(OrderCodec.json(reply)))).isEqualTo(reply);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ab", "Globex Cloud SRL", "desk@globex.example", "a..example", "x\n.example"})
  void aHolderIsNoFreeText(String holder) {
    var json = OrderCodec.json(reply(ReplyCode.HELD_BY_OTHER, Body.heldByOther(holder, "US")));

    var refusal =
        catchThrowableOfType(MalformedAct.class, () -> OrderCodec.readReply(Wire.bytes(json)));

    assertThat(refusal.pointer()).isEqualTo("/body/holder");
  }

  @Test
  void aHoldersNameEndsAtAHundredCharacters() {
    var labels = "a".repeat(49) + '.' + "b".repeat(50);
    var json = OrderCodec.json(reply(ReplyCode.HELD_BY_OTHER, Body.heldByOther(labels, "US")));
    var longer =
        OrderCodec.json(reply(ReplyCode.HELD_BY_OTHER, Body.heldByOther(labels + 'b', "US")));

    assertThatCode(() -> OrderCodec.readReply(Wire.bytes(json))).doesNotThrowAnyException();
    assertThatThrownBy(() -> OrderCodec.readReply(Wire.bytes(longer)))
        .isInstanceOf(MalformedAct.class);
  }

  @ParameterizedTest
  @EnumSource
  void aDocumentThatIsWrittenIsRead(OrderKind kind) throws Exception {
    assertThat(OrderCodec.readDocument(Wire.bytes(OrderCodec.json(order(kind)))))
        .isEqualTo(order(kind));
  }

  @ParameterizedTest
  @EnumSource
  void damageToADocumentIsNamed(OrderKind kind) {
    new Strictness(
            OrderCodec::readDocument,
            Set.of(
                "/content/replyBy",
                "/content/costRule",
                "/content/instrument",
                "/content/releasedFacts",
                "/content/officer/letterhead"),
            Set.of("/content/items"))
        .holdsFor(OrderCodec.json(order(kind)));
  }

  @Test
  void aNoticeDateStandsWithNotBeforeAlone() {
    var json = OrderCodec.json(order(OrderKind.PRESERVE));
    ((ObjectNode) json.get("content")).put("userNotice", "no");

    assertThat(refusal(json).pointer()).isEqualTo("/content/userNoticeNotBefore");
  }

  @ParameterizedTest
  @EnumSource(names = {"CANCEL", "RELEASE"})
  void aCancellationFollowsAnOrder(OrderKind kind) {
    var json = (ObjectNode) OrderCodec.json(order(kind));

    assertThat(refusal(json.put("previous", "")).pointer()).isEqualTo("/previous");
  }

  private static MalformedAct refusal(JsonNode json) {
    return catchThrowableOfType(
        MalformedAct.class, () -> OrderCodec.readDocument(Wire.bytes(json)));
  }
}

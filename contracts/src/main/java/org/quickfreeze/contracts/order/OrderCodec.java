package org.quickfreeze.contracts.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.ActCodec;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct;
import org.quickfreeze.contracts.act.StrictObject;
import org.quickfreeze.contracts.form.DataItem;
import org.quickfreeze.contracts.order.OrderDocument.Officer;
import org.quickfreeze.contracts.order.OrderDocument.OrderContent;
import org.quickfreeze.contracts.order.OrderReply.Body;

/** Reads order documents and replies strictly, since they are signed, and writes them. */
public final class OrderCodec {
  private static final int MAX_COUNT = 1_000_000_000;
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");

  /** A provider id, or a domain name as RFC 1035, section 2.3.1 writes it: nothing free. */
  private static final Pattern HOLDER =
      Pattern.compile("[a-z0-9-]{3,40}|(?=.{3,100}$)[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})+");

  private static final Pattern STATE = Pattern.compile("[A-Z]{2}");

  private OrderCodec() {}

  /** The document as JSON; the signer puts it into RFC 8785 form. */
  public static JsonNode json(OrderDocument document) {
    return Wire.mapper().valueToTree(document);
  }

  /** The reply as JSON; the signer puts it into RFC 8785 form. */
  public static JsonNode json(OrderReply reply) {
    return Wire.mapper().valueToTree(reply);
  }

  /**
   * Reads an order document.
   *
   * @throws MalformedAct when it is not a complete document of version 1, with a pointer
   */
  public static OrderDocument readDocument(byte[] payload) throws MalformedAct {
    var o = StrictObject.parse(payload);
    var version = o.number("v", 1, 1);
    var kind = o.choice("kind", OrderKind.class);
    var previous = o.hashOrEmpty("previous");
    if (kind != OrderKind.PRESERVE && previous.isEmpty()) {
      throw o.wrong("previous");
    }
    var document =
        new OrderDocument(
            version,
            o.uuid("order"),
            kind,
            o.uuid("request"),
            ActCodec.side(o.object("issuer")),
            o.providerId("provider"),
            o.time("time"),
            previous,
            kind == OrderKind.PRESERVE ? content(o.object("content")) : null);
    o.end();
    return document;
  }

  /**
   * Reads a provider's reply.
   *
   * @throws MalformedAct when it is not a complete reply of version 1, with a pointer
   */
  public static OrderReply readReply(byte[] payload) throws MalformedAct {
    var o = StrictObject.parse(payload);
    var code = o.choice("reply", ReplyCode.class);
    var reply =
        new OrderReply(
            o.number("v", 1, 1),
            o.uuid("order"),
            o.hash("answers"),
            o.providerId("provider"),
            o.time("time"),
            code,
            body(code, o.object("body")));
    o.end();
    return reply;
  }

  private static Body body(ReplyCode code, StrictObject o) throws MalformedAct {
    var body =
        switch (code) {
          case ACKNOWLEDGED, RELEASED, CANCELLED -> Body.EMPTY;
          case PRESERVED -> Body.preserved(o.time("until"), o.number("count", 0, MAX_COUNT));
          case PARTLY ->
              Body.partly(
                  o.time("until"),
                  o.number("count", 0, MAX_COUNT),
                  o.choice("missing", PartlyReason.class));
          case HELD_BY_OTHER ->
              Body.heldByOther(o.matching("holder", HOLDER), o.optionalMatching("state", STATE));
          case NOT_AVAILABLE -> Body.notAvailable(o.choice("reason", NotAvailableReason.class));
          case REJECTED -> Body.rejected(o.choice("reason", RejectedReason.class));
        };
    o.end();
    return body;
  }

  private static OrderContent content(StrictObject o) throws MalformedAct {
    var notice = o.choice("userNotice", UserNotice.class);
    var content =
        new OrderContent(
            o.records("items", 1, DataItem.class),
            o.text("legalBasis"),
            o.bool("binding"),
            o.matching("language", LANGUAGE),
            notice,
            notice == UserNotice.NOT_BEFORE ? o.time("userNoticeNotBefore") : null,
            o.choice("accountAction", AccountAction.class),
            o.bool("stateMayBeNamed"),
            o.time("preserveUntil"),
            o.optionalTime("replyBy"),
            o.optionalText("costRule"),
            officer(o.object("officer")),
            o.optionalHash("instrument"),
            o.optionalText("releasedFacts"));
    o.end();
    return content;
  }

  private static Officer officer(StrictObject o) throws MalformedAct {
    var officer =
        new Officer(
            o.line("name"),
            o.line("function"),
            o.line("telephone"),
            o.line("mailbox"),
            o.optionalLine("letterhead"),
            o.line("switchboard"),
            o.line("web"));
    o.end();
    return officer;
  }
}

package org.quickfreeze.contracts.act;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.ActBody.Accept;
import org.quickfreeze.contracts.act.ActBody.Acknowledge;
import org.quickfreeze.contracts.act.ActBody.Answer;
import org.quickfreeze.contracts.act.ActBody.Cannot;
import org.quickfreeze.contracts.act.ActBody.Clarify;
import org.quickfreeze.contracts.act.ActBody.ConfirmRelease;
import org.quickfreeze.contracts.act.ActBody.ConfirmWithdrawal;
import org.quickfreeze.contracts.act.ActBody.ForwardRelease;
import org.quickfreeze.contracts.act.ActBody.Handler;
import org.quickfreeze.contracts.act.ActBody.Order;
import org.quickfreeze.contracts.act.ActBody.OrderNotice;
import org.quickfreeze.contracts.act.ActBody.Refuse;
import org.quickfreeze.contracts.act.ActBody.Release;
import org.quickfreeze.contracts.act.ActBody.Secured;
import org.quickfreeze.contracts.act.ActBody.Submit;
import org.quickfreeze.contracts.act.ActBody.Withdraw;
import org.quickfreeze.contracts.form.PreservationForm;

/** Reads acts strictly, since they are signed, and writes them. */
public final class ActCodec {
  private static final Pattern PARTY = Pattern.compile("[A-Z]{2}");
  private static final Pattern AUTHORITY = Pattern.compile("[a-z]{2}-[a-z0-9][a-z0-9-]{0,56}");
  private static final Pattern KIND = Pattern.compile("preservation");

  private ActCodec() {}

  /** The act as JSON; the signer puts it into RFC 8785 form. */
  public static JsonNode json(Act act) {
    return Wire.mapper().valueToTree(act);
  }

  /**
   * Reads the JSON of an act; the signature is somebody else's business.
   *
   * @throws MalformedAct when it is not a complete act of version 1, with a pointer to what is
   *     wrong
   */
  public static Act read(byte[] payload) throws MalformedAct {
    var act = StrictObject.parse(payload);
    var version = act.number("v", 1, 1);
    var type = act.choice("type", ActType.class);
    var previous = act.hashOrEmpty("previous");
    if (previous.isEmpty() != (type == ActType.SUBMIT)) {
      throw act.wrong("previous");
    }
    var read =
        new Act(
            version,
            act.uuid("request"),
            type,
            previous,
            side(act.object("author")),
            side(act.object("to")),
            act.time("time"),
            act.choice("custody", Custody.class),
            body(type, act.object("body")));
    act.end();
    return read;
  }

  /**
   * Reads a side; the authority must be one of the Party named beside it.
   *
   * @throws MalformedAct with a pointer to what is wrong
   */
  public static Act.Side side(StrictObject side) throws MalformedAct {
    var party = side.matching("party", PARTY);
    var authority = side.matching("authority", AUTHORITY);
    if (!authority.startsWith(party.toLowerCase(Locale.ROOT) + "-")) {
      throw side.wrong("authority");
    }
    side.end();
    return new Act.Side(party, authority);
  }

  private static ActBody body(ActType type, StrictObject o) throws MalformedAct {
    var body =
        switch (type) {
          case SUBMIT ->
              new Submit(o.matching("kind", KIND), o.record("form", PreservationForm.class));
          case ACKNOWLEDGE -> new Acknowledge(handler(o.object("handler")), o.time("nextActionBy"));
          case ACCEPT -> new Accept(o.has("items") ? o.itemIds("items") : null);
          case REFUSE -> new Refuse(o.code("ground"), o.text("reason"));
          case CANNOT -> new Cannot(o.code("reason"), o.text("explanation"));
          case CLARIFY -> new Clarify(o.text("question"));
          case ANSWER -> new Answer(o.text("answer"));
          case ORDER ->
              new Order(
                  o.uuid("order"),
                  o.itemIds("items"),
                  o.providerId("provider"),
                  o.hash("document"));
          case WITHDRAW -> new Withdraw(o.text("reason"));
          case CONFIRM_WITHDRAWAL ->
              new ConfirmWithdrawal(o.objects("cancellations", 0, ActCodec::notice));
          case RELEASE -> new Release(o.itemIds("items"), o.text("reason"));
          case FORWARD_RELEASE -> new ForwardRelease(o.objects("releases", 1, ActCodec::notice));
          case CONFIRM_RELEASE -> new ConfirmRelease(o.itemIds("items"));
          case SECURED ->
              new Secured(o.itemIds("items"), o.time("until"), o.choice("how", SecuredBy.class));
        };
    o.end();
    return body;
  }

  private static Handler handler(StrictObject o) throws MalformedAct {
    var handler = new Handler(o.line("name"), o.line("function"), o.line("telephone"));
    o.end();
    return handler;
  }

  private static OrderNotice notice(StrictObject o) throws MalformedAct {
    return new OrderNotice(o.uuid("order"), o.hash("document"));
  }

  /**
   * Bytes that are no act, order document or reply of a version known here. Says where and what,
   * and never quotes the content: the message is the same for every instance of a problem.
   */
  public static final class MalformedAct extends Exception {
    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final Problem problem;

    /** What is wrong at the pointer. */
    public enum Problem {
      NOT_JSON("is not one JSON object with each member once"),
      TOO_LARGE("has too many bytes"),
      MISSING("is missing or null"),
      UNKNOWN_MEMBER("is not known in this version"),
      WRONG_TYPE("is of a wrong type"),
      WRONG_VALUE("is outside its format or closed list"),
      WRONG_LENGTH("is empty or too long");

      private final String what;

      Problem(String what) {
        this.what = what;
      }
    }

    MalformedAct(String pointer, Problem problem) {
      super(problem.what, null, false, false);
      this.pointer = pointer;
      this.problem = problem;
    }

    /**
     * RFC 6901 pointer into the document, empty for the document itself; its last step may be a
     * name that the sender chose.
     */
    public String pointer() {
      return pointer;
    }

    public Problem problem() {
      return problem;
    }

    /** The problem in words. */
    public String what() {
      return problem.what;
    }
  }
}

package org.quickfreeze.request.lifecycle.domain;

import static org.quickfreeze.contracts.act.ActType.ACCEPT;
import static org.quickfreeze.contracts.act.ActType.ACKNOWLEDGE;
import static org.quickfreeze.contracts.act.ActType.ANSWER;
import static org.quickfreeze.contracts.act.ActType.CANNOT;
import static org.quickfreeze.contracts.act.ActType.CLARIFY;
import static org.quickfreeze.contracts.act.ActType.CONFIRM_RELEASE;
import static org.quickfreeze.contracts.act.ActType.CONFIRM_WITHDRAWAL;
import static org.quickfreeze.contracts.act.ActType.FORWARD_RELEASE;
import static org.quickfreeze.contracts.act.ActType.ORDER;
import static org.quickfreeze.contracts.act.ActType.REFUSE;
import static org.quickfreeze.contracts.act.ActType.RELEASE;
import static org.quickfreeze.contracts.act.ActType.SECURED;
import static org.quickfreeze.contracts.act.ActType.SUBMIT;
import static org.quickfreeze.contracts.act.ActType.WITHDRAW;
import static org.quickfreeze.request.lifecycle.domain.StateName.ACCEPTED;
import static org.quickfreeze.request.lifecycle.domain.StateName.ACKNOWLEDGED;
import static org.quickfreeze.request.lifecycle.domain.StateName.ASKED;
import static org.quickfreeze.request.lifecycle.domain.StateName.AWAITING_REQUESTER_DECISION;
import static org.quickfreeze.request.lifecycle.domain.StateName.CLARIFICATION_ASKED;
import static org.quickfreeze.request.lifecycle.domain.StateName.CLOSED;
import static org.quickfreeze.request.lifecycle.domain.StateName.EXPIRED;
import static org.quickfreeze.request.lifecycle.domain.StateName.NOT_AVAILABLE;
import static org.quickfreeze.request.lifecycle.domain.StateName.NOT_EXECUTED;
import static org.quickfreeze.request.lifecycle.domain.StateName.ORDERED;
import static org.quickfreeze.request.lifecycle.domain.StateName.POSTPONED;
import static org.quickfreeze.request.lifecycle.domain.StateName.PRESERVED;
import static org.quickfreeze.request.lifecycle.domain.StateName.REFUSED;
import static org.quickfreeze.request.lifecycle.domain.StateName.RELEASED;
import static org.quickfreeze.request.lifecycle.domain.StateName.START;
import static org.quickfreeze.request.lifecycle.domain.StateName.SUBMITTED;
import static org.quickfreeze.request.lifecycle.domain.StateName.WITHDRAWN;
import static org.quickfreeze.request.lifecycle.domain.StateName.WITHDRAWN_UNCONFIRMED;

import java.util.List;
import java.util.stream.Stream;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.order.ReplyCode;

/** The one table of what may happen in which state; docs/lifecycle.md is tested against it. */
public final class Transitions {

  /** What moves a request or an item along an edge. */
  public sealed interface Trigger {
    /** The act's, reply's or clock's name as it is written. */
    String wire();

    /** R requester's side, Q requested side, P provider, N network, C clock. */
    String mover();

    record ByAct(ActType type) implements Trigger {
      @Override
      public String wire() {
        return type.wire();
      }

      @Override
      public String mover() {
        return type.author() == ActType.Author.REQUESTER ? "R" : "Q";
      }
    }

    record ByReply(ReplyCode code) implements Trigger {
      @Override
      public String wire() {
        return code.wire();
      }

      @Override
      public String mover() {
        return "P";
      }
    }

    /** A document could not be brought to its provider. */
    record Undeliverable() implements Trigger {
      @Override
      public String wire() {
        return "undeliverable";
      }

      @Override
      public String mover() {
        return "N";
      }
    }

    record ByClock(ClockName name) implements Trigger {
      @Override
      public String wire() {
        return name.wire();
      }

      @Override
      public String mover() {
        return "C";
      }
    }
  }

  /** What else must hold of an item. */
  public enum Guard {
    NONE(""),
    HELD("a provider holds it and has not been told"),
    TOLD("the provider has been told"),
    NOT_REACHED("its release has not reached the provider"),
    CANCELLED("its order has been cancelled"),
    HELD_BY_NOBODY("no provider holds it");

    private final String words;

    Guard(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** From a state to a state. */
  public record Edge(StateName from, Trigger trigger, Guard guard, StateName to) {}

  /** All edges of a preservation that exist today. */
  public static final List<Edge> TABLE =
      List.of(
          act(START, SUBMIT, SUBMITTED),
          act(SUBMITTED, ACKNOWLEDGE, ACKNOWLEDGED),
          clock(SUBMITTED, ClockName.ACKNOWLEDGEMENT, SUBMITTED),
          act(SUBMITTED, WITHDRAW, WITHDRAWN_UNCONFIRMED),
          act(ACKNOWLEDGED, ACCEPT, ACCEPTED),
          act(ACKNOWLEDGED, REFUSE, REFUSED),
          act(ACKNOWLEDGED, CANNOT, NOT_EXECUTED),
          act(ACKNOWLEDGED, CLARIFY, CLARIFICATION_ASKED),
          act(ACKNOWLEDGED, WITHDRAW, WITHDRAWN_UNCONFIRMED),
          clock(ACKNOWLEDGED, ClockName.ACTION_REPORT, ACKNOWLEDGED),
          act(CLARIFICATION_ASKED, ANSWER, ACKNOWLEDGED),
          act(CLARIFICATION_ASKED, WITHDRAW, WITHDRAWN_UNCONFIRMED),
          act(AWAITING_REQUESTER_DECISION, WITHDRAW, WITHDRAWN_UNCONFIRMED),
          act(POSTPONED, WITHDRAW, WITHDRAWN_UNCONFIRMED),
          act(ASKED, ACCEPT, ACCEPTED),
          act(ASKED, REFUSE, REFUSED),
          act(ASKED, CANNOT, NOT_EXECUTED),
          act(ASKED, WITHDRAW, WITHDRAWN_UNCONFIRMED),
          act(ACCEPTED, ORDER, ORDERED),
          act(ACCEPTED, SECURED, PRESERVED),
          act(ACCEPTED, REFUSE, REFUSED),
          act(ACCEPTED, CANNOT, NOT_EXECUTED),
          act(ACCEPTED, WITHDRAW, WITHDRAWN_UNCONFIRMED),
          clock(ACCEPTED, ClockName.PRESERVATION_EFFECTED, ACCEPTED),
          reply(ORDERED, ReplyCode.ACKNOWLEDGED, Guard.NONE, ORDERED),
          reply(ORDERED, ReplyCode.PRESERVED, Guard.NONE, PRESERVED),
          reply(ORDERED, ReplyCode.PARTLY, Guard.NONE, PRESERVED),
          reply(ORDERED, ReplyCode.NOT_AVAILABLE, Guard.NONE, NOT_AVAILABLE),
          reply(ORDERED, ReplyCode.REJECTED, Guard.NONE, ACCEPTED),
          reply(ORDERED, ReplyCode.HELD_BY_OTHER, Guard.NONE, ACCEPTED),
          undeliverable(ORDERED, Guard.NONE, ACCEPTED),
          act(ORDERED, WITHDRAW, WITHDRAWN_UNCONFIRMED),
          clock(ORDERED, ClockName.PROVIDER_ACKNOWLEDGEMENT, ORDERED),
          clock(ORDERED, ClockName.PRESERVATION_EFFECTED, ORDERED),
          clock(PRESERVED, ClockName.PRESERVATION_WARNING, PRESERVED),
          act(PRESERVED, RELEASE, RELEASED),
          clock(PRESERVED, ClockName.PRESERVATION, EXPIRED),
          act(RELEASED, FORWARD_RELEASE, Guard.HELD, RELEASED),
          reply(RELEASED, ReplyCode.RELEASED, Guard.TOLD, CLOSED),
          undeliverable(RELEASED, Guard.TOLD, RELEASED),
          act(RELEASED, FORWARD_RELEASE, Guard.NOT_REACHED, RELEASED),
          reply(RELEASED, ReplyCode.RELEASED, Guard.NOT_REACHED, CLOSED),
          act(RELEASED, CONFIRM_RELEASE, Guard.NOT_REACHED, CLOSED),
          act(RELEASED, CONFIRM_RELEASE, Guard.HELD_BY_NOBODY, CLOSED),
          act(WITHDRAWN_UNCONFIRMED, CONFIRM_WITHDRAWAL, WITHDRAWN),
          reply(WITHDRAWN, ReplyCode.PRESERVED, Guard.CANCELLED, RELEASED),
          reply(WITHDRAWN, ReplyCode.PARTLY, Guard.CANCELLED, RELEASED),
          undeliverable(WITHDRAWN, Guard.CANCELLED, WITHDRAWN));

  private Transitions() {}

  /** The acts that are lawful for a request as it stands, of both sides. */
  static List<ActType> legal(SharedRequest request) {
    return edges(request)
        .flatMap(e -> e.trigger() instanceof Trigger.ByAct act ? Stream.of(act.type()) : null)
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<Edge> edges(SharedRequest request) {
    if (request.state() instanceof RequestState.InExecution) {
      return request.items().stream().flatMap(Transitions::edges);
    }
    return TABLE.stream().filter(e -> e.from() == request.state().name());
  }

  private static Stream<Edge> edges(Item item) {
    return TABLE.stream().filter(e -> e.from() == item.name() && holds(e.guard(), item));
  }

  /** Whether the guard holds of the item. */
  static boolean holds(Guard guard, Item item) {
    return switch (guard) {
      case NONE -> true;
      case HELD -> item instanceof Item.Released r && r.holding() != null && !r.forwarded();
      case TOLD ->
          item instanceof Item.Released r
              && r.holding() != null
              && r.forwarded()
              && !r.undelivered();
      case NOT_REACHED -> item instanceof Item.Released r && r.undelivered();
      case CANCELLED -> item instanceof Item.Withdrawn w && w.holding() != null;
      case HELD_BY_NOBODY -> item instanceof Item.Released r && r.holding() == null;
    };
  }

  private static Edge act(StateName from, ActType type, StateName to) {
    return act(from, type, Guard.NONE, to);
  }

  private static Edge act(StateName from, ActType type, Guard guard, StateName to) {
    return new Edge(from, new Trigger.ByAct(type), guard, to);
  }

  private static Edge undeliverable(StateName from, Guard guard, StateName to) {
    return new Edge(from, new Trigger.Undeliverable(), guard, to);
  }

  private static Edge reply(StateName from, ReplyCode code, Guard guard, StateName to) {
    return new Edge(from, new Trigger.ByReply(code), guard, to);
  }

  private static Edge clock(StateName from, ClockName name, StateName to) {
    return new Edge(from, new Trigger.ByClock(name), Guard.NONE, to);
  }
}

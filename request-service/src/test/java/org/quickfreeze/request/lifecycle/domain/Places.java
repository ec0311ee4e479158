package org.quickfreeze.request.lifecycle.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.order.NotAvailableReason;
import org.quickfreeze.contracts.order.OrderReply.Body;
import org.quickfreeze.contracts.order.PartlyReason;
import org.quickfreeze.contracts.order.RejectedReason;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.request.lifecycle.domain.Transitions.Edge;
import org.quickfreeze.request.lifecycle.domain.Transitions.Guard;
import org.quickfreeze.request.lifecycle.domain.Transitions.Trigger;

/**
 * Every place in which a request with one item can be, and every step that could be tried there.
 */
public final class Places {
  private Places() {}

  /**
   * A place.
   *
   * @param guard what holds there; NONE where the table asks for nothing
   */
  record Place(StateName state, Guard guard, String variant, Supplier<Story> story) {
    boolean has(Edge edge) {
      return edge.from() == state && (edge.guard() == Guard.NONE || edge.guard() == guard);
    }

    @Override
    public String toString() {
      return state.wire() + (variant.isEmpty() ? "" : " (" + variant + ")");
    }
  }

  static List<Place> all() {
    var holding = new Item.Holding(Story.orderId(1), "acme", "order-1");
    return List.of(
        place(StateName.SUBMITTED, "", () -> Story.submitted(1)),
        place(StateName.ACKNOWLEDGED, "", () -> Story.acknowledged(1)),
        place(
            StateName.CLARIFICATION_ASKED,
            "",
            () -> Story.acknowledged(1).does(new ActBody.Clarify("which zone?"))),
        place(
            StateName.AWAITING_REQUESTER_DECISION,
            "",
            () -> Story.acknowledged(1).with(new RequestState.AwaitingRequesterDecision("29(6)"))),
        place(
            StateName.POSTPONED,
            "",
            () -> Story.acknowledged(1).with(new RequestState.Postponed("own investigation"))),
        place(
            StateName.WITHDRAWN_UNCONFIRMED,
            "request",
            () -> Story.acknowledged(1).does(new ActBody.Withdraw("why"))),
        place(
            StateName.WITHDRAWN,
            "request",
            () -> confirmed(Story.acknowledged(1).does(new ActBody.Withdraw("why")))),
        place(
            StateName.REFUSED,
            "request",
            () -> Story.acknowledged(1).does(new ActBody.Refuse("political-offence", "why"))),
        place(
            StateName.NOT_EXECUTED,
            "request",
            () -> Story.acknowledged(1).does(new ActBody.Cannot("duplicate", "why"))),
        place(StateName.ASKED, "", () -> Story.accepted(1).with(new Item.Asked("1"))),
        place(StateName.ACCEPTED, "", () -> Story.accepted(1)),
        place(StateName.ORDERED, "", () -> Story.ordered(1)),
        place(StateName.PRESERVED, "by a provider", () -> dueForAll(Story.preserved(1, 60))),
        place(StateName.PRESERVED, "otherwise", () -> dueForAll(Story.secured(1))),
        place(
            StateName.HELD_PENDING_MLA,
            "",
            () -> Story.accepted(1).with(new Item.HeldPendingMla("1", holding))),
        place(
            StateName.RETURNED,
            "",
            () -> Story.accepted(1).with(new ItemDisclosure.Returned("1", holding))),
        place(
            StateName.UNDER_EXAMINATION,
            "",
            () -> Story.accepted(1).with(new ItemDisclosure.UnderExamination("1"))),
        place(
            StateName.TRANSMITTED,
            "",
            () -> Story.accepted(1).with(new ItemDisclosure.Transmitted("1", "none"))),
        place(
            StateName.RECEIVED, "", () -> Story.accepted(1).with(new ItemDisclosure.Received("1"))),
        new Place(StateName.RELEASED, Guard.HELD, "held", () -> Story.released(1)),
        new Place(StateName.RELEASED, Guard.TOLD, "told", () -> Story.told(1)),
        new Place(StateName.RELEASED, Guard.NOT_REACHED, "not reached", () -> Story.toldInVain(1)),
        new Place(
            StateName.RELEASED,
            Guard.HELD_BY_NOBODY,
            "held by nobody",
            () -> Story.secured(1).does(Story.release(List.of("1")))),
        place(
            StateName.WITHDRAWN_UNCONFIRMED,
            "item",
            () -> Story.accepted(1).does(new ActBody.Withdraw("why"))),
        place(
            StateName.WITHDRAWN_UNCONFIRMED,
            "ordered item",
            () -> Story.ordered(1).does(new ActBody.Withdraw("why"))),
        place(
            StateName.WITHDRAWN,
            "item",
            () -> confirmed(Story.accepted(1).does(new ActBody.Withdraw("why")))),
        new Place(
            StateName.WITHDRAWN,
            Guard.CANCELLED,
            "ordered item",
            () -> confirmed(Story.ordered(1).does(new ActBody.Withdraw("why")))),
        place(
            StateName.REFUSED,
            "item",
            () -> Story.accepted(1).does(new ActBody.Refuse("political-offence", "why"))),
        place(
            StateName.NOT_EXECUTED,
            "item",
            () -> Story.accepted(1).does(new ActBody.Cannot("duplicate", "why"))),
        place(
            StateName.NOT_AVAILABLE,
            "",
            () -> {
              var story = Story.ordered(1);
              return story.hears(story.reply(1, ReplyCode.NOT_AVAILABLE, gone()));
            }),
        place(
            StateName.EXPIRED,
            "",
            () ->
                Story.preserved(1, 60)
                    .after(Duration.ofDays(60))
                    .runsOut(ClockName.PRESERVATION, "1")),
        place(
            StateName.CLOSED,
            "",
            () -> {
              var story = Story.told(1);
              return story.hears(story.reply(1, ReplyCode.RELEASED, Body.EMPTY));
            }));
  }

  /** A request in each place. */
  public static List<SharedRequest> requests() {
    return all().stream().map(place -> place.story().get().request).toList();
  }

  static List<Trigger> triggers() {
    var triggers = new ArrayList<Trigger>();
    for (var type : ActType.values()) {
      triggers.add(new Trigger.ByAct(type));
    }
    for (var code : ReplyCode.values()) {
      triggers.add(new Trigger.ByReply(code));
    }
    triggers.add(new Trigger.Undeliverable());
    for (var name : ClockName.values()) {
      triggers.add(new Trigger.ByClock(name));
    }
    return triggers;
  }

  /** A step of this kind that fits the request as well as it can. */
  static Step step(Story story, Trigger trigger) {
    return switch (trigger) {
      case Trigger.ByAct act -> story.act(body(story, act.type()));
      case Trigger.ByReply reply -> story.reply(1, reply.code(), body(story, reply.code()));
      case Trigger.Undeliverable _ -> story.undeliverable(1);
      case Trigger.ByClock clock ->
          new Step.ByClock(
              clock.name(),
              clock.name() == ClockName.ACKNOWLEDGEMENT || clock.name() == ClockName.ACTION_REPORT
                  ? ""
                  : "1",
              story.now);
    };
  }

  static ActBody body(Story story, ActType type) {
    var one = List.of("1");
    return switch (type) {
      case SUBMIT -> new ActBody.Submit("preservation", Forms.empty());
      case ACKNOWLEDGE -> Story.acknowledge();
      case ACCEPT -> new ActBody.Accept(one);
      case REFUSE -> new ActBody.Refuse("political-offence", "why");
      case CANNOT -> new ActBody.Cannot("duplicate", "why");
      case CLARIFY -> new ActBody.Clarify("which zone?");
      case ANSWER -> new ActBody.Answer("UTC");
      case ORDER -> Story.order(1);
      case WITHDRAW -> new ActBody.Withdraw("why");
      case CONFIRM_WITHDRAWAL -> story.confirmWithdrawal();
      case RELEASE -> Story.release(one);
      case FORWARD_RELEASE -> story.forwardRelease();
      case CONFIRM_RELEASE -> new ActBody.ConfirmRelease(one);
      case SECURED -> story.secure(one, 60);
    };
  }

  static Body body(Story story, ReplyCode code) {
    return switch (code) {
      case ACKNOWLEDGED, RELEASED, CANCELLED -> Body.EMPTY;
      case PRESERVED -> story.preservedFor(60);
      case PARTLY ->
          Body.partly(story.now.plus(Duration.ofDays(60)), 1, PartlyReason.PARTLY_DELETED);
      case HELD_BY_OTHER -> Body.heldByOther("globex", "US");
      case NOT_AVAILABLE -> gone();
      case REJECTED -> Body.rejected(RejectedReason.TOO_BROAD);
    };
  }

  private static Body gone() {
    return Body.notAvailable(NotAvailableReason.DELETED);
  }

  private static Story confirmed(Story story) {
    return story.does(story.confirmWithdrawal());
  }

  /** So late that every clock of the item could run out. */
  private static Story dueForAll(Story story) {
    return story.after(Duration.ofDays(60));
  }

  private static Place place(StateName state, String variant, Supplier<Story> story) {
    return new Place(
        state,
        Guard.NONE,
        variant,
        switch (state) {
          case SUBMITTED, ACKNOWLEDGED, ACCEPTED, ORDERED ->
              () -> story.get().after(Duration.ofHours(24));
          default -> story;
        });
  }
}

package org.quickfreeze.request.lifecycle.domain;

import java.util.ArrayList;
import java.util.List;
import org.quickfreeze.contracts.act.ActType;

/** The one table of what a Party may do in which state; docs/lifecycle.md is tested against it. */
public final class Transitions {
  private Transitions() {}

  /** The acts that are lawful for a request as it stands. */
  static List<ActType> legal(SharedRequest request) {
    return switch (request.state()) {
      case RequestState.Submitted _ -> List.of(ActType.ACKNOWLEDGE, ActType.WITHDRAW);
      case RequestState.Acknowledged _ ->
          List.of(
              ActType.ACCEPT, ActType.REFUSE, ActType.CANNOT, ActType.CLARIFY, ActType.WITHDRAW);
      case RequestState.ClarificationAsked _ -> List.of(ActType.ANSWER, ActType.WITHDRAW);
      case RequestState.AwaitingRequesterDecision _, RequestState.Postponed _ ->
          List.of(ActType.WITHDRAW);
      case RequestState.InExecution _ -> legalForItems(request.items());
      case RequestState.Withdrawn withdrawn ->
          withdrawn.confirmed() ? List.of() : List.of(ActType.CONFIRM_WITHDRAWAL);
      case RequestState.Refused _, RequestState.NotExecuted _ -> List.of();
    };
  }

  private static List<ActType> legalForItems(List<Item> items) {
    List<ActType> legal = new ArrayList<>();
    if (any(items, Item.Accepted.class)) {
      legal.addAll(List.of(ActType.ORDER, ActType.SECURED, ActType.REFUSE, ActType.CANNOT));
    }
    if (any(items, Item.Accepted.class) || any(items, Item.Ordered.class)) {
      legal.add(ActType.WITHDRAW);
    }
    if (any(items, Item.Preserved.class)) {
      legal.add(ActType.RELEASE);
    }
    if (items.stream().anyMatch(i -> i instanceof Item.Released r && r.holding() == null)) {
      legal.add(ActType.CONFIRM_RELEASE);
    }
    if (items.stream().anyMatch(Transitions::toForward)) {
      legal.add(ActType.FORWARD_RELEASE);
    }
    return legal;
  }

  static boolean toForward(Item item) {
    return item instanceof Item.Released r && r.holding() != null && !r.forwarded();
  }

  private static boolean any(List<Item> items, Class<? extends Item> state) {
    return items.stream().anyMatch(state::isInstance);
  }
}

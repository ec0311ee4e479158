package org.quickfreeze.request.lifecycle.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.act.ActType.Author;
import org.quickfreeze.contracts.event.RequestFacts;

/**
 * What both sides see of a request: a fold over its entries. Holds ids, codes and times, no
 * content.
 *
 * @param entries how many shared entries there are; the version that callers see
 * @param head hash of the last entry by a Party; replies and clock facts do not move it, so that a
 *     Party and a provider never race
 */
public record SharedRequest(
    UUID id, RequestFacts facts, long entries, String head, RequestState state, List<Item> items) {
  public SharedRequest {
    items = List.copyOf(items);
  }

  /** The state's name, derived from the items once the request is in execution. */
  @JsonIgnore
  public String stateName() {
    return switch (state) {
      case RequestState.Submitted _ -> "Submitted";
      case RequestState.Acknowledged _ -> "Acknowledged";
      case RequestState.ClarificationAsked _ -> "ClarificationAsked";
      case RequestState.AwaitingRequesterDecision _ -> "AwaitingRequesterDecision";
      case RequestState.Postponed _ -> "Postponed";
      case RequestState.InExecution _ -> derived();
      case RequestState.Withdrawn withdrawn ->
          withdrawn.confirmed() ? "Withdrawn" : "WithdrawnUnconfirmed";
      case RequestState.Refused _ -> "Refused";
      case RequestState.NotExecuted _ -> "NotExecuted";
    };
  }

  /** Whether nothing more can happen to it. */
  @JsonIgnore
  public boolean ended() {
    return switch (state) {
      case RequestState.Refused _, RequestState.NotExecuted _ -> true;
      case RequestState.Withdrawn withdrawn -> withdrawn.confirmed();
      case RequestState.InExecution _ -> items.stream().allMatch(Item::ended);
      case RequestState.Submitted _,
          RequestState.Acknowledged _,
          RequestState.ClarificationAsked _,
          RequestState.AwaitingRequesterDecision _,
          RequestState.Postponed _ ->
          false;
    };
  }

  /** The acts that are lawful now, of both sides. */
  public List<ActType> next() {
    return Transitions.legal(this);
  }

  /** The acts that are lawful now for one side. */
  public List<ActType> next(Author side) {
    return next().stream().filter(type -> type.author() == side).toList();
  }

  /** The provider that holds an order of this request; empty when it is none of its orders. */
  public String providerOf(UUID order) {
    return items.stream()
        .map(SharedRequest::holding)
        .filter(h -> h != null && h.order().equals(order))
        .map(h -> h == null ? "" : h.provider())
        .findFirst()
        .orElse("");
  }

  private static Item.@Nullable Holding holding(Item item) {
    return switch (item) {
      case Item.Ordered ordered -> ordered.holding();
      case Item.Preserved preserved -> preserved.holding();
      case Item.HeldPendingMla held -> held.holding();
      case Item.Returned returned -> returned.holding();
      case Item.Released released -> released.holding();
      case Item.Asked _,
          Item.Accepted _,
          Item.UnderExamination _,
          Item.Transmitted _,
          Item.Received _,
          Item.NotAvailable _,
          Item.NotExecuted _,
          Item.Refused _,
          Item.Withdrawn _,
          Item.Expired _,
          Item.Closed _ ->
          null;
    };
  }

  SharedRequest with(RequestState next) {
    return new SharedRequest(id, facts, entries, head, next, items);
  }

  SharedRequest withItems(UnaryOperator<Item> change) {
    return new SharedRequest(id, facts, entries, head, state, items.stream().map(change).toList());
  }

  SharedRequest after(String newHead) {
    return new SharedRequest(id, facts, entries + 1, newHead, state, items);
  }

  /** The item that is least far, since that is what somebody still has to look at. */
  private String derived() {
    return items.stream()
        .min(java.util.Comparator.comparingInt(SharedRequest::progress))
        .map(Item::stateName)
        .orElse("Accepted");
  }

  private static int progress(Item item) {
    return switch (item) {
      case Item.Asked _ -> 0;
      case Item.Accepted _ -> 1;
      case Item.Ordered _ -> 2;
      case Item.Returned _ -> 3;
      case Item.UnderExamination _ -> 4;
      case Item.Preserved _ -> 5;
      case Item.HeldPendingMla _ -> 6;
      case Item.Transmitted _ -> 7;
      case Item.Received _ -> 8;
      case Item.Released _ -> 9;
      case Item.NotAvailable _ -> 10;
      case Item.NotExecuted _ -> 11;
      case Item.Refused _ -> 12;
      case Item.Withdrawn _ -> 13;
      case Item.Expired _ -> 14;
      case Item.Closed _ -> 15;
    };
  }
}

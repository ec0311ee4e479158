package org.quickfreeze.request.lifecycle.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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
  public StateName name() {
    return switch (state) {
      case RequestState.InExecution _ -> derived();
      case RequestState.Submitted _,
          RequestState.Acknowledged _,
          RequestState.ClarificationAsked _,
          RequestState.AwaitingRequesterDecision _,
          RequestState.Postponed _,
          RequestState.WithdrawnUnconfirmed _,
          RequestState.Withdrawn _,
          RequestState.Refused _,
          RequestState.NotExecuted _ ->
          state.name();
    };
  }

  /** The state's name as callers see it. */
  public String stateName() {
    return name().wire();
  }

  /** Whether nothing more can happen to it. */
  public boolean ended() {
    return name().end();
  }

  /** The acts that are lawful now, of both sides. */
  public List<ActType> next() {
    return Transitions.legal(this);
  }

  /** The acts that are lawful now for one side. */
  public List<ActType> next(Author side) {
    return next().stream().filter(type -> type.author() == side).toList();
  }

  /** The orders that a confirmation of the withdrawal has to cancel. */
  public List<Item.Holding> toCancel() {
    return holdings(
        items.stream()
            .map(i -> i instanceof Item.WithdrawnUnconfirmed w ? w.holding() : null)
            .filter(Objects::nonNull));
  }

  /** The orders under which a provider holds released data, as far as the release is not there. */
  public List<Item.Holding> toRelease() {
    return holdings(
        items.stream()
            .filter(SharedRequest::isToBeTold)
            .map(i -> ((Item.Released) i).holding())
            .filter(Objects::nonNull));
  }

  private static boolean isToBeTold(Item item) {
    return Transitions.holds(Transitions.Guard.HELD, item)
        || Transitions.holds(Transitions.Guard.NOT_REACHED, item);
  }

  /** The items that are with a provider under an order. */
  public List<Item> heldBy(UUID order) {
    return items.stream().filter(item -> isHeldBy(item, order)).toList();
  }

  private static boolean isHeldBy(Item item, UUID order) {
    Item.Holding holding = item.holding();
    return holding != null && holding.order().equals(order);
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

  private static List<Item.Holding> holdings(Stream<Item.Holding> of) {
    return of.distinct().toList();
  }

  /**
   * The item that is least far, since that is what somebody still has to look at; once all have
   * ended, the best of the ends. Both are the order of {@link StateName}.
   */
  private StateName derived() {
    var least = items.stream().map(Item::name).min(Comparator.naturalOrder());
    return least.filter(name -> name != StateName.ASKED).orElse(StateName.ACCEPTED);
  }
}

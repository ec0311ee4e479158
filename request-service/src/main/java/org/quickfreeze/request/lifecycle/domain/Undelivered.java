package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.List;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.order.OrderKind;

/**
 * What follows when a document cannot reach its provider. An order that nobody has opens its items
 * for the next one. Of a cancellation or a release the requested side is told; a release can then
 * go out again, or be confirmed by that side itself.
 */
final class Undelivered {
  private static final String NETWORK = "network";

  private Undelivered() {}

  static Decision decide(SharedRequest request, Step.ByNetwork step, Instant now) {
    Change change = new Change(request.after(request.head()), NETWORK, now);
    Item.Holding lost = new Item.Holding(step.order(), step.provider(), step.document());
    reopen(change, step, lost);
    notReleased(change, step, lost);
    notCancelled(change, step, lost);
    return change.taken();
  }

  private static void reopen(Change change, Step.ByNetwork step, Item.Holding lost) {
    List<Item.Ordered> reached =
        change.in(Item.Ordered.class).stream().filter(i -> i.holding().equals(lost)).toList();
    for (Item.Ordered item : reached) {
      Duties.unasked(change, item);
    }
    change.move(
        Item.Ordered.class, reached.stream().map(Item.Ordered::id).toList(), Item.Ordered::reopen);
    for (Item.Ordered item : reached) {
      change.event(
          c ->
              new RequestEvent.ItemReopened(
                  c.id(),
                  c.facts(),
                  c.actor(),
                  null,
                  item.id(),
                  step.order(),
                  step.provider(),
                  step.reason()));
    }
  }

  private static void notReleased(Change change, Step.ByNetwork step, Item.Holding lost) {
    List<String> items =
        change.in(Item.Released.class).stream()
            .filter(i -> Transitions.holds(Transitions.Guard.TOLD, i) && lost.equals(i.holding()))
            .map(Item.Released::id)
            .toList();
    change.move(Item.Released.class, items, Item.Released::notReached);
    say(change, step, items, OrderKind.RELEASE);
  }

  private static void notCancelled(Change change, Step.ByNetwork step, Item.Holding lost) {
    List<String> items =
        change.in(Item.Withdrawn.class).stream()
            .filter(i -> lost.equals(i.holding()))
            .map(Item.Withdrawn::id)
            .toList();
    say(change, step, items, OrderKind.CANCEL);
  }

  private static void say(
      Change change, Step.ByNetwork step, List<String> items, OrderKind documentKind) {
    if (!items.isEmpty()) {
      change.event(
          c ->
              new RequestEvent.ProviderNotReached(
                  c.id(),
                  c.facts(),
                  c.actor(),
                  null,
                  step.order(),
                  step.provider(),
                  items,
                  documentKind.wire(),
                  step.document(),
                  step.reason()));
    }
  }
}

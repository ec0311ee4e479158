package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.List;
import org.quickfreeze.contracts.event.RequestEvent;

/**
 * What follows when a document cannot reach its provider. An order that nobody has opens its items
 * for the next one; a cancellation or a release is kept as an entry and moves nothing.
 */
final class Undelivered {
  private static final String NETWORK = "network";

  private Undelivered() {}

  static Decision decide(SharedRequest request, Step.ByNetwork step, Instant now) {
    Change change = new Change(request.after(request.head()), NETWORK, now);
    Item.Holding lost = new Item.Holding(step.order(), step.provider(), step.document());
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
    return change.taken();
  }
}

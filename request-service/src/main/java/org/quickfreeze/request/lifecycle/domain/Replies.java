package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;
import org.quickfreeze.request.lifecycle.domain.Step.ByProvider;

/** What a provider's reply does to the items of its order. */
final class Replies {
  private final Rules rules;

  Replies(Rules rules) {
    this.rules = rules;
  }

  Decision decide(SharedRequest request, ByProvider reply, Instant now) {
    Change change = new Change(request.after(request.head()), "provider/" + reply.provider(), now);
    List<String> reached =
        request.items().stream().filter(i -> concerns(reply, i)).map(Item::id).toList();
    if (reached.isEmpty()) {
      return new Declined(new Reason.Superseded());
    }
    return switch (reply.code()) {
      // Kept as entries: they say that a document has arrived, and move nothing.
      case ACKNOWLEDGED, CANCELLED -> change.taken();
      case PRESERVED -> preserved(change, reached, reply, false);
      case PARTLY -> preserved(change, reached, reply, true);
      case NOT_AVAILABLE -> notAvailable(change, reached, reply);
      case REJECTED, HELD_BY_OTHER -> reopened(change, reached, reply);
      case RELEASED ->
          change
              .move(Item.Released.class, reached, Item.Released::close)
              .closedIfAllEnded()
              .taken();
    };
  }

  private Decision preserved(
      Change change, List<String> reached, ByProvider reply, boolean partial) {
    Promise promise = Promise.byProvider(rules, change.now(), end(reply.body(), change.now()));
    change.move(Item.Ordered.class, reached, ordered -> ordered.preserved(promise, partial));
    for (Item.Preserved item : change.in(Item.Preserved.class)) {
      if (reached.contains(item.id())) {
        Promise.announce(change, item);
        renewal(change, item, promise, reply);
      }
    }
    return change.taken();
  }

  private static void renewal(
      Change change, Item.Preserved item, Promise promise, ByProvider reply) {
    Instant own = item.providerUntil();
    if (own != null && promise.renewalDue()) {
      change.event(
          c ->
              new RequestEvent.RenewalDue(
                  c.id(),
                  c.facts(),
                  c.actor(),
                  null,
                  item.id(),
                  item.until(),
                  own,
                  reply.order(),
                  reply.provider()));
    }
  }

  private static Decision notAvailable(Change change, List<String> reached, ByProvider reply) {
    String reason = reason(reply.body(), reply.code().wire());
    change.move(Item.Ordered.class, reached, ordered -> ordered.notAvailable(reason));
    for (String id : reached) {
      change.event(
          c ->
              new RequestEvent.DataNotAvailable(
                  c.id(), c.facts(), c.actor(), null, id, reply.order(), reply.provider(), reason));
    }
    return change.closedIfAllEnded().taken();
  }

  private static Decision reopened(Change change, List<String> reached, ByProvider reply) {
    String reason = reason(reply.body(), reply.code().wire());
    change.move(Item.Ordered.class, reached, Item.Ordered::reopen);
    for (String id : reached) {
      change.event(
          c ->
              new RequestEvent.ItemReopened(
                  c.id(), c.facts(), c.actor(), null, id, reply.order(), reply.provider(), reason));
    }
    return change.taken();
  }

  /** Whether the reply answers the last document about the item's order, in a state it can move. */
  private static boolean concerns(ByProvider reply, Item item) {
    return switch (reply.code()) {
      case ACKNOWLEDGED, PRESERVED, PARTLY, NOT_AVAILABLE, REJECTED, HELD_BY_OTHER ->
          item instanceof Item.Ordered ordered && answers(reply, ordered.holding());
      case RELEASED ->
          item instanceof Item.Released released
              && released.forwarded()
              && answers(reply, released.holding());
      case CANCELLED ->
          item instanceof Item.Withdrawn withdrawn && answers(reply, withdrawn.holding());
    };
  }

  private static boolean answers(ByProvider reply, Item.@Nullable Holding holding) {
    return new Item.Holding(reply.order(), reply.provider(), reply.answers()).equals(holding);
  }

  /** A provider that names no end of its own promises nothing beyond the legal one. */
  private static Instant end(OrderReply.Body body, Instant now) {
    Instant own = body.until();
    return own == null ? now : own;
  }

  private static String reason(OrderReply.Body body, String otherwise) {
    return body.reason() == null ? otherwise : body.reason();
  }
}

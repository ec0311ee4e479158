package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.request.lifecycle.domain.Step.ByProvider;

/**
 * What a provider's reply does to the items of its order. A reply that moves nothing is kept as an
 * entry all the same: what a provider has signed is never dropped.
 */
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
      return late(change, reply);
    }
    change.in(Item.Ordered.class).stream()
        .filter(item -> reached.contains(item.id()))
        .forEach(item -> Duties.answered(change, item));
    return switch (reply.code()) {
      case ACKNOWLEDGED -> change.move(Item.Ordered.class, reached, Item.Ordered::answered).taken();
      // It says that a document has arrived, and moves nothing.
      case CANCELLED -> change.taken();
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

  /**
   * The provider answers a document that is not the last one about the order. Data that it has
   * preserved although the order was being cancelled have to be let go.
   */
  private static Decision late(Change change, ByProvider reply) {
    List<String> kept =
        change.in(Item.Withdrawn.class).stream()
            .filter(item -> keptAfterAll(reply, item.holding()))
            .map(Item.Withdrawn::id)
            .toList();
    if (kept.isEmpty()) {
      return change.taken();
    }
    return change
        .move(Item.Withdrawn.class, kept, Item.Withdrawn::keptAfterAll)
        .event(c -> new RequestEvent.Released(c.id(), c.facts(), c.actor(), null, kept))
        .taken();
  }

  private static boolean keptAfterAll(ByProvider reply, Item.@Nullable Holding holding) {
    return (reply.code() == ReplyCode.PRESERVED || reply.code() == ReplyCode.PARTLY)
        && holding != null
        && holding.order().equals(reply.order())
        && holding.provider().equals(reply.provider())
        && !holding.document().equals(reply.answers());
  }

  private Decision preserved(
      Change change, List<String> reached, ByProvider reply, boolean partial) {
    change.in(Item.Ordered.class).stream()
        .filter(item -> reached.contains(item.id()))
        .forEach(
            item ->
                Duties.met(change, ClockName.PRESERVATION_EFFECTED, item.id(), item.preserveBy()));
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
    change.in(Item.Ordered.class).stream()
        .filter(item -> reached.contains(item.id()))
        .forEach(
            item ->
                Duties.cancel(
                    change, ClockName.PRESERVATION_EFFECTED, item.id(), item.preserveBy()));
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

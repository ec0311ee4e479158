package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;

/** What a provider's reply does to the items of its order. */
final class Replies {
  private final Rules rules;

  Replies(Rules rules) {
    this.rules = rules;
  }

  Decision decide(SharedRequest request, Step.ByProvider reply, Instant now) {
    Change change = new Change(request.after(request.head()), "provider/" + reply.provider(), now);
    return switch (reply.code()) {
      case ACKNOWLEDGED -> ordered(request, reply).isEmpty() ? superseded() : change.taken();
      case PRESERVED -> preserved(change, reply, false);
      case PARTLY -> preserved(change, reply, true);
      case NOT_AVAILABLE -> notAvailable(change, reply);
      case REJECTED, HELD_BY_OTHER -> reopened(change, reply);
      case RELEASED -> released(change, reply);
      case CANCELLED ->
          request.state() instanceof RequestState.Withdrawn ? change.taken() : superseded();
    };
  }

  private Decision preserved(Change change, Step.ByProvider reply, boolean partial) {
    List<Item.Ordered> items = ordered(change.request(), reply);
    if (items.isEmpty()) {
      return superseded();
    }
    @Nullable Instant own = reply.body().until();
    Instant minimum = change.now().plus(rules.minimumPreservation());
    Instant until = own != null && own.isAfter(minimum) ? own : minimum;
    for (Item.Ordered item : items) {
      Preservation.start(change, rules, item.id(), until);
      change
          .items(i -> i.equals(item) ? item.preserved(until, own, partial) : i)
          .event(
              c ->
                  new RequestEvent.DataPreserved(
                      c.id(),
                      c.facts(),
                      c.actor(),
                      null,
                      item.id(),
                      until,
                      own,
                      partial,
                      "provider",
                      reply.order(),
                      reply.provider()));
      if (own != null && own.isBefore(until)) {
        change.event(
            c ->
                new RequestEvent.RenewalDue(
                    c.id(),
                    c.facts(),
                    c.actor(),
                    null,
                    item.id(),
                    until,
                    own,
                    reply.order(),
                    reply.provider()));
      }
    }
    return change.taken();
  }

  private static Decision notAvailable(Change change, Step.ByProvider reply) {
    List<Item.Ordered> items = ordered(change.request(), reply);
    if (items.isEmpty()) {
      return superseded();
    }
    String reason = reason(reply.body());
    for (Item.Ordered item : items) {
      change
          .items(i -> i.equals(item) ? item.notAvailable(reason) : i)
          .event(
              c ->
                  new RequestEvent.DataNotAvailable(
                      c.id(),
                      c.facts(),
                      c.actor(),
                      null,
                      item.id(),
                      reply.order(),
                      reply.provider(),
                      reason));
    }
    return change.closedIfAllEnded().taken();
  }

  private static Decision reopened(Change change, Step.ByProvider reply) {
    List<Item.Ordered> items = ordered(change.request(), reply);
    if (items.isEmpty()) {
      return superseded();
    }
    for (Item.Ordered item : items) {
      change
          .items(i -> i.equals(item) ? item.reopen() : i)
          .event(
              c ->
                  new RequestEvent.ItemReopened(
                      c.id(),
                      c.facts(),
                      c.actor(),
                      null,
                      item.id(),
                      reply.order(),
                      reply.provider(),
                      reply.code().wire()));
    }
    return change.taken();
  }

  private static Decision released(Change change, Step.ByProvider reply) {
    boolean any =
        change.request().items().stream()
            .anyMatch(i -> i instanceof Item.Released r && of(r, reply));
    if (!any) {
      return superseded();
    }
    return change
        .items(i -> i instanceof Item.Released r && of(r, reply) ? r.close() : i)
        .closedIfAllEnded()
        .taken();
  }

  private static boolean of(Item.Released released, Step.ByProvider reply) {
    Item.Holding holding = released.holding();
    return holding != null && holding.order().equals(reply.order());
  }

  /** The items of the order that the reply answers; a withdrawn request no longer has any. */
  private static List<Item.Ordered> ordered(SharedRequest request, Step.ByProvider reply) {
    if (!(request.state() instanceof RequestState.InExecution)) {
      return List.of();
    }
    return request.items().stream()
        .filter(Item.Ordered.class::isInstance)
        .map(Item.Ordered.class::cast)
        .filter(i -> i.holding().order().equals(reply.order()))
        .filter(i -> i.holding().provider().equals(reply.provider()))
        .filter(i -> i.holding().document().equals(reply.answers()))
        .toList();
  }

  private static String reason(OrderReply.Body body) {
    return body.reason() == null ? "unspecified" : body.reason();
  }

  private static Decision superseded() {
    return new Declined(new Reason.Superseded());
  }
}

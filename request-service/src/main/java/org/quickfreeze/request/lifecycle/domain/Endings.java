package org.quickfreeze.request.lifecycle.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActBody.OrderNotice;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;

/** The acts by which the two sides end a request, or what is left of it. */
final class Endings {
  private Endings() {}

  /** Reaches what is not preserved yet; what is preserved is released instead. */
  static Decision withdraw(Change change) {
    switch (change.request().state()) {
      case RequestState.Submitted submitted -> withdraw(change, submitted);
      case RequestState.Acknowledged acknowledged -> withdraw(change, acknowledged);
      case RequestState.ClarificationAsked asked -> change.to(asked.withdraw());
      case RequestState.AwaitingRequesterDecision awaiting -> change.to(awaiting.withdraw());
      case RequestState.Postponed postponed -> change.to(postponed.withdraw());
      case RequestState.InExecution _ -> withdrawItems(change);
      case RequestState.WithdrawnUnconfirmed _,
          RequestState.Withdrawn _,
          RequestState.Refused _,
          RequestState.NotExecuted _ ->
          throw new IllegalStateException("the table lets no withdrawal through from here");
    }
    return change
        .event(c -> new RequestEvent.WithdrawalRequested(c.id(), c.facts(), c.actor(), null))
        .taken();
  }

  private static void withdraw(Change change, RequestState.Submitted submitted) {
    if (!submitted.overdue()) {
      change.clock(new ClockChange.Cancel(ClockName.ACKNOWLEDGEMENT, ""));
    }
    change.to(submitted.withdraw());
  }

  private static void withdraw(Change change, RequestState.Acknowledged acknowledged) {
    Duties.cancel(change, ClockName.ACTION_REPORT, "", acknowledged.reportBy());
    change.to(acknowledged.withdraw());
  }

  private static void withdrawItems(Change change) {
    change.in(Item.Accepted.class).forEach(item -> Duties.cancel(change, item));
    change.in(Item.Ordered.class).forEach(item -> Duties.cancel(change, item));
    change
        .moveAll(Item.Asked.class, Item.Asked::withdraw)
        .moveAll(Item.Accepted.class, Item.Accepted::withdraw)
        .moveAll(Item.Ordered.class, Item.Ordered::withdraw);
  }

  static Decision confirmWithdrawal(Change change, ActBody.ConfirmWithdrawal body) {
    var missing = missing(change.request().toCancel(), body.cancellations());
    if (missing != null) {
      return missing;
    }
    if (change.request().state() instanceof RequestState.WithdrawnUnconfirmed withdrawn) {
      change.to(withdrawn.confirm());
    }
    var documents = documents(body.cancellations());
    return change
        .moveAll(
            Item.WithdrawnUnconfirmed.class,
            item -> {
              var holding = item.holding();
              return holding == null ? item.confirm() : item.confirm(next(holding, documents));
            })
        .event(c -> new RequestEvent.WithdrawalConfirmed(c.id(), c.facts(), c.actor(), null))
        .closedIfAllEnded()
        .taken();
  }

  static Decision release(Change change, ActBody.Release body) {
    var ids = body.items();
    var wrong = ids.isEmpty() ? "" : change.unknown(ids, Item.Preserved.class);
    if (wrong != null) {
      return new Declined(new Reason.WrongItem(wrong));
    }
    change.in(Item.Preserved.class).stream()
        .filter(item -> ids.contains(item.id()))
        .forEach(item -> cancelClocks(change, item));
    return change
        .move(Item.Preserved.class, ids, Item.Preserved::release)
        .event(c -> new RequestEvent.Released(c.id(), c.facts(), c.actor(), null, ids))
        .taken();
  }

  static Decision forwardRelease(Change change, ActBody.ForwardRelease body) {
    var missing = missing(change.request().toRelease(), body.releases());
    if (missing != null) {
      return missing;
    }
    var documents = documents(body.releases());
    return change
        .moveAll(
            Item.Released.class,
            item -> {
              var holding = item.holding();
              return holding == null || Transitions.holds(Transitions.Guard.TOLD, item)
                  ? item
                  : item.forward(next(holding, documents));
            })
        .taken();
  }

  /**
   * Q ends it by its own word: where no provider holds the data, or where it has told the provider
   * outside the system because the release did not get there.
   */
  static Decision confirmRelease(Change change, ActBody.ConfirmRelease body) {
    var free =
        change.in(Item.Released.class).stream()
            .filter(item -> item.holding() == null || item.undelivered())
            .map(Item::id)
            .toList();
    for (var id : body.items()) {
      if (!free.contains(id)) {
        return new Declined(new Reason.WrongItem(id));
      }
    }
    if (body.items().isEmpty()) {
      return new Declined(new Reason.WrongItem(""));
    }
    return change
        .move(Item.Released.class, body.items(), Item.Released::close)
        .closedIfAllEnded()
        .taken();
  }

  private static void cancelClocks(Change change, Item.Preserved item) {
    change.clock(new ClockChange.Cancel(ClockName.PRESERVATION, item.id()));
    if (item.nextWarning() != null) {
      change.clock(new ClockChange.Cancel(ClockName.PRESERVATION_WARNING, item.id()));
    }
  }

  /** Each order wants one document, and no other order does. */
  private static @Nullable Declined missing(List<Item.Holding> wanted, List<OrderNotice> given) {
    var orders = wanted.stream().map(Item.Holding::order).sorted().toList();
    var named = given.stream().map(OrderNotice::order).sorted().toList();
    return orders.equals(named) ? null : new Declined(new Reason.DocumentMissing(orders));
  }

  private static Map<UUID, String> documents(List<OrderNotice> given) {
    var documents = new HashMap<UUID, String>();
    given.forEach(notice -> documents.put(notice.order(), notice.document()));
    return documents;
  }

  private static Item.Holding next(Item.Holding holding, Map<UUID, String> documents) {
    return holding.followedBy(Objects.requireNonNull(documents.get(holding.order())));
  }
}

package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActBody.OrderNotice;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.event.RequestEvent.OrderIssued;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.request.lifecycle.application.OrderSealing.Sealed.Unreachable;
import org.quickfreeze.request.lifecycle.application.OrderSealing.SealedOrder;
import org.quickfreeze.request.lifecycle.application.OrderSealing.Wanted;
import org.quickfreeze.request.lifecycle.domain.ClockChange;
import org.quickfreeze.request.lifecycle.domain.ClockName;
import org.quickfreeze.request.lifecycle.domain.Decision;
import org.quickfreeze.request.lifecycle.domain.Item;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;

/** Sends the order documents of an act on their way: all of them, or none. */
final class OrderIssue {
  private static final Outcome.NotSealed ID_TAKEN =
      new Outcome.NotSealed("order-id-taken", "The order's id has been used before.");

  private final OrderSealing sealing;
  private final KeyVault vault;

  OrderIssue(OrderSealing sealing, KeyVault vault) {
    this.sealing = sealing;
    this.vault = vault;
  }

  /** What issuing came to. */
  sealed interface Issued {
    /**
     * The decision, with an event for each document that went out.
     *
     * @param lost documents that cannot reach their provider
     */
    record Done(Decision.Taken taken, List<Unreachable> lost) implements Issued {}

    record Not(Outcome.NotSealed why) implements Issued {}
  }

  /**
   * @param before the request as it was before the act
   * @param taken what the act came to
   */
  Issued issue(
      Tx tx,
      SharedRequest before,
      Decision.Taken taken,
      Act act,
      List<String> documents,
      String actor,
      Instant now)
      throws SQLException {
    List<SealedOrder> orders = new ArrayList<>();
    List<Unreachable> lost = new ArrayList<>();
    for (Wanted wanted : wanted(before, act)) {
      if (wanted.kind() == OrderKind.PRESERVE && OwnDocuments.taken(tx, wanted.order())) {
        return new Issued.Not(ID_TAKEN);
      }
      switch (sealing.seal(wanted, documents, act.author(), now)) {
        case OrderSealing.Sealed.Done done -> orders.add(done.order());
        case Unreachable unreachable -> lost.add(unreachable);
        case OrderSealing.Sealed.Not not -> {
          return new Issued.Not(not.why());
        }
      }
    }
    List<RequestEvent> events = new ArrayList<>(taken.events());
    for (SealedOrder order : orders) {
      OwnDocuments.keep(tx, vault, act.author(), order.wanted(), order.compact(), now);
      events.add(event(taken, order, actor));
    }
    for (Unreachable one : lost) {
      OwnDocuments.keep(tx, vault, act.author(), one.wanted(), one.compact(), now);
    }
    return new Issued.Done(new Decision.Taken(taken.request(), events, taken.clocks()), lost);
  }

  /** The order documents that an act names. */
  static List<Wanted> wanted(SharedRequest before, Act act) {
    return switch (act.body()) {
      case ActBody.Order order ->
          List.of(
              new Wanted(
                  act.request(),
                  order.order(),
                  OrderKind.PRESERVE,
                  order.provider(),
                  order.items(),
                  "",
                  order.document()));
      case ActBody.ConfirmWithdrawal confirm ->
          following(before, confirm.cancellations(), OrderKind.CANCEL);
      case ActBody.ForwardRelease forward ->
          following(before, forward.releases(), OrderKind.RELEASE);
      default -> List.of();
    };
  }

  private static List<Wanted> following(
      SharedRequest before, List<OrderNotice> notices, OrderKind kind) {
    return notices.stream().map(notice -> following(before, notice, kind)).toList();
  }

  private static Wanted following(SharedRequest before, OrderNotice notice, OrderKind kind) {
    List<Item> held = before.heldBy(notice.order());
    Item.Holding holding =
        held.stream()
            .map(Item::holding)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the lifecycle knows no such order"));
    return new Wanted(
        before.id(),
        notice.order(),
        kind,
        holding.provider(),
        held.stream().map(Item::id).toList(),
        holding.document(),
        notice.document());
  }

  private static OrderIssued event(Decision.Taken taken, SealedOrder order, String actor) {
    Wanted wanted = order.wanted();
    UUID request = wanted.request();
    return new OrderIssued(
        request,
        taken.request().facts(),
        actor,
        null,
        wanted.order(),
        wanted.provider(),
        wanted.items(),
        wanted.kind().wire(),
        wanted.hash(),
        wanted.previous().isEmpty() ? null : wanted.previous(),
        wanted.kind() == OrderKind.PRESERVE ? replyBy(taken, wanted) : null,
        order.sealed());
  }

  private static @Nullable Instant replyBy(Decision.Taken taken, Wanted wanted) {
    for (ClockChange change : taken.clocks()) {
      if (change instanceof ClockChange.Start start
          && start.name() == ClockName.PROVIDER_ACKNOWLEDGEMENT
          && wanted.items().contains(start.item())) {
        return start.dueAt();
      }
    }
    return null;
  }
}

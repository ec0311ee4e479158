package org.quickfreeze.gateway.order;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.quickfreeze.backbone.consume.Handler;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.event.RequestEvent.OrderIssued;
import org.quickfreeze.gateway.channel.Channels;
import org.quickfreeze.gateway.order.OrderRows.Outgoing;

/** Takes issued orders from {@code request.events} and sends them to their provider's topic. */
public final class OrderIntake implements Handler {
  private final Dispatch dispatch;
  private final Channels channels;
  private final DomainClock clock;

  public OrderIntake(Dispatch dispatch, Channels channels, DomainClock clock) {
    this.dispatch = dispatch;
    this.channels = channels;
    this.clock = clock;
  }

  @Override
  public void handle(Tx tx, List<Incoming> records) throws SQLException, Poisoned, NotYet {
    List<OrderIssued> orders = new ArrayList<>();
    for (Incoming incoming : records) {
      if (EventTypes.ORDER_ISSUED.wire().equals(incoming.header("ce_type"))) {
        orders.add(read(incoming));
      }
    }
    if (orders.isEmpty()) {
      return;
    }
    // in the order in which the relay's hook and the intake of replies lock, too
    OrderRows.lockAll(tx, orders.stream().map(OrderIssued::order).toList());
    for (OrderIssued order : orders) {
      issued(tx, order, clock.now());
    }
  }

  private OrderIssued read(Incoming incoming) throws Poisoned, NotYet {
    channels.awaitVersion(incoming.header("ce_directoryversion"));
    try {
      return Wire.read(incoming.value(), OrderIssued.class);
    } catch (Wire.Unreadable e) {
      throw new Poisoned("unreadable-event");
    }
  }

  private void issued(Tx tx, OrderIssued order, Instant now) throws SQLException, Poisoned {
    if (order.documentKind().equals("preserve")) {
      if (!OrderRows.insert(tx, order.order(), order.request(), order.provider(), now)) {
        throw new Poisoned("order-id-taken");
      }
    } else {
      follow(tx, order, now);
    }
    dispatch.send(tx, outgoing(order), now);
  }

  private static Outgoing outgoing(OrderIssued order) {
    return new Outgoing(
        UUID.randomUUID(),
        order.order(),
        order.request(),
        order.provider(),
        order.documentKind(),
        order.document(),
        order.sealed());
  }

  private static void follow(Tx tx, OrderIssued order, Instant now) throws SQLException, Poisoned {
    OrderRows.OrderRow row =
        OrderRows.lock(tx, order.order()).orElseThrow(() -> new Poisoned("unknown-order"));
    Optional<OrderState> next = row.state().follows(order.documentKind());
    if (!row.request().equals(order.request()) || !row.provider().equals(order.provider())) {
      throw new Poisoned("order-mismatch");
    }
    // The provider may have ended it meanwhile: it is told all the same, and nothing moves here.
    if (next.isPresent()) {
      OrderRows.move(tx, row.id(), next.get(), now);
    }
  }
}

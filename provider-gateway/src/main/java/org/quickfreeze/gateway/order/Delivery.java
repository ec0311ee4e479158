package org.quickfreeze.gateway.order;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.OnPublished;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.event.OrderEvent;

/** Notes in the relay's own transaction that the broker has a provider's record. */
public final class Delivery implements OnPublished {
  private final Outbox outbox;
  private final UndeliverableOrders undeliverable;
  private final DomainClock clock;

  public Delivery(Outbox outbox, UndeliverableOrders undeliverable, DomainClock clock) {
    this.outbox = outbox;
    this.undeliverable = undeliverable;
    this.clock = clock;
  }

  @Override
  public void published(Tx tx, List<OutboundRecord> records) throws SQLException {
    List<OutboundRecord> orders =
        records.stream().filter(outbound -> outbound.topic().startsWith("provider.")).toList();
    if (orders.isEmpty()) {
      return;
    }
    OrderRows.lockAll(tx, orders.stream().map(order -> UUID.fromString(order.key())).toList());
    for (OutboundRecord outbound : orders) {
      delivered(tx, outbound.eventId());
    }
  }

  private void delivered(Tx tx, UUID eventId) throws SQLException {
    Instant now = clock.now();
    Optional<OrderRows.Document> document = OrderRows.deliver(tx, eventId, now);
    if (document.isEmpty()) {
      return;
    }
    OrderRows.Document d = document.get();
    OrderState state = OrderRows.lock(tx, d.order()).orElseThrow().state();
    if (!state.delivered().equals(state)) {
      OrderRows.move(tx, d.order(), state.delivered(), now);
    }
    OrderEvent event =
        new OrderEvent.OrderDelivered(d.order(), d.request(), d.provider(), d.hash());
    outbox.write(tx, CloudEvents.of(UUID.randomUUID(), event, now, null));
  }

  @Override
  public void undeliverable(Tx tx, OutboundRecord pending, String cause) throws SQLException {
    Optional<OrderRows.Document> document = OrderRows.undelivered(tx, pending.eventId());
    if (document.isPresent()) {
      undeliverable.setAside(tx, document.get(), cause, clock.now());
    }
  }
}

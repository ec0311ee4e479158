package org.quickfreeze.gateway.order;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.event.OrderEvent;

/**
 * Sets documents aside that cannot reach their provider, says so to the requested side, and counts.
 */
public final class UndeliverableOrders {
  private final Outbox outbox;
  private final LongAdder count = new LongAdder();

  public UndeliverableOrders(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Documents set aside since the start; one whose transaction was repeated counts again. */
  public long count() {
    return count.sum();
  }

  void setAside(Tx tx, OrderRows.Document document, String reason, Instant now)
      throws SQLException {
    OrderState state = OrderRows.lock(tx, document.order()).orElseThrow().state();
    if (!state.setAside().equals(state)) {
      OrderRows.move(tx, document.order(), state.setAside(), now);
    }
    OrderEvent event =
        new OrderEvent.OrderUndeliverable(
            document.order(), document.request(), document.provider(), document.hash(), reason);
    outbox.write(tx, CloudEvents.of(UUID.randomUUID(), event, now, null));
    count.increment();
  }
}

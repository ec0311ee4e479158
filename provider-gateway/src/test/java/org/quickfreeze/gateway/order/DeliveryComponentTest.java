package org.quickfreeze.gateway.order;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.order.ReplyCode;

/** What becomes of a document's row when the broker has its record, or never will. */
@Timeout(120)
class DeliveryComponentTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final Transactions transactions = GatewayDatabase.transactions();
  private final Outbox outbox = new Outbox(() -> {});
  private final UndeliverableOrders undeliverable = new UndeliverableOrders(outbox);
  private final Delivery delivery =
      new Delivery(outbox, undeliverable, new DomainClock(Clock.fixed(NOON, ZoneOffset.UTC)));
  private final UUID order = UUID.randomUUID();
  private final UUID request = UUID.randomUUID();
  private final UUID event = UUID.randomUUID();

  @Test
  void givenAnOrder_whenTheBrokerNeverTakesIt_thenItIsNotCalledDelivered() {
    issued();

    in(
        tx -> {
          delivery.undeliverable(tx, sent(), "record-too-large");
          return 0;
        });

    assertThat(deliveredAt()).isEmpty();
    assertThat(state()).isEqualTo(new OrderState.Undeliverable());
    assertThat(said()).containsExactly("org.quickfreeze.order.order-undeliverable.v1");
    assertThat(undeliverable.count()).isEqualTo(1);
  }

  @Test
  void givenAnOrder_whenTheBrokerHasItTwice_thenItIsDeliveredOnce() {
    issued();

    for (int i = 0; i < 2; i++) {
      in(
          tx -> {
            delivery.published(tx, List.of(sent()));
            return 0;
          });
    }

    assertThat(deliveredAt()).contains(NOON);
    assertThat(state()).isEqualTo(new OrderState.Delivered());
    assertThat(said()).containsExactly("org.quickfreeze.order.order-delivered.v1");
    assertThat(undeliverable.count()).isZero();
  }

  /** Whoever holds the lower id may go on to the higher one: a batch takes the lower one first. */
  @Test
  void givenOrdersOfABatchInAnyOrder_whenTheirLowestIsTaken_thenTheOthersAreStillFree()
      throws Exception {
    UUID low = UUID.fromString("00000000-0000-4000-8000-" + order.toString().substring(24));
    UUID high = UUID.fromString("7fffffff-ffff-4fff-bfff-" + order.toString().substring(24));
    for (UUID id : List.of(high, low)) {
      in(tx -> OrderRows.insert(tx, id, UUID.randomUUID(), "acme", NOON));
    }
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Integer> batch =
          in(
              tx -> {
                var _ = OrderRows.lock(tx, low);
                Future<Integer> waiting = thread.submit(() -> lockBoth(high, low));
                awaitWaiting(tx);
                assertThat(OrderRows.lock(tx, high)).isPresent();
                return waiting;
              });

      assertThat(batch.get()).isZero();
    }
  }

  private int lockBoth(UUID first, UUID second) {
    return in(
        tx -> {
          OrderRows.lockAll(tx, List.of(first, second));
          return 0;
        });
  }

  private static void awaitWaiting(Tx tx) throws SQLException {
    while (tx.first(
            "select 1 as one from pg_locks where not granted limit 1", row -> row.number("one"))
        .isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void givenARelease_whenItIsSetAside_thenALateReplyStillCounts() {
    issued();
    in(
        tx -> {
          OrderRows.move(tx, order, new OrderState.Ending(true), NOON);
          return 0;
        });

    in(
        tx -> {
          delivery.undeliverable(tx, sent(), "not-authorised");
          return 0;
        });

    assertThat(state().after(ReplyCode.RELEASED)).contains(new OrderState.Ended("Released"));
    assertThat(said()).containsExactly("org.quickfreeze.order.order-undeliverable.v1");
  }

  private void issued() {
    in(
        tx -> {
          var _ = OrderRows.insert(tx, order, request, "acme", NOON);
          OrderRows.document(
              tx,
              new OrderRows.Outgoing(event, order, request, "acme", "preserve", "hash", "sealed"),
              NOON);
          return 0;
        });
  }

  private OutboundRecord sent() {
    return new OutboundRecord(
        event, "provider.acme.orders", order.toString(), List.of(), "sealed".getBytes(US_ASCII));
  }

  private OrderState state() {
    return in(tx -> OrderRows.lock(tx, order).orElseThrow().state());
  }

  private Optional<Instant> deliveredAt() {
    return in(
        tx ->
            tx.first(
                "select delivered_at from gateway.document"
                    + " where order_id = ? and delivered_at is not null",
                row -> row.instant("delivered_at"),
                order));
  }

  private List<String> said() {
    return in(
        tx ->
            tx.query(
                "select headers[array_position(headers, 'ce_type') + 1] as type"
                    + " from backbone.outbox where key = ? order by id",
                row -> row.text("type"),
                order.toString()));
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Tx tx) throws SQLException;
  }

  private <T> T in(Work<T> work) {
    return transactions.<T, RuntimeException>inTransaction(Scope.system(), work::run);
  }
}

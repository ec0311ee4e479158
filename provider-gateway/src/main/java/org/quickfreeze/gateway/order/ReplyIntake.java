package org.quickfreeze.gateway.order;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.quickfreeze.backbone.consume.Handler;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct;
import org.quickfreeze.contracts.event.OrderEvent;
import org.quickfreeze.contracts.order.OrderCodec;
import org.quickfreeze.contracts.order.OrderReply;

/**
 * Checks what providers write on their reply topics. A valid reply moves its order and is passed on
 * as it was signed; anything else is refused and on record, and changes nothing.
 */
public final class ReplyIntake implements Handler {
  private static final String REPLY = "qf-reply+jws";

  private final Outbox outbox;
  private final DirectoryKeys keys;
  private final DirectoryCopy directory;
  private final DomainClock clock;

  public ReplyIntake(
      Outbox outbox, DirectoryKeys keys, DirectoryCopy directory, DomainClock clock) {
    this.outbox = outbox;
    this.keys = keys;
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public void handle(Tx tx, List<Incoming> records) throws SQLException, Poisoned {
    // A reply's key names its order; one that lies locks out of turn, and the batch is tried again.
    OrderRows.lockAll(tx, records.stream().map(reply -> orderOf(reply.key())).toList());
    for (Incoming incoming : records) {
      String topic = incoming.topic();
      String provider = topic.substring("provider.".length(), topic.lastIndexOf('.'));
      reply(tx, provider, incoming);
    }
  }

  private void reply(Tx tx, String provider, Incoming incoming) throws SQLException, Poisoned {
    String compact = new String(incoming.value(), StandardCharsets.US_ASCII);
    Instant now = clock.now();
    Jws.Result result = Jws.verify(compact, REPLY, kid -> keys.signing(kid, now));
    if (result instanceof Jws.Invalid invalid) {
      if (invalid.fault() == Jws.Fault.MALFORMED) {
        throw new Poisoned("malformed-reply");
      }
      refuse(tx, provider, incoming, invalid.fault().code());
      return;
    }
    Jws.Verified verified = (Jws.Verified) result;
    if (!keys.belongs(verified.kid(), "provider/" + provider, now)) {
      refuse(tx, provider, incoming, "not-the-providers-key");
      return;
    }
    try {
      answer(tx, provider, incoming, compact, OrderCodec.readReply(verified.payload()), now);
    } catch (MalformedAct e) {
      refuse(tx, provider, incoming, "malformed-reply");
    }
  }

  private void answer(
      Tx tx, String provider, Incoming incoming, String compact, OrderReply reply, Instant now)
      throws SQLException {
    Optional<OrderRows.OrderRow> found = OrderRows.lock(tx, reply.order());
    if (found.isEmpty()
        || !found.get().provider().equals(provider)
        || !reply.provider().equals(provider)) {
      refuse(tx, provider, incoming, "not-the-providers-order");
      return;
    }
    OrderRows.OrderRow order = found.get();
    if (!fits(tx, order.id(), reply)) {
      refuse(tx, provider, incoming, "answers-another-document");
      return;
    }
    Optional<OrderState> next = order.state().after(reply.reply());
    if (next.isEmpty()) {
      refuse(
          tx,
          provider,
          incoming,
          "not-from-" + order.state().name().toLowerCase(java.util.Locale.ROOT));
      return;
    }
    OrderRows.move(tx, order.id(), next.get(), now);
    OrderEvent event =
        new OrderEvent.OrderAnswered(
            order.id(), order.request(), provider, compact, reply.reply().wire());
    outbox.write(tx, CloudEvents.of(UUID.randomUUID(), event, now, directory.version()));
  }

  /** An end answers the document that asked for it; whatever else may have been under way. */
  private static boolean fits(Tx tx, UUID order, OrderReply reply) throws SQLException {
    return switch (reply.reply()) {
      case RELEASED, CANCELLED -> OrderRows.isLatestDocument(tx, order, reply.answers());
      case ACKNOWLEDGED, PRESERVED, PARTLY, HELD_BY_OTHER, NOT_AVAILABLE, REJECTED ->
          OrderRows.hasDocument(tx, order, reply.answers());
    };
  }

  private void refuse(Tx tx, String provider, Incoming incoming, String reason)
      throws SQLException {
    UUID order = orderOf(incoming.key());
    UUID request = OrderRows.lock(tx, order).map(OrderRows.OrderRow::request).orElse(order);
    String hash = Jws.sha256(incoming.value());
    OrderEvent event = new OrderEvent.ReplyRefused(order, request, provider, reason, hash);
    outbox.write(tx, CloudEvents.of(UUID.randomUUID(), event, clock.now(), null));
  }

  /** The order that the record's key names; an id of no order when it names none. */
  private static UUID orderOf(String key) {
    try {
      return UUID.fromString(key);
    } catch (IllegalArgumentException e) {
      return new UUID(0, 0);
    }
  }
}

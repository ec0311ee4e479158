package org.quickfreeze.gateway.order;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
import org.quickfreeze.gateway.order.ParkedRows.Line;

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
  private final InstantSource real;

  /**
   * @param real real time, by which the register's heartbeats are told too
   */
  public ReplyIntake(
      Outbox outbox,
      DirectoryKeys keys,
      DirectoryCopy directory,
      DomainClock clock,
      InstantSource real) {
    this.outbox = outbox;
    this.keys = keys;
    this.directory = directory;
    this.clock = clock;
    this.real = real;
  }

  /**
   * What stood on a provider's reply topic.
   *
   * @param order that the record's key names; an id of no order when it names none
   * @param value bytes as they stood
   */
  record Reply(String provider, UUID order, byte[] value) {}

  @Override
  public void handle(Tx tx, List<Incoming> records) throws SQLException, Poisoned {
    // A reply's key names its order; one that lies locks out of turn, and the batch is tried again.
    OrderRows.lockAll(tx, records.stream().map(reply -> orderOf(reply.key())).toList());
    Set<Line> parked = ParkedRows.lines(tx);
    for (Incoming incoming : records) {
      String topic = incoming.topic();
      String provider = topic.substring("provider.".length(), topic.lastIndexOf('.'));
      take(tx, new Reply(provider, orderOf(incoming.key()), incoming.value()), parked);
    }
  }

  /** A key that is not known may be on its way here: the reply waits, and those behind it do. */
  private void take(Tx tx, Reply reply, Set<Line> parked) throws SQLException, Poisoned {
    Jws.Result result = verify(reply);
    if (isA(Jws.Fault.MALFORMED, result)) {
      throw new Poisoned("malformed-reply");
    }
    Line line = new Line(reply.provider(), reply.order());
    boolean waits = isA(Jws.Fault.UNKNOWN_KEY, result) || parked.contains(line);
    if (!waits) {
      decide(tx, reply, result);
    } else if (ParkedRows.add(tx, reply, real.instant())) {
      parked.add(line);
    } else {
      // it may be good, but must not overtake those of its order that wait
      boolean fits = reply.value().length <= ParkedRows.LONGEST;
      refuse(tx, reply, fits ? "too-many-waiting" : "too-long-to-wait");
    }
  }

  /** Whether the key that a reply names is known by now. */
  boolean knowsKey(Reply reply) {
    return !isA(Jws.Fault.UNKNOWN_KEY, verify(reply));
  }

  /** Decides on a reply that has waited. */
  void decide(Tx tx, Reply reply) throws SQLException {
    decide(tx, reply, verify(reply));
  }

  private void decide(Tx tx, Reply reply, Jws.Result result) throws SQLException {
    switch (result) {
      case Jws.Invalid invalid -> refuse(tx, reply, invalid.fault().code());
      case Jws.Verified verified -> verified(tx, reply, verified);
    }
  }

  private void verified(Tx tx, Reply reply, Jws.Verified verified) throws SQLException {
    Instant now = clock.now();
    if (!keys.belongs(verified.kid(), "provider/" + reply.provider(), now)) {
      refuse(tx, reply, "not-the-providers-key");
      return;
    }
    try {
      answer(tx, reply, OrderCodec.readReply(verified.payload()), verified.kid(), now);
    } catch (MalformedAct e) {
      refuse(tx, reply, "malformed-reply");
    }
  }

  private Jws.Result verify(Reply reply) {
    Instant now = clock.now();
    return Jws.verify(compact(reply), REPLY, kid -> keys.signing(kid, now));
  }

  private static boolean isA(Jws.Fault fault, Jws.Result result) {
    return result instanceof Jws.Invalid invalid && invalid.fault() == fault;
  }

  private static String compact(Reply reply) {
    return new String(reply.value(), StandardCharsets.US_ASCII);
  }

  private void answer(Tx tx, Reply incoming, OrderReply reply, String kid, Instant now)
      throws SQLException {
    String provider = incoming.provider();
    Optional<OrderRows.OrderRow> found = OrderRows.lock(tx, reply.order());
    if (found.isEmpty()
        || !found.get().provider().equals(provider)
        || !reply.provider().equals(provider)) {
      refuse(tx, incoming, "not-the-providers-order");
      return;
    }
    OrderRows.OrderRow order = found.get();
    if (!fits(tx, order.id(), reply)) {
      refuse(tx, incoming, "answers-another-document");
      return;
    }
    Optional<OrderState> next = order.state().after(reply.reply());
    if (next.isEmpty()) {
      refuse(tx, incoming, "not-from-" + order.state().name().toLowerCase(Locale.ROOT));
      return;
    }
    OrderRows.move(tx, order.id(), next.get(), now);
    OrderEvent event =
        new OrderEvent.OrderAnswered(
            order.id(), order.request(), provider, compact(incoming), reply.reply().wire());
    outbox.write(tx, CloudEvents.of(UUID.randomUUID(), event, now, decidedBy(kid)));
  }

  /** A copy that is not whole holds newer keys than its version says. */
  private long decidedBy(String kid) {
    return Math.max(directory.version(), keys.version(kid));
  }

  /** An end answers the document that asked for it; whatever else may have been under way. */
  private static boolean fits(Tx tx, UUID order, OrderReply reply) throws SQLException {
    return switch (reply.reply()) {
      case RELEASED, CANCELLED -> OrderRows.isLatestDocument(tx, order, reply.answers());
      case ACKNOWLEDGED, PRESERVED, PARTLY, HELD_BY_OTHER, NOT_AVAILABLE, REJECTED ->
          OrderRows.hasDocument(tx, order, reply.answers());
    };
  }

  private void refuse(Tx tx, Reply reply, String reason) throws SQLException {
    UUID order = reply.order();
    UUID request = OrderRows.lock(tx, order).map(OrderRows.OrderRow::request).orElse(order);
    String hash = Jws.sha256(reply.value());
    OrderEvent event = new OrderEvent.ReplyRefused(order, request, reply.provider(), reason, hash);
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

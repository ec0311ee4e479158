package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.quickfreeze.backbone.consume.Handler;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.event.OrderEvent.OrderAnswered;
import org.quickfreeze.contracts.event.OrderEvent.OrderUndeliverable;
import org.quickfreeze.contracts.order.OrderCodec;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.request.lifecycle.domain.Step;

/**
 * Folds providers' replies into requests, and that an order has not reached its provider. The
 * gateway has checked each reply; this side checks its signature again, since it enters the shared
 * half.
 *
 * <p>All of it as of the moment at which the gateway took it in, {@code ce_time}, which the gateway
 * alone can write: whatever is revoked afterwards does not undo what was valid when it came, and
 * whoever reads later comes to the same request.
 */
public final class OrderReplies implements Handler {
  private static final String REPLY = "qf-reply+jws";

  private final RequestFunnel funnel;
  private final DirectoryKeys keys;
  private final DirectoryCopy directory;

  public OrderReplies(RequestFunnel funnel, DirectoryKeys keys, DirectoryCopy directory) {
    this.funnel = funnel;
    this.keys = keys;
    this.directory = directory;
  }

  @Override
  public void handle(Tx tx, List<Incoming> records) throws SQLException, Poisoned, NotYet {
    for (Incoming incoming : records) {
      if (EventTypes.ORDER_UNDELIVERABLE.wire().equals(incoming.header("ce_type"))) {
        undeliverable(tx, incoming);
      }
      if (EventTypes.ORDER_ANSWERED.wire().equals(incoming.header("ce_type"))) {
        awaitDirectory(incoming);
        answered(tx, incoming);
      }
    }
  }

  private void answered(Tx tx, Incoming incoming) throws SQLException, Poisoned {
    OrderAnswered event = read(incoming, OrderAnswered.class);
    Instant at = time(incoming);
    OrderReply reply = verified(event, at);
    Step.ByProvider step =
        new Step.ByProvider(
            reply.order(), reply.provider(), reply.answers(), reply.reply(), reply.body());
    Entered entered = Entered.reply(reply.provider(), reply.reply().wire(), event.reply(), at);
    funnel.hear(tx, event.request(), step, entered, at);
  }

  private void undeliverable(Tx tx, Incoming incoming) throws SQLException, Poisoned {
    OrderUndeliverable event = read(incoming, OrderUndeliverable.class);
    Instant at = time(incoming);
    Step.ByNetwork step =
        new Step.ByNetwork(event.order(), event.provider(), event.document(), event.reason());
    Entered entered = Entered.undeliverable(event.order(), event.provider(), event.document(), at);
    funnel.hear(tx, event.request(), step, entered, at);
  }

  private static Instant time(Incoming incoming) throws Poisoned {
    String time = incoming.header("ce_time");
    try {
      return Instant.parse(time == null ? "" : time);
    } catch (DateTimeParseException e) {
      throw new Poisoned("unreadable-event");
    }
  }

  private static <T> T read(Incoming incoming, Class<T> type) throws Poisoned {
    try {
      return Wire.read(incoming.value(), type);
    } catch (Wire.Unreadable e) {
      throw new Poisoned("unreadable-event");
    }
  }

  private OrderReply verified(OrderAnswered event, Instant at) throws Poisoned {
    Jws.Result result = Jws.verify(event.reply(), REPLY, kid -> keys.signing(kid, at));
    if (!(result instanceof Jws.Verified verified)
        || !keys.belongs(verified.kid(), "provider/" + event.provider(), at)) {
      throw new Poisoned("reply-signature");
    }
    try {
      OrderReply reply = OrderCodec.readReply(verified.payload());
      if (reply.provider().equals(event.provider()) && reply.order().equals(event.order())) {
        return reply;
      }
    } catch (MalformedAct e) {
      throw new Poisoned("reply-malformed");
    }
    throw new Poisoned("reply-mismatch");
  }

  private void awaitDirectory(Incoming incoming) throws NotYet {
    String version = incoming.header("ce_directoryversion");
    if (version != null && Long.parseLong(version) > directory.version()) {
      throw new NotYet("directory-behind");
    }
  }
}

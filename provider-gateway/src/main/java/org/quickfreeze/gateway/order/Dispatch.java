package org.quickfreeze.gateway.order;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.gateway.channel.Channels;
import org.quickfreeze.gateway.channel.Reach;
import org.quickfreeze.gateway.order.OrderRows.Outgoing;
import org.quickfreeze.gateway.order.WaitingRows.Waiting;

/**
 * Sends documents to their provider's topic. While a channel cannot be opened its documents wait,
 * in their order, and hold up no other provider's.
 */
public final class Dispatch {
  private final Outbox outbox;
  private final UndeliverableOrders undeliverable;
  private final Channels channels;
  private final Transactions transactions;
  private final DomainClock clock;
  private final InstantSource real;
  private final Duration patience;
  private final Instant started;
  private volatile long waiting;

  /**
   * @param real real time, by which waiting is measured
   * @param patience how long a document waits for its channel before it is set aside
   */
  public Dispatch(
      Outbox outbox,
      UndeliverableOrders undeliverable,
      Channels channels,
      Transactions transactions,
      DomainClock clock,
      InstantSource real,
      Duration patience) {
    this.outbox = outbox;
    this.undeliverable = undeliverable;
    this.channels = channels;
    this.transactions = transactions;
    this.clock = clock;
    this.real = real;
    this.patience = patience;
    this.started = real.instant();
  }

  /** How many documents waited when it was last looked. */
  public long waiting() {
    return waiting;
  }

  /** Keeps a new document and sends it, behind those of its provider that wait already. */
  void send(Tx tx, Outgoing document, Instant now) throws SQLException {
    OrderRows.document(tx, document, now);
    if (WaitingRows.any(tx, document.provider())) {
      WaitingRows.add(tx, document);
    } else {
      go(tx, document, channels.reach(tx, document.provider()), now);
    }
  }

  /**
   * Sends what waits and can go by now, and sets aside what has waited too long. Each document has
   * a transaction of its own.
   */
  public void sendWaiting() {
    List<String> providers =
        transactions.<List<String>, RuntimeException>inTransaction(
            Scope.system(),
            tx -> {
              waiting = WaitingRows.count(tx);
              return waiting == 0 ? List.of() : WaitingRows.providers(tx);
            });
    for (String provider : providers) {
      boolean went = true;
      while (went) {
        went =
            transactions.<Boolean, RuntimeException>inTransaction(
                Scope.system(), tx -> sendFirst(tx, provider));
      }
    }
  }

  private boolean sendFirst(Tx tx, String provider) throws SQLException {
    // asked once: a document that is taken out must not get into the line again behind later ones
    Reach reach = channels.reach(tx, provider);
    Optional<Waiting> first = WaitingRows.first(tx, provider);
    if (first.isEmpty() || (reach == Reach.OPENING && !isLate(first.get()))) {
      return false;
    }
    Outgoing document = first.get().document();
    if (reach == Reach.OPENING) {
      setAside(tx, document.order());
    } else {
      WaitingRows.take(tx, document);
      go(tx, document, reach, clock.now());
    }
    return true;
  }

  /** With what follows the order: a cancellation must not reach whoever never saw the order. */
  private void setAside(Tx tx, UUID order) throws SQLException {
    for (Waiting waiting : WaitingRows.ofOrder(tx, order)) {
      WaitingRows.take(tx, waiting.document());
      undeliverable.setAside(tx, waiting.document().document(), "channel-not-opened", clock.now());
    }
  }

  /** What came while this process was away has the patience from its start. */
  private boolean isLate(Waiting waiting) {
    Instant since = waiting.since().isAfter(started) ? waiting.since() : started;
    return since.isBefore(real.instant().minus(patience));
  }

  private void go(Tx tx, Outgoing document, Reach reach, Instant now) throws SQLException {
    switch (reach) {
      case OPEN -> outbox.write(tx, document.toTopic());
      case OPENING -> WaitingRows.add(tx, document);
      case NONE -> undeliverable.setAside(tx, document.document(), "no-channel", now);
    }
  }
}

package org.quickfreeze.audit.record;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quickfreeze.audit.log.Checkpoint;
import org.quickfreeze.audit.log.CompactRange;
import org.quickfreeze.audit.log.LogSigner;
import org.quickfreeze.audit.log.SignedNote;
import org.quickfreeze.audit.record.LogStore.SignedCheckpoint;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/**
 * Signs the tree as it stands, at most once in an interval, and publishes the checkpoint. Two
 * checkpoints of one size are never signed: the first that is stored stands.
 */
public final class CheckpointSigner implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CheckpointSigner.class.getName());
  private static final String TOPIC = "audit.checkpoints";

  private final Transactions transactions;
  private final Outbox outbox;
  private final LogSigner signer;
  private final String origin;
  private final Duration every;
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * @param every time between checkpoints; a long one keeps the public from telling when things
   *     happened
   */
  public CheckpointSigner(
      Transactions transactions, Outbox outbox, LogSigner signer, String origin, Duration every) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.signer = signer;
    this.origin = origin;
    this.every = every;
    this.thread = Thread.ofPlatform().name("checkpoints").daemon(true).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
  }

  private void run() {
    while (!stopping) {
      try {
        transactions.<Boolean, RuntimeException>inTransaction(Scope.system(), this::sign);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "no checkpoint: {0}", e.getClass().getName());
      }
      pause();
    }
  }

  /** Signs the present size, unless it is signed already. */
  boolean sign(Tx tx) throws SQLException {
    CompactRange edge = LogStore.edge(tx).orElseThrow();
    if (LogStore.hasCheckpoint(tx, edge.size())) {
      return false;
    }
    Checkpoint checkpoint = Checkpoint.of(origin, edge.size(), edge.root());
    byte[] note = SignedNote.sign(checkpoint.text(), signer).bytes();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    SignedCheckpoint signed = new SignedCheckpoint(edge.size(), edge.root().bytes(), note);
    if (!LogStore.keepCheckpoint(tx, signed, now)) {
      return false;
    }
    outbox.write(tx, new OutboundRecord(UUID.randomUUID(), TOPIC, origin, List.of(), note));
    return true;
  }

  private void pause() {
    try {
      Thread.sleep(every);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}

package org.quickfreeze.audit.record;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.audit.log.Checkpoint;
import org.quickfreeze.audit.log.CompactRange;
import org.quickfreeze.audit.log.Hash;
import org.quickfreeze.audit.log.LogSigner;
import org.quickfreeze.audit.log.SignedNote;
import org.quickfreeze.audit.record.LogStore.SignedCheckpoint;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/**
 * Signs the tree as it stands, within half a second of each batch, and publishes a checkpoint when
 * {@link Publication} says so. It never signs a second root for a size, nor a smaller tree than it
 * has signed: when the rows contradict what was signed, it stops signing and says so.
 */
final class CheckpointSigner implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CheckpointSigner.class.getName());
  private static final String TOPIC = "audit.checkpoints";
  private static final Duration PACE = Duration.ofMillis(400);
  private static final Duration INTERNAL_LIFE = Duration.ofHours(1);

  private final Transactions transactions;
  private final Outbox outbox;
  private final LogSigner signer;
  private final Publication publication;
  private final InstantSource realTime;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private Publication.@Nullable Last published;
  private volatile Figures figures = new Figures(0, 0, 0, false);

  /**
   * What the service shows of the log.
   *
   * @param entries in the log
   * @param missing numbers
   * @param conflicts entries whose number, or place in a topic, another has
   * @param contradicted whether the rows contradict what was signed
   */
  record Figures(long entries, long missing, long conflicts, boolean contradicted) {}

  /** The rows are not those that were signed. */
  private static final class Contradiction extends Exception {
    private static final long serialVersionUID = 1L;
  }

  CheckpointSigner(
      Transactions transactions,
      Outbox outbox,
      LogSigner signer,
      Publication publication,
      InstantSource realTime) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.signer = signer;
    this.publication = publication;
    this.realTime = realTime;
    this.thread = Thread.ofPlatform().name("checkpoints").daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Figures figures() {
    return figures;
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        step();
      } while (!stopping.await(PACE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Signs what is not signed yet; a failure leaves everything for the next step. */
  void step() {
    Instant now = realTime.instant().truncatedTo(ChronoUnit.MICROS);
    try {
      Publication.Last last = published;
      published =
          transactions.<Publication.@Nullable Last, Contradiction>inTransaction(
              Scope.system(), tx -> sign(tx, last, now));
    } catch (Contradiction e) {
      Figures seen = figures;
      figures = new Figures(seen.entries(), seen.missing(), seen.conflicts(), true);
      LOG.log(Level.SEVERE, "the log is not what was signed: no checkpoint is signed any more");
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "no checkpoint for now", Fact.error(e));
    }
  }

  private Publication.@Nullable Last sign(Tx tx, Publication.@Nullable Last last, Instant now)
      throws SQLException, Contradiction {
    CompactRange edge = LogStore.edge(tx);
    Optional<SignedCheckpoint> latest = LogStore.checkpoint(tx);
    if (latest.isPresent()) {
      refuseContradiction(tx, latest.get(), edge);
    }
    figures = new Figures(edge.size(), Streams.missing(tx), Streams.conflicts(tx), false);
    boolean due = publication.due(last, edge.size(), now);
    boolean signed = latest.isPresent() && latest.get().size() == edge.size();
    if (signed && (!due || latest.get().open())) {
      return last == null ? new Publication.Last(edge.size(), now) : last;
    }
    byte[] note = signed ? latest.get().note() : SignedNote.sign(text(edge), signer).bytes();
    LogStore.keep(tx, new SignedCheckpoint(edge.size(), edge.root(), note, due), now);
    LogStore.dropInternal(tx, now.minus(INTERNAL_LIFE));
    if (!due) {
      return last;
    }
    String origin = signer.key().name();
    outbox.write(tx, new OutboundRecord(UUID.randomUUID(), TOPIC, origin, List.of(), note));
    return new Publication.Last(edge.size(), now);
  }

  private static void refuseContradiction(Tx tx, SignedCheckpoint latest, CompactRange edge)
      throws Contradiction {
    if (latest.size() > edge.size()) {
      throw new Contradiction();
    }
    Hash root =
        latest.size() == edge.size()
            ? edge.root()
            : LogStore.reader(tx, edge.size()).root(latest.size());
    if (!root.equals(latest.root())) {
      throw new Contradiction();
    }
  }

  private String text(CompactRange edge) {
    return Checkpoint.of(signer.key().name(), edge.size(), edge.root()).text();
  }
}

package org.quickfreeze.gateway.order;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.gateway.order.ParkedRows.Line;
import org.quickfreeze.gateway.order.ParkedRows.Parked;

/**
 * Decides on replies that waited for their key: as soon as it is known, and for good once the copy
 * of the register is newer than the reply.
 */
public final class ParkedReplies {
  private static final Logger LOG = Logger.getLogger(ParkedReplies.class.getName());

  /** Between the register's clock and this one. */
  private static final Duration SKEW = Duration.ofSeconds(2);

  private final Transactions transactions;
  private final ReplyIntake replies;
  private final DirectoryCopy directory;
  private volatile long waiting;

  public ParkedReplies(Transactions transactions, ReplyIntake replies, DirectoryCopy directory) {
    this.transactions = transactions;
    this.replies = replies;
    this.directory = directory;
  }

  /** How many waited when it was last looked. */
  public long waiting() {
    return waiting;
  }

  /** Decides what can be decided by now, each line for itself. */
  public void decide() {
    Set<Line> lines =
        transactions.<Set<Line>, RuntimeException>inTransaction(
            Scope.system(),
            tx -> {
              waiting = ParkedRows.count(tx);
              return waiting == 0 ? Set.of() : ParkedRows.lines(tx);
            });
    for (Line line : lines) {
      decide(line);
    }
  }

  /** A line that cannot be decided stays and is logged; the others must not wait for it. */
  private void decide(Line line) {
    try {
      boolean more = true;
      while (more) {
        more =
            transactions.<Boolean, RuntimeException>inTransaction(
                Scope.system(), tx -> decideFirst(tx, line));
      }
    } catch (DatabaseFailure e) {
      if (e.mayPass()) {
        throw e;
      }
      LOG.log(Level.SEVERE, "a waiting reply cannot be decided", Fact.sqlState(e.sqlState()));
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a waiting reply cannot be decided", Fact.error(e));
    }
  }

  /** Decides the first of a line; false when there is none, or it has to wait on. */
  private boolean decideFirst(Tx tx, Line line) throws SQLException {
    Optional<Parked> first = ParkedRows.first(tx, line);
    if (first.isEmpty() || !(isOld(first.get()) || replies.knowsKey(first.get().reply()))) {
      return false;
    }
    ParkedRows.take(tx, first.get());
    replies.decide(tx, first.get().reply());
    return true;
  }

  /** Whether a key that was in the register when the reply came would be known here by now. */
  private boolean isOld(Parked parked) {
    Instant wholeUpTo = directory.asOf();
    return wholeUpTo.isAfter(parked.at().plus(SKEW));
  }
}

package org.quickfreeze.gateway.order;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.gateway.order.ParkedRows.Line;
import org.quickfreeze.gateway.order.ParkedRows.Parked;

/**
 * Decides on replies that waited for their key: as soon as it is known, and for good once the copy
 * of the register is newer than the reply.
 */
public final class ParkedReplies {
  /** Between the register's clock and this one. */
  private static final Duration SKEW = Duration.ofSeconds(2);

  private static final int AT_A_TIME = 200;

  private final Transactions transactions;
  private final ReplyIntake replies;
  private final DirectoryCopy directory;

  public ParkedReplies(Transactions transactions, ReplyIntake replies, DirectoryCopy directory) {
    this.transactions = transactions;
    this.replies = replies;
    this.directory = directory;
  }

  /** Decides what can be decided by now. Each reply has a transaction of its own. */
  public void decide() {
    List<Parked> waiting =
        transactions.<List<Parked>, RuntimeException>inTransaction(
            Scope.system(), tx -> ParkedRows.first(tx, AT_A_TIME));
    Set<Line> held = new HashSet<>();
    for (Parked parked : waiting) {
      Line line = new Line(parked.reply().provider(), parked.reply().order());
      if (held.contains(line) || !(isOld(parked) || replies.knowsKey(parked.reply()))) {
        held.add(line);
      } else {
        transactions.<Boolean, RuntimeException>inTransaction(
            Scope.system(),
            tx -> {
              boolean mine = ParkedRows.take(tx, parked);
              if (mine) {
                replies.decide(tx, parked.reply());
              }
              return mine;
            });
      }
    }
  }

  /** Whether a key that was in the register when the reply came would be known here by now. */
  private boolean isOld(Parked parked) {
    Instant wholeUpTo = directory.asOf();
    return wholeUpTo.isAfter(parked.at().plus(SKEW));
  }
}

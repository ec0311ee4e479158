package org.quickfreeze.backbone.consume;

import java.sql.SQLException;
import java.util.List;
import org.quickfreeze.backbone.tx.Tx;

/** What a record does, in the transaction that also remembers that it was done. */
@FunctionalInterface
public interface Handler {
  /**
   * Applies records that have not been applied before, in the order of their partitions.
   *
   * @throws Poisoned when a record can never be applied
   * @throws NotYet when it can be applied later
   */
  void handle(Tx tx, List<Incoming> records) throws SQLException, Poisoned, NotYet;

  /** A record that can never succeed; it goes to the dead letter under this cause. */
  final class Poisoned extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param cause a code in lower case with hyphens, never an exception's text, which may quote
     *     content
     */
    public Poisoned(String cause) {
      super(cause);
    }
  }

  /** A record that waits for something, such as a newer copy of the directory. */
  final class NotYet extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason a code in lower case with hyphens
     */
    public NotYet(String reason) {
      super(reason);
    }
  }
}

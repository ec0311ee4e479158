package org.quickfreeze.backbone.outbox;

import java.sql.SQLException;
import java.util.List;
import org.quickfreeze.backbone.tx.Tx;

/** What a service adds to the transaction in which the relay moves its mark. */
public interface OnPublished {
  /** Nothing. */
  OnPublished NOTHING = new OnPublished() {};

  /** The broker has acknowledged these records. Runs at least once for each record. */
  default void published(Tx tx, List<OutboundRecord> records) throws SQLException {}

  /**
   * The broker will never take this record; it was set aside.
   *
   * @param cause a code, never an exception's text
   */
  default void undeliverable(Tx tx, OutboundRecord pending, String cause) throws SQLException {}
}

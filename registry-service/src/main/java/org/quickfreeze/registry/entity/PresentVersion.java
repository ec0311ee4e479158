package org.quickfreeze.registry.entity;

import java.sql.SQLException;
import org.quickfreeze.backbone.tx.Tx;

/** How far the register is. */
public final class PresentVersion {
  private PresentVersion() {}

  /** The directory version up to which everything is committed; locks it until commit. */
  public static long read(Tx tx) throws SQLException {
    return EntityRows.presentVersion(tx);
  }
}

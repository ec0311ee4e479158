package org.quickfreeze.registry.entity;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.quickfreeze.backbone.tx.Tx;

/** The keys that do not count until they are resumed. */
public final class SuspendedKeys {
  private SuspendedKeys() {}

  /**
   * One of them.
   *
   * @param owner entity id, such as {@code authority/fr-24-7}
   */
  public record SuspendedKey(String kid, String owner, Instant since) {}

  /** All of them, as believed now. */
  public static List<SuspendedKey> all(Tx tx) throws SQLException {
    return EntityRows.suspendedKeys(tx);
  }
}

package org.quickfreeze.backbone.directory;

import java.sql.SQLException;
import java.util.List;
import org.quickfreeze.backbone.tx.Tx;

/**
 * Entities whose latest record in the topic is not their present state as far as this copy can
 * tell. The register says their state again.
 */
public final class DoubtedEntities {
  private DoubtedEntities() {}

  /** At most this many ids, such as {@code key/…}, in their order. */
  public static List<String> read(Tx tx, int limit) throws SQLException {
    return tx.query(
        "select entity from backbone.directory_entry where doubted order by entity limit ?",
        row -> row.text("entity"),
        limit);
  }
}

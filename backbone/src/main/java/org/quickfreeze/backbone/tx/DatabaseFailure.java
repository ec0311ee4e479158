package org.quickfreeze.backbone.tx;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A statement or the connection failed. Its message carries the SQLSTATE only, since the database's
 * own text may quote the values of a row.
 */
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sqlState;

  private DatabaseFailure(String sqlState, @Nullable Throwable cause) {
    super("SQLSTATE " + sqlState, cause);
    this.sqlState = sqlState;
  }

  public static DatabaseFailure of(SQLException e) {
    // A pool without a free connection reports no state: the database cannot be reached.
    String state = e.getSQLState();
    return new DatabaseFailure(state == null ? "08000" : state, e);
  }

  /** Five characters, as in appendix A of the PostgreSQL manual. */
  public String sqlState() {
    return sqlState;
  }

  /**
   * Whether the same work may succeed later: connection (08), rollback and deadlock (40), resources
   * (53), lock not available (55), shutdown (57), system error (58).
   */
  public boolean mayPass() {
    return switch (sqlState.substring(0, 2)) {
      case "08", "40", "53", "55", "57", "58" -> true;
      default -> false;
    };
  }
}

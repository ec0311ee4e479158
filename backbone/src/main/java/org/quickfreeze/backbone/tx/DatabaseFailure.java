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
  private final boolean outcomeUnknown;

  private DatabaseFailure(String sqlState, boolean outcomeUnknown, @Nullable Throwable cause) {
    super("SQLSTATE " + sqlState, cause);
    this.sqlState = sqlState;
    this.outcomeUnknown = outcomeUnknown;
  }

  public static DatabaseFailure of(SQLException e) {
    return new DatabaseFailure(state(e), false, e);
  }

  /**
   * The commit failed. Where the server said why it did not commit, nothing was kept; where it was
   * not heard any more (connection 08, shutdown 57, system 58, internal XX, or 40003), it may have
   * committed all the same.
   */
  public static DatabaseFailure atCommit(SQLException e) {
    String state = state(e);
    boolean unknown =
        switch (state.substring(0, 2)) {
          case "08", "57", "58", "XX" -> true;
          default -> state.equals("40003");
        };
    return new DatabaseFailure(state, unknown, e);
  }

  private static String state(SQLException e) {
    // A pool without a free connection reports no state: the database cannot be reached.
    String state = e.getSQLState();
    return state == null ? "08000" : state;
  }

  /** Whether the transaction may have been committed; else it is certain that it was not. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
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

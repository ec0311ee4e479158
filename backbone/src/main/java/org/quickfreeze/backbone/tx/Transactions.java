package org.quickfreeze.backbone.tx;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens transactions in a {@link Scope}. The first statement of each sets the database role and the
 * variables that row-level security reads, all local to the transaction: a pooled connection keeps
 * nothing of the caller before, and a transaction without a scope sees no rows.
 */
public final class Transactions {
  private static final String ENTER =
      """
      select set_config('role', ?, true), set_config('quickfreeze.role', ?, true),
        set_config('quickfreeze.party', ?, true), set_config('quickfreeze.authority', ?, true),
        set_config('quickfreeze.teams', ?, true), set_config('quickfreeze.caller', ?, true)""";

  private final DataSource dataSource;
  private final String apiRole;
  private final String systemRole;

  /**
   * @param dataSource connections of the service's login, which has no rights of its own
   * @param database the service's short name; its roles are {@code <database>_api} and {@code
   *     <database>_system}
   */
  public Transactions(DataSource dataSource, String database) {
    this.dataSource = dataSource;
    this.apiRole = database + "_api";
    this.systemRole = database + "_system";
  }

  /** What happens inside a transaction. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object, X extends Exception> {
    T in(Tx tx) throws SQLException, X;
  }

  /**
   * Runs {@code work} in one transaction: commits when it returns, rolls back when it throws, and
   * runs the after-commit hooks last.
   *
   * @throws DatabaseFailure when the database does not answer or a statement failed
   */
  public <T extends @Nullable Object, X extends Exception> T inTransaction(
      Scope scope, Work<T, X> work) throws X {
    Tx tx;
    T result;
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        tx = new Tx(connection, scope);
        enter(tx, scope);
        result = work.in(tx);
        commit(tx);
      } catch (Throwable failure) {
        rollback(connection, failure);
        throw failure;
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
    tx.committed();
    return result;
  }

  private static void commit(Tx tx) {
    try {
      tx.commit();
    } catch (SQLException e) {
      throw DatabaseFailure.atCommit(e);
    }
  }

  private void enter(Tx tx, Scope scope) throws SQLException {
    tx.later(
        ENTER,
        scope.databaseRole() == Scope.DatabaseRole.API ? apiRole : systemRole,
        scope.role(),
        scope.party(),
        scope.authority(),
        String.join(",", scope.teams()),
        scope.caller());
  }

  private static void rollback(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}

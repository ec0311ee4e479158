package org.quickfreeze.backbone.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.PGConnection;
import org.quickfreeze.backbone.log.Fact;

/**
 * Rings for the leader when another replica has committed something to send. Its end is no harm:
 * the relay looks by itself a tenth of a second later.
 */
final class ReplicaBell implements AutoCloseable {
  static final String CHANNEL = "quickfreeze_outbox";
  private static final Logger LOG = Logger.getLogger(ReplicaBell.class.getName());
  private static final int PATIENCE_MILLIS = 10_000;

  private final Connection connection;
  private final Wake wake;
  private volatile boolean closing;

  private ReplicaBell(Connection connection, Wake wake) {
    this.connection = connection;
    this.wake = wake;
  }

  static ReplicaBell listening(RelayDatabase database, Wake wake) throws SQLException {
    Connection connection = RelayStore.connect(database, "relay-bell");
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    ReplicaBell bell = new ReplicaBell(connection, wake);
    Thread.ofPlatform().name("relay-bell").daemon(true).start(bell::listen);
    return bell;
  }

  private void listen() {
    try {
      PGConnection notifications = connection.unwrap(PGConnection.class);
      while (!closing) {
        if (notifications.getNotifications(PATIENCE_MILLIS).length > 0) {
          wake.ring();
        }
      }
    } catch (SQLException e) {
      if (!closing) {
        LOG.log(Level.WARNING, "other replicas are not heard", Fact.error(e));
      }
    }
  }

  @Override
  public void close() throws SQLException {
    closing = true;
    connection.abort(Runnable::run);
  }
}

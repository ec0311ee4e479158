package org.quickfreeze.audit.record;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.quickfreeze.audit.log.LogSigner;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.quarkus.Migrations;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.stack.PostgresPart;
import org.quickfreeze.stack.TestParts;

/** The migrated database {@code audit}, as its login and as its owner see it. */
public final class AuditDatabase {
  public static final Scope AUDITOR = Scope.of("auditor", "", "", List.of(), "00");
  public static final Scope OFFICER = Scope.of("officer", "FR", "fr-24-7", List.of(), "01");
  public static final Scope PUBLIC = Scope.of("public", "", "", List.of(), "");
  private static boolean migrated;

  private AuditDatabase() {}

  /** Transactions of the service's login on an empty log. */
  public static Transactions empty() {
    asOwner(
        """
        truncate audit.conflict, audit.healed, audit.hole, audit.stream, audit.checkpoint,
          audit.node, audit.opening, audit.entry, backbone.outbox, backbone.inbox;
        update audit.edge set size = 0, peaks = ''""");
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(postgres().url("audit"));
    dataSource.setUser("audit_app");
    dataSource.setPassword(postgres().password("audit_app"));
    return new Transactions(dataSource, "audit");
  }

  /** Appends records and signs the tree that they make. */
  public static void log(Transactions transactions, LogSigner signer, Incoming... records) {
    Appender appender = new Appender(new SecureRandom(), InstantSource.system());
    transactions.<Boolean, RuntimeException>inTransaction(
        Scope.system(),
        tx -> {
          appender.handle(tx, List.of(records));
          return true;
        });
    Publication publication = new Publication(Duration.ZERO, 0);
    new CheckpointSigner(
            transactions, new Outbox(() -> {}), signer, publication, InstantSource.system())
        .step();
  }

  /** Runs statements as the owner of the tables, whom row-level security does not bind. */
  public static void asOwner(String sql) {
    try (Connection connection = owner();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of each row, read by the owner. */
  public static List<String> texts(String sql) {
    try (Connection connection = owner();
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (results.next()) {
        rows.add(results.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection owner() throws SQLException {
    PostgresPart postgres = postgres();
    return DriverManager.getConnection(
        postgres.url("audit"), "audit_owner", postgres.password("audit_owner"));
  }

  private static synchronized PostgresPart postgres() {
    PostgresPart postgres = TestParts.postgres();
    if (!migrated) {
      String owner = postgres.password("audit_owner");
      Migrations.run(postgres.url("audit"), "audit_owner", owner, "audit");
      migrated = true;
    }
    return postgres;
  }
}

package org.quickfreeze.gateway.order;

import java.time.Instant;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.quickfreeze.backbone.outbox.RelayDatabase;
import org.quickfreeze.backbone.quarkus.Migrations;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.directory.DirectoryVersion;
import org.quickfreeze.stack.PostgresPart;
import org.quickfreeze.stack.TestParts;

/** The gateway's migrated database, and what the register has said there. */
final class GatewayDatabase {
  private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");

  private GatewayDatabase() {}

  static Transactions transactions() {
    PostgresPart postgres = TestParts.postgres();
    String url = postgres.url("gateway");
    Migrations.run(url, "gateway_owner", postgres.password("gateway_owner"), "gateway");
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser("gateway_app");
    source.setPassword(postgres.password("gateway_app"));
    return new Transactions(source, "gateway");
  }

  static RelayDatabase relay() {
    PostgresPart postgres = TestParts.postgres();
    return new RelayDatabase(
        postgres.url("gateway"), "gateway_app", postgres.password("gateway_app"), "gateway_system");
  }

  /** An entity that nobody has ended; a copy knows it once it is loaded. */
  static void entered(Transactions transactions, String id, DirectoryEntity entity) {
    entered(transactions, id, entity, 1);
  }

  static void entered(Transactions transactions, String id, DirectoryEntity entity, long version) {
    String kind = id.substring(0, id.indexOf('/'));
    DirectoryRecord entry =
        new DirectoryRecord(
            1, id, kind, version, List.of(new DirectoryVersion(ALWAYS, null, ALWAYS, entity)));
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.update(
                """
                insert into backbone.directory_entry (entity, kind, version, record)
                values (?, ?, ?, ?)""",
                id,
                kind,
                version,
                Wire.bytes(entry)));
  }
}

package org.quickfreeze.gateway.channel;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/** The notes in the gateway's own database, where other replicas see them too. */
final class ChannelRows implements ChannelNotes {
  private final Transactions transactions;
  private final DomainClock clock;

  ChannelRows(Transactions transactions, DomainClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Whether a provider's channel stands. */
  static boolean open(Tx tx, String provider) throws SQLException {
    return tx.first(
            "select open from gateway.channel where provider = ?",
            row -> row.flag("open"),
            provider)
        .orElse(false);
  }

  @Override
  public Map<String, Noted> all() {
    record Row(String provider, Noted noted) {}
    return transactions
        .<List<Row>, RuntimeException>inTransaction(
            Scope.system(),
            tx ->
                tx.query(
                    "select provider, client, open from gateway.channel",
                    row ->
                        new Row(
                            row.text("provider"), new Noted(row.text("client"), row.flag("open")))))
        .stream()
        .collect(Collectors.toMap(Row::provider, Row::noted));
  }

  @Override
  public void note(String provider, String client, boolean open) {
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.update(
                """
                insert into gateway.channel (provider, client, open, since) values (?, ?, ?, ?)
                on conflict (provider) do update
                set client = excluded.client, open = excluded.open, since = excluded.since""",
                provider,
                client,
                open,
                clock.now()));
  }

  @Override
  public void strike(String provider, String client) {
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.update(
                "delete from gateway.channel where provider = ? and client = ?", provider, client));
  }
}

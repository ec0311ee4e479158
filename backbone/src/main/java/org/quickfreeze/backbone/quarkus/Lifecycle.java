package org.quickfreeze.backbone.quarkus;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.quickfreeze.backbone.clocks.ClockLoop;
import org.quickfreeze.backbone.consume.ConsumerLoop;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryReader;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.outbox.Relay;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;

/**
 * Starts a service in the one order that is safe: schema, time, directory copy, relay, consumers,
 * clocks; and stops it the other way round.
 */
@Singleton
public final class Lifecycle {
  private static final Logger LOG = Logger.getLogger(Lifecycle.class.getName());

  private final QuickfreezeConfig config;
  private final String url;
  private final Transactions transactions;
  private final DomainClock clock;
  private final DirectoryCopy directory;
  private final Relay relay;
  private final Instance<DirectoryReader> readers;
  private final Instance<ConsumerLoop> consumers;
  private final Instance<ClockLoop> clocks;
  private final Retention retention;

  Lifecycle(
      QuickfreezeConfig config,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
      Transactions transactions,
      DomainClock clock,
      DirectoryCopy directory,
      Relay relay,
      Instance<DirectoryReader> readers,
      Instance<ConsumerLoop> consumers,
      Instance<ClockLoop> clocks,
      Retention retention) {
    this.config = config;
    this.url = url;
    this.transactions = transactions;
    this.clock = clock;
    this.directory = directory;
    this.relay = relay;
    this.readers = readers;
    this.consumers = consumers;
    this.clocks = clocks;
    this.retention = retention;
  }

  void start(@Observes @Priority(10) StartupEvent event) {
    QuickfreezeConfig.Login owner = config.db().owner();
    Migrations.run(url, owner.username(), owner.password(), config.database());
    clock.shiftTo(storedShift());
    directory.load(transactions);
    LOG.log(Level.INFO, "the directory copy is loaded", Fact.directoryVersion(directory.version()));
  }

  /** Runs after the service's own start, which may prepare what consumers need. */
  void startLoops(@Observes @Priority(5000) StartupEvent event) {
    relay.start();
    readers.forEach(DirectoryReader::start);
    consumers.forEach(ConsumerLoop::start);
    clocks.forEach(ClockLoop::start);
    retention.start();
  }

  void stop(@Observes ShutdownEvent event) {
    retention.close();
    clocks.forEach(ClockLoop::close);
    consumers.forEach(ConsumerLoop::close);
    readers.forEach(DirectoryReader::close);
    relay.close();
  }

  private Duration storedShift() {
    return transactions.<Duration, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.first(
                    "select extract(epoch from shift)::bigint as s from backbone.domain_clock",
                    row -> Duration.ofSeconds(row.number("s")))
                .orElse(Duration.ZERO));
  }
}

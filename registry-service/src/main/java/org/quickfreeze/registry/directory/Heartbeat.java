package org.quickfreeze.registry.directory;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.registry.entity.PresentVersion;

/**
 * Every ten seconds the register says how far it is, so that readers know the age of their copy.
 */
@Singleton
final class Heartbeat {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());
  private static final long EVERY_SECONDS = 10;

  private final Transactions transactions;
  private final DirectoryPublisher publisher;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  Heartbeat(Transactions transactions, DirectoryPublisher publisher) {
    this.transactions = transactions;
    this.publisher = publisher;
  }

  void start(@Observes @Priority(6000) StartupEvent event) {
    var _ = timer.scheduleAtFixedRate(this::beat, 0, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
  }

  private void beat() {
    try {
      transactions.<Long, RuntimeException>inTransaction(
          Scope.system(),
          tx -> {
            long version = PresentVersion.read(tx);
            publisher.heartbeat(tx, version, Instant.now().truncatedTo(ChronoUnit.MICROS));
            return version;
          });
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "no heartbeat", Fact.error(e));
    }
  }
}

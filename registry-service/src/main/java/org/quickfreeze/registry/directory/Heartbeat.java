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
import org.quickfreeze.backbone.directory.DoubtedEntities;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.outbox.Relay;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.registry.entity.EntityRegister;
import org.quickfreeze.registry.entity.PresentVersion;

/**
 * Every ten seconds the register says how far it is, so that readers know the age of their copy.
 * Before that it says again what its own copy doubts: it reads the topic like everybody else, and
 * whatever was put in the place of an entity's state has reached all readers.
 */
@Singleton
final class Heartbeat {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());
  private static final long EVERY_SECONDS = 10;

  /** Bounds what one beat says again, should somebody spoil the whole topic. */
  private static final int LOT = 100;

  private final Transactions transactions;
  private final DirectoryPublisher publisher;
  private final EntityRegister register;
  private final Relay relay;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  Heartbeat(
      Transactions transactions,
      DirectoryPublisher publisher,
      EntityRegister register,
      Relay relay) {
    this.transactions = transactions;
    this.publisher = publisher;
    this.register = register;
    this.relay = relay;
  }

  void start(@Observes @Priority(6000) StartupEvent event) {
    var _ = timer.scheduleAtFixedRate(this::beat, 0, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
  }

  private void beat() {
    try {
      // What was said already and waits for the broker need not be said once more.
      boolean heard = relay.status().brokerUp();
      transactions.<Long, RuntimeException>inTransaction(
          Scope.system(),
          tx -> {
            if (heard) {
              register.sayAgain(tx, DoubtedEntities.read(tx, LOT));
            }
            long version = PresentVersion.read(tx);
            publisher.heartbeat(tx, version, Instant.now().truncatedTo(ChronoUnit.MICROS));
            return version;
          });
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "no heartbeat", Fact.error(e));
    }
  }
}

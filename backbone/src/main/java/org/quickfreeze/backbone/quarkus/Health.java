package org.quickfreeze.backbone.quarkus;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.outbox.Relay;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;

/**
 * Whether this service can do its work. Without its database it cannot keep what it accepts; before
 * it has heard the register for the first time it would turn everybody away. Without a broker it
 * works on, and says that sending waits.
 */
@Readiness
@Singleton
public final class Health implements HealthCheck {
  /** Three heartbeats of the register. */
  private static final Duration SILENT = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final Relay relay;
  private final DirectoryCopy directory;

  Health(Transactions transactions, Relay relay, DirectoryCopy directory) {
    this.transactions = transactions;
    this.relay = relay;
    this.directory = directory;
  }

  @Override
  public HealthCheckResponse call() {
    Relay.RelayStatus status = relay.status();
    return HealthCheckResponse.named("quickfreeze")
        .status(databaseAnswers() && directory.heard())
        .withData("broker", broker(status, directory.age(Instant.now())))
        .withData("outbox", status.backlog())
        .withData("outboxOldestSeconds", status.oldestSeconds())
        .withData("directory", register())
        .withData("directoryVersion", directory.version())
        .withData("directoryAgeSeconds", directory.age(Instant.now()).toSeconds())
        .build();
  }

  private String register() {
    if (!directory.heard()) {
      return "not heard yet: nobody is known";
    }
    return directory.doubted() == 0
        ? "heard"
        : "held back: " + directory.doubted() + " entities are doubted";
  }

  /** A relay with nothing to send notices nothing; that the register falls silent, it does. */
  private String broker(Relay.RelayStatus status, Duration silence) {
    if (!status.brokerUp()) {
      return "down: accepted acts wait in the outbox";
    }
    return directory.heard() && directory.doubted() == 0 && silence.compareTo(SILENT) > 0
        ? "silent: nothing of the register came for " + silence.toSeconds() + " s"
        : "up";
  }

  private boolean databaseAnswers() {
    try {
      return transactions.<Boolean, RuntimeException>inTransaction(
          Scope.system(), tx -> tx.first("select true as ok", row -> row.flag("ok")).orElse(false));
    } catch (RuntimeException e) {
      return false;
    }
  }
}

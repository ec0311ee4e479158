package org.quickfreeze.audit.record;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.quickfreeze.audit.log.LogSigner;
import org.quickfreeze.backbone.consume.ConsumerLoop;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;

/** The service's own pieces as beans. */
@Dependent
class AuditBeans {
  @Produces
  @Singleton
  LogSigner signer(
      KeyVault vault, @ConfigProperty(name = "quickfreeze.audit.origin") String origin) {
    return VaultSigner.of(origin, vault.ed25519("log"));
  }

  @Produces
  @Singleton
  CheckpointSigner checkpoints(
      Transactions transactions,
      Outbox outbox,
      LogSigner signer,
      @ConfigProperty(name = "quickfreeze.audit.origin") String origin,
      @ConfigProperty(name = "quickfreeze.audit.checkpoint-every") Duration every) {
    return new CheckpointSigner(transactions, outbox, signer, origin, every);
  }

  @Produces
  @Singleton
  ConsumerLoop events(KafkaClients kafka, Transactions transactions, Outbox outbox) {
    return new ConsumerLoop(
        "log",
        Pattern.compile("(registry|request|order)\\.events"),
        () -> kafka.consumer("audit-service.log"),
        transactions,
        outbox,
        "audit-service.dead-letter",
        new Appender(Instant::now, () -> {}));
  }

  /** Signs from the first entry on, and tells the log's key to whoever verifies from outside. */
  void start(
      @Observes @Priority(6000) StartupEvent event,
      CheckpointSigner checkpoints,
      LogSigner signer,
      MeterRegistry registry,
      Transactions transactions,
      @ConfigProperty(name = "quickfreeze.audit.vkey-file") Optional<Path> vkeyFile) {
    vkeyFile.ifPresent(file -> tell(file, signer.key().vkey()));
    gauge(registry, "quickfreeze_audit_holes", transactions, false);
    gauge(registry, "quickfreeze_audit_conflicts", transactions, true);
    checkpoints.start();
  }

  void stop(@Observes ShutdownEvent event, CheckpointSigner checkpoints) {
    checkpoints.close();
  }

  private static void tell(Path file, String vkey) {
    try {
      Files.writeString(file, vkey + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the log's key cannot be told", e);
    }
  }

  private static void gauge(
      MeterRegistry registry, String name, Transactions transactions, boolean conflicts) {
    Gauge.builder(
            name,
            transactions,
            t ->
                t.<Long, RuntimeException>inTransaction(
                    Scope.system(), tx -> conflicts ? Streams.conflicts(tx) : Streams.open(tx)))
        .strongReference(true)
        .register(registry);
  }
}

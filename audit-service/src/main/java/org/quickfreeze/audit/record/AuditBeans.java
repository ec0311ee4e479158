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
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.quickfreeze.audit.log.LogSigner;
import org.quickfreeze.audit.record.CheckpointSigner.Figures;
import org.quickfreeze.backbone.consume.ConsumerLoop;
import org.quickfreeze.backbone.consume.Trust;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Transactions;

/** The service's own pieces as beans, and what it does at its start. */
@Dependent
class AuditBeans {
  @Produces
  @Singleton
  LogSigner signer(
      KeyVault vault, @ConfigProperty(name = "quickfreeze.audit.origin") String origin) {
    return new VaultSigner(origin, vault.ed25519Signer("log"));
  }

  @Produces
  @Singleton
  CheckpointSigner checkpoints(
      Transactions transactions,
      Outbox outbox,
      LogSigner signer,
      @ConfigProperty(name = "quickfreeze.audit.checkpoint-every") Duration every,
      @ConfigProperty(name = "quickfreeze.audit.checkpoint-entries") long entries) {
    Publication publication = new Publication(every, entries);
    return new CheckpointSigner(transactions, outbox, signer, publication, Clock.systemUTC());
  }

  @Produces
  @Singleton
  ConsumerLoop events(KafkaClients kafka, Transactions transactions, Outbox outbox) {
    return new ConsumerLoop(
        "log",
        Pattern.compile("(registry|request|order)\\.events"),
        Trust.ANYBODYS,
        () -> kafka.consumer("audit-service.log"),
        transactions,
        outbox,
        "audit-service.dead-letter",
        new Appender(new SecureRandom(), Clock.systemUTC()));
  }

  /** Signs from the first moment on, and tells the log's key to whoever verifies from outside. */
  void start(
      @Observes @Priority(6000) StartupEvent event,
      CheckpointSigner checkpoints,
      LogSigner signer,
      MeterRegistry registry,
      @ConfigProperty(name = "quickfreeze.audit.vkey-file") Optional<Path> vkeyFile) {
    vkeyFile.ifPresent(file -> tell(file, signer.key().vkey()));
    gauge(registry, "quickfreeze_audit_entries", checkpoints, Figures::entries);
    gauge(registry, "quickfreeze_audit_holes", checkpoints, Figures::missing);
    gauge(registry, "quickfreeze_audit_conflicts", checkpoints, Figures::conflicts);
    gauge(
        registry,
        "quickfreeze_audit_contradicted",
        checkpoints,
        figures -> figures.contradicted() ? 1 : 0);
    checkpoints.start();
  }

  void stop(@Observes ShutdownEvent event, CheckpointSigner checkpoints) {
    checkpoints.close();
  }

  private static void tell(Path file, String vkey) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, vkey + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the log's key cannot be told", e);
    }
  }

  private static void gauge(
      MeterRegistry registry,
      String name,
      CheckpointSigner checkpoints,
      ToDoubleFunction<Figures> figure) {
    Gauge.builder(name, checkpoints, c -> figure.applyAsDouble(c.figures()))
        .strongReference(true)
        .register(registry);
  }
}

package org.quickfreeze.registry.entity;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.quarkus.CallerKey;
import org.quickfreeze.backbone.sealing.CallerIds;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/** Enters the first secretariat caller into an empty register; after that it does nothing. */
@Singleton
final class Bootstrap {
  private static final Logger LOG = Logger.getLogger(Bootstrap.class.getName());

  private final Transactions transactions;
  private final EntityRegister register;
  private final CallerKey callerKey;
  private final DomainClock clock;
  private final String issuer;
  private final Optional<String> subject;

  Bootstrap(
      Transactions transactions,
      EntityRegister register,
      CallerKey callerKey,
      DomainClock clock,
      @ConfigProperty(name = "quarkus.oidc.auth-server-url") String issuer,
      @ConfigProperty(name = "quickfreeze.bootstrap.secretariat") Optional<String> subject) {
    this.transactions = transactions;
    this.register = register;
    this.callerKey = callerKey;
    this.clock = clock;
    this.issuer = issuer;
    this.subject = subject;
  }

  void enter(@Observes @Priority(100) StartupEvent event) {
    if (subject.isEmpty()) {
      return;
    }
    String id = CallerIds.callerId(issuer, subject.get(), callerKey.bytes());
    boolean entered =
        transactions.<Boolean, RuntimeException>inTransaction(
            Scope.system(), tx -> enterFirst(tx, id));
    if (entered) {
      LOG.log(Level.INFO, "the first secretariat caller was entered");
    }
  }

  private boolean enterFirst(Tx tx, String id) throws java.sql.SQLException {
    if (!EntityRows.page(tx, "caller", "", 1).isEmpty()) {
      return false;
    }
    Caller itself = new Caller(id, "bootstrap", null, null, null, List.of(), Set.of());
    DirectoryEntity first =
        new DirectoryEntity.Caller(
            id, "secretariat", null, null, null, List.of(), List.of(), null, null);
    return register.create(tx, itself, first, clock.now()) instanceof EntityRegister.Outcome.Done;
  }
}

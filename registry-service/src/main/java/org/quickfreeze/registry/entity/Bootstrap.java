package org.quickfreeze.registry.entity;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.quickfreeze.backbone.quarkus.CallerKey;
import org.quickfreeze.backbone.sealing.CallerIds;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.entity.EntityRegister.By;

/**
 * Enters the first secretariat callers into an empty register; after that it does nothing. Two are
 * needed from the first day: nobody approves what they have proposed themselves.
 */
@Singleton
final class Bootstrap {
  private static final Logger LOG = Logger.getLogger(Bootstrap.class.getName());

  private final Transactions transactions;
  private final EntityRegister register;
  private final CallerKey callerKey;
  private final DomainClock clock;
  private final String issuer;
  private final List<String> subjects;

  Bootstrap(
      Transactions transactions,
      EntityRegister register,
      CallerKey callerKey,
      DomainClock clock,
      @ConfigProperty(name = "quarkus.oidc.auth-server-url") String issuer,
      @ConfigProperty(name = "quickfreeze.bootstrap.secretariat") Optional<List<String>> subjects) {
    this.transactions = transactions;
    this.register = register;
    this.callerKey = callerKey;
    this.clock = clock;
    this.issuer = issuer;
    this.subjects = subjects.orElse(List.of());
  }

  void enter(@Observes @Priority(100) StartupEvent event) {
    if (subjects.isEmpty()) {
      return;
    }
    if (subjects.size() == 1) {
      LOG.log(Level.WARNING, "one secretariat caller alone can propose, but approve nothing");
    }
    boolean entered =
        transactions.<Boolean, RuntimeException>inTransaction(Scope.system(), this::enterFirst);
    if (entered) {
      LOG.log(Level.INFO, "the first secretariat callers were entered");
    }
  }

  private boolean enterFirst(Tx tx) throws java.sql.SQLException {
    if (!EntityRows.page(tx, "caller", "", 1).isEmpty()) {
      return false;
    }
    for (String subject : subjects) {
      String id = CallerIds.callerId(issuer, subject, callerKey.bytes());
      By itself = new By(id, "bootstrap", null, null);
      DirectoryEntity first =
          new DirectoryEntity.Caller(
              id, "secretariat", null, null, null, List.of(), List.of(), null, null);
      var _ = register.create(tx, itself, first, clock.now());
    }
    return true;
  }
}

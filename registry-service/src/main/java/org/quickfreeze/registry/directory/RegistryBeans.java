package org.quickfreeze.registry.directory;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Period;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.duty.Competences;
import org.quickfreeze.registry.duty.Duties;
import org.quickfreeze.registry.entity.Changes;
import org.quickfreeze.registry.entity.EntityRegister;
import org.quickfreeze.registry.entity.KeyOverlap;

/** The register's own pieces as beans. */
@Dependent
class RegistryBeans {
  /** The database bounds it too. */
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

  @Produces
  @Singleton
  DirectoryPublisher publisher(Outbox outbox, KeyVault vault) {
    return new DirectoryPublisher(outbox, vault.signer("register"));
  }

  @Produces
  @Singleton
  LawBook lawBook() {
    return LawBook.load();
  }

  @Produces
  @Singleton
  EntityRegister register(
      DirectoryPublisher publisher,
      LawBook law,
      @ConfigProperty(name = "quickfreeze.registry.attestation-months", defaultValue = "6")
          int attestationMonths) {
    return new EntityRegister(publisher, law, Period.ofMonths(attestationMonths));
  }

  @Produces
  @Singleton
  Changes changes(
      EntityRegister register,
      DirectoryCopy directory,
      @ConfigProperty(name = "quickfreeze.registry.proposal-age", defaultValue = "P14D")
          Duration proposalAge,
      @ConfigProperty(name = "quickfreeze.registry.channel-age", defaultValue = "PT72H")
          Duration channelAge) {
    return new Changes(
        register,
        (caller, now) ->
            directory.find("caller/" + caller, DirectoryEntity.Caller.class, now).isPresent(),
        proposalAge,
        channelAge);
  }

  @Produces
  @Singleton
  KeyOverlap overlaps(
      @ConfigProperty(name = "quickfreeze.registry.overlap-signing", defaultValue = "P7D")
          Duration signing,
      @ConfigProperty(name = "quickfreeze.registry.overlap-sealing", defaultValue = "P30D")
          Duration sealing) {
    return new KeyOverlap(signing, sealing, LONGEST_OVERLAP);
  }

  @Produces
  @Singleton
  Competences competences(DirectoryCopy directory) {
    return new Competences(directory);
  }

  @Produces
  @Singleton
  Duties duties(DirectoryCopy directory) {
    return new Duties(directory);
  }
}

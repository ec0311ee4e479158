package org.quickfreeze.backbone.quarkus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.directory.DirectoryReader;
import org.quickfreeze.backbone.directory.RegisterKey;
import org.quickfreeze.backbone.identity.CallerLookup;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.outbox.OnPublished;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.outbox.Relay;
import org.quickfreeze.backbone.outbox.RelayDatabase;
import org.quickfreeze.backbone.outbox.Wake;
import org.quickfreeze.backbone.sealing.FileKeyVault;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.Wire;

/** The pieces of the backbone as beans, wired from the service's configuration. */
@Dependent
public class Backbone {

  @Produces
  @Singleton
  DomainClock domainClock() {
    return new DomainClock(Clock.systemUTC());
  }

  @Produces
  @Singleton
  Transactions transactions(AgroalDataSource dataSource, QuickfreezeConfig config) {
    return new Transactions(dataSource, config.database());
  }

  @Produces
  @Singleton
  Wake wake() {
    return new Wake();
  }

  @Produces
  @Singleton
  Outbox outbox(Wake wake) {
    return new Outbox(wake::ring);
  }

  @Produces
  @Singleton
  KafkaClients kafka(QuickfreezeConfig config) {
    QuickfreezeConfig.Kafka kafka = config.kafka();
    return KafkaClients.mutualTls(kafka.bootstrap(), kafka.keystore(), kafka.truststore());
  }

  @Produces
  @DefaultBean
  @Singleton
  OnPublished nothingOnPublished() {
    return OnPublished.NOTHING;
  }

  @Produces
  @Singleton
  Relay relay(
      QuickfreezeConfig config,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
      @ConfigProperty(name = "quarkus.datasource.username") String user,
      @ConfigProperty(name = "quarkus.datasource.password") String password,
      KafkaClients kafka,
      OnPublished hook,
      Wake wake) {
    RelayDatabase database = new RelayDatabase(url, user, password, config.database() + "_system");
    return new Relay(database, config.events(), kafka::producer, hook, wake);
  }

  @Produces
  @Singleton
  DirectoryCopy directoryCopy() {
    return new DirectoryCopy();
  }

  @Produces
  @Singleton
  DirectoryKeys directoryKeys(DirectoryCopy directory) {
    return new DirectoryKeys(directory);
  }

  @Produces
  @Singleton
  CallerLookup callerLookup(DirectoryCopy directory) {
    return new CallerLookup(directory);
  }

  @Produces
  @Singleton
  KeyVault keyVault(QuickfreezeConfig config) {
    return FileKeyVault.open(config.vault());
  }

  @Produces
  @Singleton
  RegisterKey registerKey(QuickfreezeConfig config) {
    return PinnedRegisterKey.read(config.registerKey());
  }

  @Produces
  @Singleton
  DirectoryReader directoryReader(
      DirectoryCopy directory,
      QuickfreezeConfig config,
      KafkaClients kafka,
      Transactions transactions,
      RegisterKey registerKey) {
    String group = config.service() + ".directory";
    return new DirectoryReader(
        directory, () -> kafka.consumer(group), transactions, registerKey.entries());
  }

  /** Bodies from outside are read strictly: an unknown member is more likely a mistake. */
  @Produces
  @Singleton
  ObjectMapper objectMapper() {
    return Wire.mapper().copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }
}

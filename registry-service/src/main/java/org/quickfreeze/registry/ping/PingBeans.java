package org.quickfreeze.registry.ping;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.sealing.Macs;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.registry.entity.EntityRegister;
import org.quickfreeze.registry.notice.Channels;
import org.quickfreeze.registry.notice.Notices;
import org.quickfreeze.registry.ping.domain.Schedule;

/** The pieces of tests of channels as beans. */
@Dependent
class PingBeans {
  @Produces
  @Singleton
  Challenge challenge(KeyVault vault) {
    return new Challenge(vault.macKey("pings"), vault.signer("register"));
  }

  @Produces
  @Singleton
  Pings pings(
      Transactions transactions,
      DirectoryCopy directory,
      EntityRegister register,
      Notices notices,
      Outbox outbox,
      Challenge challenge) {
    return new Pings(transactions, directory, register, notices, outbox, challenge);
  }

  @Produces
  @Singleton
  PingCalls pingCalls(
      Transactions transactions,
      DirectoryCopy directory,
      Pings pings,
      Challenge challenge,
      Channels channels,
      KeyVault vault,
      DomainClock clock,
      @ConfigProperty(name = "quickfreeze.registry.pings-per-year", defaultValue = "4") int rounds,
      @ConfigProperty(name = "quickfreeze.registry.ping-answer", defaultValue = "PT30M")
          Duration answerWithin) {
    if (rounds < 0 || rounds > 366 || answerWithin.isNegative() || answerWithin.isZero()) {
      throw new IllegalStateException(
          "quickfreeze.registry.pings-per-year is 0 to 366, ping-answer more than nothing");
    }
    byte[] key = vault.macKey("ping-schedule");
    Schedule schedule =
        new Schedule(rounds, text -> Macs.hmac(key, text.getBytes(StandardCharsets.UTF_8)));
    return new PingCalls(
        transactions,
        directory,
        pings,
        challenge,
        schedule,
        channels.byKind(),
        channels.voice(),
        answerWithin,
        clock);
  }
}

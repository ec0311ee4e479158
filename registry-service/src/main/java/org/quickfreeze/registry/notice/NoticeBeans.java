package org.quickfreeze.registry.notice;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.consume.ConsumerLoop;
import org.quickfreeze.backbone.consume.Trust;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.registry.duty.Duties;
import org.quickfreeze.registry.notice.channel.Mail;
import org.quickfreeze.registry.notice.channel.SendNotice;
import org.quickfreeze.registry.notice.channel.Targets;
import org.quickfreeze.registry.notice.channel.Voice;
import org.quickfreeze.registry.notice.channel.Webhooks;

/** The pieces of notices as beans. */
@Dependent
class NoticeBeans {
  @Produces
  @Singleton
  Notices notices(Transactions transactions, DirectoryCopy directory, Outbox outbox) {
    return new Notices(transactions, directory, outbox);
  }

  @Produces
  @Singleton
  ConsumerLoop requestEvents(
      KafkaClients kafka,
      Transactions transactions,
      Outbox outbox,
      Notices notices,
      DomainClock clock) {
    return new ConsumerLoop(
        "request-events",
        Pattern.compile("request\\.events"),
        Trust.OURS,
        () -> kafka.consumer("registry-service.request-events"),
        transactions,
        outbox,
        "registry-service.dead-letter",
        new NoticeIntake(notices, clock));
  }

  @Produces
  @Singleton
  Webhooks webhooks(Vertx vertx, KeyVault vault, NoticeConfig config) {
    Targets targets =
        new Targets(
            host -> List.of(InetAddress.getAllByName(host)),
            Set.copyOf(config.webhookAllow().orElse(List.of())));
    return new Webhooks(
        vertx,
        targets,
        vault.ed25519Signer("webhooks"),
        config.webhookTrust().map(Path::toString).orElse(null),
        InstantSource.system());
  }

  void close(@Disposes Webhooks webhooks) {
    webhooks.close();
  }

  @Produces
  @Singleton
  Channels channels(Webhooks webhooks, NoticeConfig config) {
    Voice voice = voice(config);
    Map<String, SendNotice> channels = new HashMap<>();
    channels.put("webhook", webhooks);
    mail(config).ifPresent(mail -> channels.put("email", mail));
    if (voice != null) {
      channels.put("telephone", voice);
    }
    return new Channels(channels, voice);
  }

  @Produces
  @Singleton
  NoticeCalls calls(
      Transactions transactions,
      Notices notices,
      Duties duties,
      Channels channels,
      DomainClock clock,
      MeterRegistry meters) {
    return new NoticeCalls(
        transactions, notices, new Chains(duties)::at, channels, clock, counted(meters));
  }

  @Produces
  @Singleton
  ToldOnce toldOnce(Transactions transactions, DirectoryCopy directory, Notices notices) {
    return new ToldOnce(transactions, directory, notices);
  }

  @Produces
  @Singleton
  Reminders reminders(DirectoryCopy directory, ToldOnce once) {
    return new Reminders(directory, once);
  }

  @Produces
  @Singleton
  KeyReminders keyReminders(
      Transactions transactions, DirectoryCopy directory, DirectoryKeys keys, ToldOnce once) {
    return new KeyReminders(transactions, directory, keys, once);
  }

  private static NoticeCalls.Told counted(MeterRegistry meters) {
    return new NoticeCalls.Told() {
      @Override
      public void called(String channel, String outcome) {
        meters
            .counter("quickfreeze_notice_calls", "channel", channel, "outcome", outcome)
            .increment();
      }

      @Override
      public void unanswered(String urgency) {
        meters.counter("quickfreeze_notices_unanswered", "urgency", urgency).increment();
      }
    };
  }

  private static Optional<Mail> mail(NoticeConfig config) {
    return config
        .mail()
        .host()
        .map(
            host ->
                new Mail(
                    new Mail.Settings(
                        host,
                        config.mail().port(),
                        config.mail().from(),
                        config.mail().startTls(),
                        config.mail().user().orElse(null),
                        config.mail().passwordFile().map(NoticeBeans::secret).orElse(null))));
  }

  private static @Nullable Voice voice(NoticeConfig config) {
    return config
        .voice()
        .url()
        .map(
            url ->
                new Voice(
                    URI.create(url),
                    config.voice().tokenFile().map(NoticeBeans::secret).orElse("")))
        .orElse(null);
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("a secret of a notice channel cannot be read", e);
    }
  }
}

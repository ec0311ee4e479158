package org.quickfreeze.gateway.channel;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.quickfreeze.backbone.consume.ConsumerLoop;
import org.quickfreeze.backbone.consume.Trust;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.outbox.OnPublished;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.quarkus.QuickfreezeConfig;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.gateway.order.Delivery;
import org.quickfreeze.gateway.order.Dispatch;
import org.quickfreeze.gateway.order.OrderIntake;
import org.quickfreeze.gateway.order.ParkedReplies;
import org.quickfreeze.gateway.order.ReplyIntake;
import org.quickfreeze.gateway.order.UndeliverableOrders;

/** The gateway's own pieces as beans. */
@Dependent
class GatewayBeans {
  private static final String DEAD_LETTER = "provider-gateway.dead-letter";

  @Produces
  @Singleton
  Channels channels(
      DirectoryCopy directory,
      DomainClock clock,
      Transactions transactions,
      QuickfreezeConfig config) {
    QuickfreezeConfig.Kafka kafka = config.kafka();
    String keystore =
        kafka
            .adminKeystore()
            .orElseThrow(() -> new IllegalStateException("quickfreeze.kafka.admin-keystore"));
    KafkaClients admin = KafkaClients.mutualTls(kafka.bootstrap(), keystore, kafka.truststore());
    return new Channels(directory, clock, transactions, new KafkaChannelAdmin(admin::admin));
  }

  @Produces
  @Singleton
  UndeliverableOrders undeliverable(Outbox outbox) {
    return new UndeliverableOrders(outbox);
  }

  @Produces
  @Singleton
  OnPublished delivery(Outbox outbox, UndeliverableOrders undeliverable, DomainClock clock) {
    return new Delivery(outbox, undeliverable, clock);
  }

  @Produces
  @Singleton
  Dispatch dispatch(
      Outbox outbox,
      UndeliverableOrders undeliverable,
      Channels channels,
      Transactions transactions,
      DomainClock clock,
      @ConfigProperty(name = "quickfreeze.gateway.channel-patience", defaultValue = "PT15M")
          Duration patience) {
    return new Dispatch(
        outbox, undeliverable, channels, transactions, clock, InstantSource.system(), patience);
  }

  @Produces
  @Singleton
  ConsumerLoop orders(
      KafkaClients kafka,
      Transactions transactions,
      Outbox outbox,
      Dispatch dispatch,
      Channels channels,
      DomainClock clock) {
    return new ConsumerLoop(
        "request-events",
        Pattern.compile("request\\.events"),
        Trust.OURS,
        () -> kafka.consumer("provider-gateway.request-events"),
        transactions,
        outbox,
        DEAD_LETTER,
        new OrderIntake(dispatch, channels, clock));
  }

  @Produces
  @Singleton
  ReplyIntake replyIntake(
      Outbox outbox, DirectoryKeys keys, DirectoryCopy directory, DomainClock clock) {
    return new ReplyIntake(outbox, keys, directory, clock, InstantSource.system());
  }

  @Produces
  @Singleton
  ParkedReplies parkedReplies(
      Transactions transactions, ReplyIntake replies, DirectoryCopy directory) {
    return new ParkedReplies(transactions, replies, directory);
  }

  @Produces
  @Singleton
  ConsumerLoop replies(
      KafkaClients kafka, Transactions transactions, Outbox outbox, ReplyIntake replies) {
    return new ConsumerLoop(
        "provider-replies",
        Pattern.compile("provider\\.[a-z0-9-]{3,40}\\.replies"),
        Trust.ANYBODYS,
        () -> kafka.consumer("provider-gateway.replies"),
        transactions,
        outbox,
        DEAD_LETTER,
        replies);
  }

  void start(
      @Observes @Priority(4000) StartupEvent event,
      Channels channels,
      Dispatch dispatch,
      ParkedReplies parked,
      UndeliverableOrders undeliverable,
      MeterRegistry registry) {
    FunctionCounter.builder(
            "quickfreeze_orders_undeliverable", undeliverable, UndeliverableOrders::count)
        .register(registry);
    Gauge.builder("quickfreeze_orders_waiting", dispatch, Dispatch::waiting)
        .strongReference(true)
        .register(registry);
    Gauge.builder("quickfreeze_replies_waiting", parked, ParkedReplies::waiting)
        .strongReference(true)
        .register(registry);
    channels.start(List.of(dispatch::sendWaiting, parked::decide));
  }

  void stop(@Observes ShutdownEvent event, Channels channels) {
    channels.close();
  }
}

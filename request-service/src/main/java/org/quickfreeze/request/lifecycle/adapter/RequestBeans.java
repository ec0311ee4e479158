package org.quickfreeze.request.lifecycle.adapter;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quickfreeze.backbone.clocks.ClockLoop;
import org.quickfreeze.backbone.consume.ConsumerLoop;
import org.quickfreeze.backbone.consume.Trust;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.feed.Feed;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.contracts.rulebook.Rulebook;
import org.quickfreeze.request.lifecycle.application.ActCheck;
import org.quickfreeze.request.lifecycle.application.ActIntake;
import org.quickfreeze.request.lifecycle.application.HeldActs;
import org.quickfreeze.request.lifecycle.application.Hindrances;
import org.quickfreeze.request.lifecycle.application.Intake;
import org.quickfreeze.request.lifecycle.application.OrderReplies;
import org.quickfreeze.request.lifecycle.application.OrderSealing;
import org.quickfreeze.request.lifecycle.application.RequestFunnel;
import org.quickfreeze.request.lifecycle.application.RequestReads;
import org.quickfreeze.request.lifecycle.application.SendingRules;
import org.quickfreeze.request.lifecycle.domain.Lifecycle;

/** The service's own pieces as beans. */
@Dependent
class RequestBeans {
  @Produces
  @Singleton
  Rulebook rulebook() {
    return Rulebook.load();
  }

  @Produces
  @Singleton
  RulebookRules rules(Rulebook rulebook) {
    return new RulebookRules(rulebook);
  }

  @Produces
  @Singleton
  ActCheck acts(DirectoryCopy directory, DirectoryKeys keys) {
    return new ActCheck(directory, keys);
  }

  @Produces
  @Singleton
  RequestFunnel funnel(
      RulebookRules rules,
      Outbox outbox,
      KeyVault vault,
      DirectoryCopy directory,
      DirectoryKeys keys,
      InstantSource real) {
    OrderSealing sealing = new OrderSealing(directory, keys, real);
    return new RequestFunnel(new Lifecycle(rules.preservation()), outbox, vault, sealing);
  }

  @Produces
  @Singleton
  Intake intake(
      RequestFunnel funnel,
      DirectoryCopy directory,
      RulebookRules rules,
      Bases bases,
      Hindrances hindrances) {
    return new Intake(funnel, directory, rules, bases, hindrances);
  }

  @Produces
  @Singleton
  Bases bases() {
    return new Bases(LawBook.load());
  }

  @Produces
  @Singleton
  SendingRules sendingRules(DirectoryCopy directory) {
    return new SendingRules(directory);
  }

  /** Time that no domain clock shifts; it decides how old the copy of the register is. */
  @Produces
  @Singleton
  InstantSource realTime() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  HeldActs held(
      Transactions transactions,
      KeyVault vault,
      DirectoryCopy directory,
      InstantSource real,
      ActCheck check,
      Intake intake,
      RequestFunnel funnel,
      Outbox outbox) {
    return new HeldActs(transactions, vault, directory, real, check, intake, funnel, outbox);
  }

  @Produces
  @Singleton
  ActIntake actIntake(
      Intake intake,
      RequestFunnel funnel,
      HeldActs held,
      DirectoryCopy directory,
      InstantSource real,
      Hindrances hindrances) {
    return new ActIntake(intake, funnel, held, directory, real, hindrances);
  }

  @Produces
  @Singleton
  RequestReads reads(Transactions transactions, KeyVault vault) {
    return new RequestReads(transactions, vault);
  }

  @Produces
  @Singleton
  Feed feed(KeyVault vault) {
    return new Feed(new VaultCursorSeal(vault));
  }

  @Produces
  @Singleton
  ConsumerLoop replies(
      KafkaClients kafka,
      Transactions transactions,
      Outbox outbox,
      RequestFunnel funnel,
      DirectoryKeys keys,
      DirectoryCopy directory) {
    OrderReplies handler = new OrderReplies(funnel, keys, directory);
    return new ConsumerLoop(
        "order-events",
        Pattern.compile("order\\.events"),
        Trust.OURS,
        () -> kafka.consumer("request-service.order-events"),
        transactions,
        outbox,
        "request-service.dead-letter",
        handler);
  }

  @Produces
  @Singleton
  ClockLoop clocks(
      Transactions transactions,
      DomainClock clock,
      RequestFunnel funnel,
      Instance<ClockLoop.RunOut> others) {
    List<ClockLoop.RunOut> all = Stream.concat(Stream.of(funnel::runOut), others.stream()).toList();
    return new ClockLoop(
        transactions,
        clock,
        (tx, aggregate, now) -> {
          // only the one whose aggregate it is finds anything to do
          for (ClockLoop.RunOut one : all) {
            one.runOut(tx, aggregate, now);
          }
        });
  }
}

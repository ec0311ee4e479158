package org.quickfreeze.request.check;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.quickfreeze.backbone.consume.ConsumerLoop;
import org.quickfreeze.backbone.consume.Trust;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.RegisterKey;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.rulebook.Rulebook;
import org.quickfreeze.request.lifecycle.application.Intake;
import org.quickfreeze.request.lifecycle.application.SendingRules;

/** The pieces of the check before sending as beans. */
@Dependent
class CheckBeans {
  @Produces
  @Singleton
  RequestCheck check(
      DirectoryCopy directory,
      Rulebook rulebook,
      Bases bases,
      Intake intake,
      SendingRules sending) {
    return new RequestCheck(directory, rulebook, bases, intake, sending);
  }

  @Produces
  @Singleton
  ConsumerLoop ranges(
      KafkaClients kafka,
      Transactions transactions,
      Outbox outbox,
      RegisterKey registerKey,
      MeterRegistry meters) {
    Counter refused = meters.counter("quickfreeze_ranges_refused");
    return new ConsumerLoop(
        "ranges",
        Pattern.compile("registry\\.ranges"),
        Trust.OURS,
        () -> kafka.consumer("request-service.ranges-" + reader(transactions)),
        transactions,
        outbox,
        "request-service.dead-letter",
        new RangeCopy(registerKey, refused::increment));
  }

  private static String reader(Transactions transactions) {
    return transactions.<String, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.first("select id from request.range_reader", row -> row.uuid("id").toString())
                .orElseThrow());
  }
}

package org.quickfreeze.request.breakglass;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.quickfreeze.backbone.clocks.ClockLoop;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.request.lifecycle.application.Hindrances;
import org.quickfreeze.request.lifecycle.application.SendingRules;

/** The pieces of breaking the glass as beans. */
@Dependent
class GlassBeans {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Reviewed within a day: a network may be stricter, never laxer. */
  @Produces
  @Singleton
  Hindrances hindrances(
      SendingRules rules,
      KeyVault vault,
      Outbox outbox,
      @ConfigProperty(name = "quickfreeze.request.break-glass-review", defaultValue = "PT24H")
          Duration reviewWithin) {
    if (reviewWithin.isNegative() || reviewWithin.isZero() || reviewWithin.compareTo(LONGEST) > 0) {
      throw new IllegalStateException(
          "quickfreeze.request.break-glass-review must be more than nothing and at most PT24H");
    }
    return new BreakGlass(rules, vault, new GlassEvents(outbox), reviewWithin);
  }

  @Produces
  @Singleton
  GlassReviews reviews(Transactions transactions, KeyVault vault, Outbox outbox) {
    return new GlassReviews(transactions, vault, new GlassEvents(outbox));
  }

  @Produces
  @Singleton
  ClockLoop.RunOut runOut(GlassReviews reviews) {
    return reviews::runOut;
  }
}

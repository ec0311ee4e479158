package org.quickfreeze.request.lifecycle.adapter;

import java.time.Duration;
import java.time.InstantSource;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.request.breakglass.BreakGlass;
import org.quickfreeze.request.breakglass.GlassEvents;
import org.quickfreeze.request.breakglass.GlassReviews;
import org.quickfreeze.request.lifecycle.application.ActCheck;
import org.quickfreeze.request.lifecycle.application.ActIntake;
import org.quickfreeze.request.lifecycle.application.HeldActs;
import org.quickfreeze.request.lifecycle.application.Hindrances;
import org.quickfreeze.request.lifecycle.application.Intake;
import org.quickfreeze.request.lifecycle.application.OrderReplies;
import org.quickfreeze.request.lifecycle.application.RequestFunnel;
import org.quickfreeze.request.lifecycle.application.RequestReads;
import org.quickfreeze.request.lifecycle.application.SendingRules;

/** The service's pieces as the service itself puts them together, without a container. */
public record Wiring(
    ActCheck check,
    Intake intake,
    RequestFunnel funnel,
    HeldActs held,
    ActIntake acts,
    RequestReads reads,
    Submissions submissions,
    OrderReplies replies,
    GlassReviews reviews) {

  public static Wiring of(
      Transactions transactions,
      Outbox outbox,
      KeyVault vault,
      DirectoryCopy directory,
      DirectoryKeys keys,
      DomainClock clock,
      InstantSource real) {
    RequestBeans beans = new RequestBeans();
    RulebookRules rules = beans.rules(beans.rulebook());
    ActCheck check = beans.acts(directory, keys);
    RequestFunnel funnel = beans.funnel(rules, outbox, vault, directory, keys, real);
    Hindrances hindrances =
        new BreakGlass(
            new SendingRules(directory), vault, new GlassEvents(outbox), Duration.ofHours(24));
    Intake intake = beans.intake(funnel, directory, rules, beans.bases(), hindrances);
    HeldActs held = beans.held(transactions, vault, directory, real, check, intake, funnel, outbox);
    ActIntake acts = beans.actIntake(intake, funnel, held, directory, real, hindrances);
    return new Wiring(
        check,
        intake,
        funnel,
        held,
        acts,
        beans.reads(transactions, vault),
        new Submissions(check, acts, clock),
        new OrderReplies(funnel, keys, directory),
        new GlassReviews(transactions, vault, new GlassEvents(outbox)));
  }
}

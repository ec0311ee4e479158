package org.quickfreeze.request.ownfile;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.event.OwnFileEvent;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.lifecycle.application.Actors;
import org.quickfreeze.request.ownfile.domain.OwnDecision;
import org.quickfreeze.request.ownfile.domain.OwnFile;
import org.quickfreeze.request.ownfile.domain.OwnFileLifecycle;
import org.quickfreeze.request.ownfile.domain.OwnStep;

/** Takes the steps of own files and accounts for each by an event that holds no content. */
@Singleton
final class OwnFiles {
  private final Outbox outbox;
  private final DomainClock clock;

  OwnFiles(Outbox outbox, DomainClock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /** A new draft. */
  OwnFile create(Tx tx, UUID id, Caller caller) throws SQLException {
    return done(tx, OwnFileLifecycle.create(id, side(caller), Actors.of(caller)));
  }

  /**
   * A further step.
   *
   * @throws org.quickfreeze.backbone.problem.Problem.ProblemException 409 when the state has no
   *     such exit, 412 when another version was read
   */
  OwnFile step(Tx tx, OwnFile file, OwnStep step, Caller caller) throws SQLException {
    return switch (OwnFileLifecycle.decide(file, step, Actors.of(caller))) {
      case OwnDecision.Taken taken -> done(tx, taken);
      case OwnDecision.Illegal illegal ->
          throw Problems.illegalTransition(illegal.state(), illegal.legal()).asException();
      case OwnDecision.Stale stale ->
          throw Problems.stale("The present version is " + stale.present() + ".").asException();
    };
  }

  static Side side(Caller caller) {
    return new Side(String.valueOf(caller.party()), String.valueOf(caller.authority()));
  }

  private OwnFile done(Tx tx, OwnDecision.Taken taken) throws SQLException {
    List<OutboundRecord> records = taken.events().stream().map(this::outbound).toList();
    outbox.write(tx, records);
    return taken.file();
  }

  private OutboundRecord outbound(OwnFileEvent event) {
    return CloudEvents.of(UUID.randomUUID(), event, clock.now(), null);
  }
}

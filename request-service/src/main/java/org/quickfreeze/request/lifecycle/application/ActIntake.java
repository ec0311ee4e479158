package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.request.lifecycle.application.RequestFunnel.Prepared;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;

/**
 * Takes checked acts in. On a fresh copy of the register they go on at once; on a stale one they
 * are kept and wait, out of the other side's sight, until they could be verified again.
 */
public final class ActIntake {
  private final Intake intake;
  private final RequestFunnel funnel;
  private final HeldActs held;
  private final DirectoryCopy directory;
  private final InstantSource real;

  public ActIntake(
      Intake intake,
      RequestFunnel funnel,
      HeldActs held,
      DirectoryCopy directory,
      InstantSource real) {
    this.intake = intake;
    this.funnel = funnel;
    this.held = held;
    this.directory = directory;
    this.real = real;
  }

  /** A signed act of type {@code submit}. */
  public Outcome submit(Tx tx, SignedAct signed, Caller caller, Instant now) throws SQLException {
    if (waits(tx, signed.act().request())) {
      return new Outcome.Waiting();
    }
    if (directory.fresh(real.instant())) {
      return intake.submit(tx, signed, Actors.of(caller), now);
    }
    Outcome refusal = intake.refusal(signed.act(), now);
    return refusal == null
        ? held.hold(tx, signed, intake.facts(signed.act()), caller, now)
        : refusal;
  }

  /** Any further act of a Party. */
  public Outcome act(
      Tx tx, SignedAct signed, List<String> documents, long ifVersion, Caller caller, Instant now)
      throws SQLException {
    if (waits(tx, signed.act().request())) {
      return new Outcome.Waiting();
    }
    String actor = Actors.of(caller);
    if (directory.fresh(real.instant())) {
      return funnel.act(tx, signed, documents, ifVersion, actor, now);
    }
    return switch (funnel.prepare(tx, signed, ifVersion, actor, now)) {
      case Prepared.Not not -> not.why();
      case Prepared.Ready ready -> hold(tx, signed, ready, caller, now);
    };
  }

  private Outcome hold(Tx tx, SignedAct signed, Prepared.Ready ready, Caller caller, Instant now)
      throws SQLException {
    SharedRequest request = ready.stored().request();
    return OrderIssue.wanted(request, signed.act()).isEmpty()
        ? held.hold(tx, signed, request.facts(), caller, now)
        : OrderSealing.STALE;
  }

  /** An act builds on the one before it; while that one waits, so does its author. */
  private static boolean waits(Tx tx, UUID request) throws SQLException {
    return HeldRows.waits(tx, request);
  }
}

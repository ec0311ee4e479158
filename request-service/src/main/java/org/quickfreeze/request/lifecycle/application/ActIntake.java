package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.request.lifecycle.application.Hindrances.Attempt;
import org.quickfreeze.request.lifecycle.application.RequestFunnel.Prepared;
import org.quickfreeze.request.lifecycle.application.RequestStore.Stored;
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
  private final Hindrances hindrances;

  public ActIntake(
      Intake intake,
      RequestFunnel funnel,
      HeldActs held,
      DirectoryCopy directory,
      InstantSource real,
      Hindrances hindrances) {
    this.intake = intake;
    this.funnel = funnel;
    this.held = held;
    this.directory = directory;
    this.real = real;
    this.hindrances = hindrances;
  }

  /**
   * A signed act of type {@code submit}.
   *
   * @param breakGlass why it has to go although something hinders it; null where nothing was said
   */
  public Outcome submit(
      Tx tx, SignedAct signed, Caller caller, @Nullable String breakGlass, Instant now)
      throws SQLException {
    if (waits(tx, signed.act().request())) {
      return new Outcome.Waiting();
    }
    if (directory.fresh(real.instant())) {
      return intake.submit(tx, signed, caller, breakGlass, now);
    }
    Outcome refusal = intake.refusal(tx, signed, caller, breakGlass, now);
    return refusal == null
        ? held.hold(tx, signed, intake.facts(signed.act()), caller, now)
        : refusal;
  }

  /**
   * Any further act of a Party.
   *
   * @param sent the act with its documents and the version that its author had read
   */
  public Outcome act(Tx tx, Sent sent, Caller caller, Instant now) throws SQLException {
    SignedAct signed = sent.signed();
    if (waits(tx, signed.act().request())) {
      return new Outcome.Waiting();
    }
    Outcome hindered = hindered(tx, sent, caller, now);
    return hindered == null ? taken(tx, sent, caller, now) : hindered;
  }

  /**
   * An act as it comes in.
   *
   * @param documents order documents that it names
   * @param breakGlass why it has to go although something hinders it; null where nothing was said
   */
  public record Sent(
      SignedAct signed, List<String> documents, long ifVersion, @Nullable String breakGlass) {}

  private @Nullable Outcome hindered(Tx tx, Sent sent, Caller caller, Instant now)
      throws SQLException {
    if (!Hindrances.SENDING.contains(sent.signed().act().type())) {
      return null;
    }
    Optional<Stored> stored = RequestStore.read(tx, sent.signed().act().request());
    return stored.isEmpty()
        ? null
        : hindrances.hinders(
            tx,
            new Attempt(sent.signed(), stored.get().request().facts(), caller, sent.breakGlass()),
            now);
  }

  private Outcome taken(Tx tx, Sent sent, Caller caller, Instant now) throws SQLException {
    SignedAct signed = sent.signed();
    String actor = Actors.of(caller);
    if (directory.fresh(real.instant())) {
      return funnel.act(tx, signed, sent.documents(), sent.ifVersion(), actor, now);
    }
    return switch (funnel.prepare(tx, signed, sent.ifVersion(), actor, now)) {
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

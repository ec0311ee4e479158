package org.quickfreeze.request.lifecycle.application;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.identity.CallerLookup;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.DataKey;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.request.lifecycle.application.ActCheck.Checked;
import org.quickfreeze.request.lifecycle.application.HeldRows.HeldRow;

/**
 * Acts that were taken in on a stale copy of the register. Each is kept under a key of its author's
 * side and verified again once the copy is fresh: it goes on as if it had come then, or it is
 * stopped before the other side has seen it, and its author is told.
 */
public final class HeldActs {
  private static final Logger LOG = Logger.getLogger(HeldActs.class.getName());
  private static final int LOT = 100;

  private final Transactions transactions;
  private final KeyVault vault;
  private final DirectoryCopy directory;
  private final InstantSource real;
  private final ActCheck check;
  private final CallerLookup callers;
  private final Intake intake;
  private final RequestFunnel funnel;
  private final StoppedActs stopped;
  private volatile long waiting;

  public HeldActs(
      Transactions transactions,
      KeyVault vault,
      DirectoryCopy directory,
      InstantSource real,
      ActCheck check,
      Intake intake,
      RequestFunnel funnel,
      Outbox outbox) {
    this.transactions = transactions;
    this.vault = vault;
    this.directory = directory;
    this.real = real;
    this.check = check;
    this.callers = new CallerLookup(directory);
    this.intake = intake;
    this.funnel = funnel;
    this.stopped = new StoppedActs(outbox, directory);
  }

  /**
   * An act that waits, or waited, as its author's side sees it.
   *
   * @param state {@code held}, {@code released} or {@code stopped}
   * @param reason why it was stopped, such as {@code key-revoked}
   * @param directoryVersion the register's version by which it was checked at intake
   */
  public record HeldAct(
      UUID id,
      UUID request,
      String type,
      String state,
      @Nullable String reason,
      Instant heldAt,
      @Nullable Instant decidedAt,
      long directoryVersion) {}

  /** How many acts waited when it was last looked. */
  public long waiting() {
    return waiting;
  }

  /** The acts of the scope's authority that waited, the latest first. */
  public List<HeldAct> page(Scope scope, int limit) {
    return transactions.<List<HeldAct>, RuntimeException>inTransaction(
        scope, tx -> HeldRows.page(tx, limit).stream().map(HeldActs::view).toList());
  }

  /** One of them; empty when it is none of the scope's authority. */
  public Optional<HeldAct> find(Scope scope, UUID id) {
    return transactions.<Optional<HeldAct>, RuntimeException>inTransaction(
        scope, tx -> HeldRows.read(tx, id).map(HeldActs::view));
  }

  /** Keeps an act that could be taken as things stand, unless another of its side waits. */
  Outcome hold(Tx tx, SignedAct signed, RequestFacts facts, Caller caller, Instant now)
      throws SQLException {
    UUID id = UUID.randomUUID();
    String party = signed.act().author().party();
    DataKey key = DataKey.fresh();
    HeldRow row =
        new HeldRow(
            id,
            signed.act().request(),
            signed.act().type().wire(),
            party,
            signed.act().author().authority(),
            caller.id(),
            caller.role(),
            signed.directoryVersion(),
            facts,
            now,
            real.instant(),
            "held",
            null,
            null,
            vault.wrap(party, key, place(id)),
            key.encrypt(signed.compact().getBytes(StandardCharsets.US_ASCII), place(id)));
    return HeldRows.insert(tx, row) ? new Outcome.Held(id) : new Outcome.Waiting();
  }

  /**
   * Decides what can be decided, each act in a transaction of its own.
   *
   * @return how many were decided
   */
  public int sweep(Instant now) {
    Instant asOf = directory.asOf();
    boolean fresh = directory.fresh(real.instant());
    List<UUID> decidable =
        transactions.<List<UUID>, RuntimeException>inTransaction(
            Scope.system(),
            tx -> {
              waiting = HeldRows.count(tx);
              return fresh && waiting > 0 ? HeldRows.waiting(tx, asOf, LOT) : List.of();
            });
    int decided = 0;
    for (UUID id : decidable) {
      decided += decide(id, now);
    }
    return decided;
  }

  /** An act that cannot be decided stays and is logged; the others must not wait for it. */
  private int decide(UUID id, Instant now) {
    try {
      return transactions.<Integer, RuntimeException>inTransaction(
          Scope.system(), tx -> decide(tx, id, now));
    } catch (DatabaseFailure e) {
      if (e.mayPass()) {
        throw e;
      }
      LOG.log(Level.SEVERE, "an act that waits could not be decided", Fact.sqlState(e.sqlState()));
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "an act that waits could not be decided", Fact.error(e));
    }
    return 0;
  }

  private int decide(Tx tx, UUID id, Instant now) throws SQLException {
    Optional<HeldRow> found = HeldRows.lockIfFree(tx, id);
    if (found.isEmpty()) {
      return 0;
    }
    String reason = again(tx, found.get(), now);
    if (reason.isEmpty()) {
      HeldRows.decided(tx, id, "released", null, now);
    } else {
      HeldRows.decided(tx, id, "stopped", reason, now);
      stopped.tell(tx, found.get(), reason, now);
    }
    return 1;
  }

  /** Verifies the act afresh and lets it go on; the code of why not, empty when it went. */
  private String again(Tx tx, HeldRow row, Instant now) throws SQLException {
    if (!(callers.find(row.caller(), Set.of(row.role()), null, now)
        instanceof CallerLookup.Found.Known known)) {
      return "caller-revoked";
    }
    return switch (check.check(compact(row), known.caller(), now)) {
      case Checked.Bad bad ->
          bad.code().equals("key-not-in-force") || bad.code().equals("not-the-authors-key")
              ? "key-revoked"
              : bad.code();
      case Checked.Good good -> code(goOn(tx, good.act(), known.caller(), now));
    };
  }

  private Outcome goOn(Tx tx, SignedAct signed, Caller caller, Instant now) throws SQLException {
    return signed.act().type() == ActType.SUBMIT
        ? intake.submit(tx, signed, caller, null, now)
        : funnel.act(tx, signed, List.of(), null, Actors.of(caller), now);
  }

  /** What has changed since intake stops an act as well, and has a code too. */
  private static String code(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _ -> "";
      case Outcome.Exists _ -> "exists";
      case Outcome.Replayed _ -> "act-replayed";
      case Outcome.WrongAddressee _ -> "wrong-addressee";
      case Outcome.NoBasis _ -> "no-basis";
      case Outcome.Hindered hindered -> hindered.hindrances().getFirst().code();
      case Outcome.NotSealed not -> not.code();
      case Outcome.NotFound _,
          Outcome.Stale _,
          Outcome.NotAllowed _,
          Outcome.Incomplete _,
          Outcome.Held _,
          Outcome.Waiting _ ->
          "superseded";
    };
  }

  private String compact(HeldRow row) {
    byte[] wrapped = Objects.requireNonNull(row.wrapped());
    byte[] sealed = Objects.requireNonNull(row.sealed());
    byte[] act =
        vault.unwrap(row.party(), wrapped, place(row.id())).decrypt(sealed, place(row.id()));
    return new String(act, StandardCharsets.US_ASCII);
  }

  static HeldAct view(HeldRow row) {
    return new HeldAct(
        row.id(),
        row.request(),
        row.type(),
        row.state(),
        row.reason(),
        row.heldAt(),
        row.decidedAt(),
        row.directoryVersion());
  }

  private static String place(UUID id) {
    return id + "/held";
  }
}

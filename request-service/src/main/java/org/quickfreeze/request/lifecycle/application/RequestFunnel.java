package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.clocks.Clocks;
import org.quickfreeze.backbone.clocks.Clocks.ClockRow;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActType.Author;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.lifecycle.application.OrderSealing.Sealed.Unreachable;
import org.quickfreeze.request.lifecycle.application.OrderSealing.Wanted;
import org.quickfreeze.request.lifecycle.application.RequestStore.Stored;
import org.quickfreeze.request.lifecycle.domain.ClockName;
import org.quickfreeze.request.lifecycle.domain.Decision;
import org.quickfreeze.request.lifecycle.domain.Lifecycle;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;
import org.quickfreeze.request.lifecycle.domain.Step;

/**
 * The one way in which a shared request changes in the database: entry, state, clocks, events and
 * feeds in one transaction. Needs no HTTP and no Kafka.
 */
public final class RequestFunnel {
  private final Lifecycle lifecycle;
  private final OrderSealing sealing;
  private final OrderIssue orders;
  private final RequestLedger ledger;

  public RequestFunnel(Lifecycle lifecycle, Outbox outbox, KeyVault vault, OrderSealing sealing) {
    this.lifecycle = lifecycle;
    this.sealing = sealing;
    this.orders = new OrderIssue(sealing, vault);
    this.ledger = new RequestLedger(outbox, new SharedKeys(vault));
  }

  /** The first act: a request comes into being. The form has been checked. */
  public Outcome submit(Tx tx, SignedAct signed, RequestFacts facts, String actor, Instant now)
      throws SQLException {
    Act act = signed.act();
    if (!act.previous().isEmpty()) {
      return new Outcome.NotAllowed(new Decision.Reason.WrongPrevious(""));
    }
    Decision.Taken taken = lifecycle.submit(act.request(), facts, actor, signed.hash(), now);
    if (!ledger.open(tx, taken, Entered.act(signed, now), signed.directoryVersion())) {
      return RequestStore.read(tx, act.request()).isPresent()
              && RequestStore.hasEntry(tx, act.request(), signed.hash())
          ? new Outcome.Replayed()
          : new Outcome.Exists();
    }
    return new Outcome.Done(taken.request());
  }

  /** Any further act of a Party. */
  public Outcome act(
      Tx tx,
      SignedAct signed,
      List<String> documents,
      @Nullable Long ifVersion,
      String actor,
      Instant now)
      throws SQLException {
    return switch (prepare(tx, signed, ifVersion, actor, now)) {
      case Prepared.Not not -> not.why();
      case Prepared.Ready ready -> take(tx, ready, signed, documents, actor, now);
    };
  }

  /** Whether an act can be taken as things stand; nothing is written. */
  sealed interface Prepared {
    record Ready(Stored stored, Decision.Taken taken) implements Prepared {}

    record Not(Outcome why) implements Prepared {}
  }

  /**
   * Locks the request and asks the lifecycle.
   *
   * @param ifVersion the version that the author read; null where it no longer matters
   */
  Prepared prepare(Tx tx, SignedAct signed, @Nullable Long ifVersion, String actor, Instant now)
      throws SQLException {
    Optional<Stored> found = RequestStore.lock(tx, signed.act().request());
    if (found.isEmpty()) {
      return new Prepared.Not(new Outcome.NotFound());
    }
    SharedRequest request = found.get().request();
    if (RequestStore.hasEntry(tx, request.id(), signed.hash())) {
      return new Prepared.Not(new Outcome.Replayed());
    }
    if (ifVersion != null && request.entries() != ifVersion) {
      return new Prepared.Not(new Outcome.Stale(request.entries()));
    }
    Author author = author(request, signed.act());
    if (!addressed(request, signed.act(), author)) {
      return new Prepared.Not(
          new Outcome.WrongAddressee("/to", "is not the other side of this request"));
    }
    return switch (lifecycle.decide(request, step(request, signed, author, actor, now), now)) {
      case Decision.Declined declined ->
          new Prepared.Not(new Outcome.NotAllowed(declined.reason()));
      case Decision.Taken taken -> new Prepared.Ready(found.get(), taken);
    };
  }

  /** A provider's verified reply, or that an order has not reached it; kept as an entry once. */
  public boolean hear(Tx tx, UUID request, Step step, Entered entered, Instant now)
      throws SQLException {
    Optional<Stored> stored = RequestStore.lock(tx, request);
    if (stored.isEmpty() || RequestStore.hasEntry(tx, request, entered.hash())) {
      return false;
    }
    if (!(lifecycle.decide(stored.get().request(), step, now) instanceof Decision.Taken taken)) {
      return false;
    }
    ledger.keep(tx, stored.get(), taken, entered, null);
    return true;
  }

  /** Lets the due clocks of a request run out, unless somebody else is at it. */
  public void runOut(Tx tx, UUID request, Instant now) throws SQLException {
    Optional<Stored> found = RequestStore.lockIfFree(tx, request);
    // An act that waits came in before the clock ran out: it goes first, and may meet it.
    if (found.isEmpty() || HeldRows.waits(tx, request)) {
      return;
    }
    Stored stored = found.get();
    for (ClockRow clock : Clocks.due(tx, request, now)) {
      Step step = new Step.ByClock(ClockName.named(clock.name()), clock.item(), clock.dueAt());
      switch (lifecycle.decide(stored.request(), step, now)) {
        case Decision.Declined _ ->
            Clocks.end(tx, request, clock.name(), clock.item(), "cancelled");
        case Decision.Taken taken -> {
          Entered fact = Entered.clock(clock, taken.request().entries(), now);
          ledger.keep(tx, stored, taken, fact, null);
          stored = stored.with(taken.request());
        }
      }
    }
  }

  private Outcome take(
      Tx tx,
      Prepared.Ready ready,
      SignedAct signed,
      List<String> documents,
      String actor,
      Instant now)
      throws SQLException {
    SharedRequest before = ready.stored().request();
    return switch (orders.issue(tx, before, ready.taken(), signed.act(), documents, actor, now)) {
      case OrderIssue.Issued.Not not -> not.why();
      case OrderIssue.Issued.Done done -> {
        Entered entered = Entered.act(signed, now);
        ledger.keep(tx, ready.stored(), done.taken(), entered, signed.directoryVersion());
        Stored after = ready.stored().with(done.taken().request());
        yield new Outcome.Done(lose(tx, after, done.lost(), now));
      }
    };
  }

  /** Enters behind the act what could not be sent with it, as it enters what gets lost later. */
  private SharedRequest lose(Tx tx, Stored after, List<Unreachable> lost, Instant now)
      throws SQLException {
    Stored stored = after;
    for (Unreachable one : lost) {
      Wanted document = one.wanted();
      Step step =
          new Step.ByNetwork(document.order(), document.provider(), document.hash(), one.reason());
      Entered entered =
          Entered.undeliverable(document.order(), document.provider(), document.hash(), now);
      if (lifecycle.decide(stored.request(), step, now) instanceof Decision.Taken taken) {
        ledger.keep(tx, stored, taken, entered, null);
        stored = stored.with(taken.request());
      }
    }
    return stored.request();
  }

  private Step.ByParty step(
      SharedRequest request, SignedAct signed, Author author, String actor, Instant now) {
    Act act = signed.act();
    return new Step.ByParty(
        act.type(),
        act.body(),
        author,
        actor,
        signed.hash(),
        act.previous(),
        sealing.reservationsOf(request.facts().to().party(), now));
  }

  private static boolean addressed(SharedRequest request, Act act, Author author) {
    RequestFacts facts = request.facts();
    Side other = author == Author.REQUESTER ? facts.to() : facts.from();
    return other.equals(new Side(act.to().party(), act.to().authority()));
  }

  private static Author author(SharedRequest request, Act act) {
    Side author = new Side(act.author().party(), act.author().authority());
    return author.equals(request.facts().from()) ? Author.REQUESTER : Author.REQUESTED;
  }
}

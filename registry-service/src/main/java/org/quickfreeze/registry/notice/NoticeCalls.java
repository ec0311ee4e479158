package org.quickfreeze.registry.notice;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.registry.notice.NoticeRows.AttemptRow;
import org.quickfreeze.registry.notice.NoticeRows.NoticeRow;
import org.quickfreeze.registry.notice.channel.SendNotice;
import org.quickfreeze.registry.notice.channel.SendNotice.Message;
import org.quickfreeze.registry.notice.channel.SendNotice.Sent;
import org.quickfreeze.registry.notice.channel.Voice;
import org.quickfreeze.registry.notice.domain.Calling;
import org.quickfreeze.registry.notice.domain.Chain;
import org.quickfreeze.registry.notice.domain.Chain.Way;
import org.quickfreeze.registry.notice.domain.Notice;

/**
 * Calls people until somebody answers. What is to be done is decided and written down in one
 * transaction, the call is made outside of it, and how it went is written down afterwards: a crash
 * in between means that the next way is tried a little later, so a call may be made once more, and
 * none is forgotten.
 */
public final class NoticeCalls {
  private static final Logger LOG = Logger.getLogger(NoticeCalls.class.getName());
  private static final int LOT = 50;
  private static final int MOST_MOVES = 20;
  private static final Duration GIVEN_UP = Duration.ofDays(30);
  private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);
  private static final Duration LONGEST_CALL = Duration.ofMinutes(30);
  private static final Sent NOT_CONFIGURED = Sent.failed("not-configured");

  private final Transactions transactions;
  private final Notices notices;
  private final Rota rota;
  private final Map<String, SendNotice> channels;
  private final @Nullable Voice voice;
  private final DomainClock clock;
  private final Told told;
  private final AtomicBoolean hearing = new AtomicBoolean();

  /**
   * @param channels by what people can be reached from here
   */
  public NoticeCalls(
      Transactions transactions,
      Notices notices,
      Rota rota,
      Channels channels,
      DomainClock clock,
      Told told) {
    this.transactions = transactions;
    this.notices = notices;
    this.rota = rota;
    this.channels = channels.byKind();
    this.voice = channels.voice();
    this.clock = clock;
    this.told = told;
  }

  /** Who can be called at a moment. */
  @FunctionalInterface
  public interface Rota {
    Chain at(String party, String authority, String urgency, Instant now);
  }

  /** Who counts what is done. */
  public interface Told {
    void called(String channel, String outcome);

    /**
     * @param urgency of the notice that nobody has answered
     */
    void unanswered(String urgency);
  }

  /** A call that is to be made. */
  private record Planned(NoticeRow row, Way way, Notice.Open state, AttemptRow attempt) {}

  /** One look for calls that are due; each is made on a thread of the executor. */
  public void sweep(Executor executor) {
    Instant now = clock.now();
    List<UUID> due =
        transactions.<List<UUID>, RuntimeException>inTransaction(
            Scope.system(), tx -> NoticeRows.due(tx, now, LOT));
    for (UUID id : due) {
      planned(id, now).ifPresent(call -> executor.execute(() -> call(call)));
    }
    // an adapter that hangs must not keep anybody else from being called
    if (voice != null && hearing.compareAndSet(false, true)) {
      executor.execute(() -> hear(voice));
    }
  }

  /** A notice that cannot be planned stays and is logged; the others must not wait for it. */
  private Optional<Planned> planned(UUID id, Instant now) {
    try {
      return transactions.<Optional<Planned>, RuntimeException>inTransaction(
          Scope.system(), tx -> plan(tx, id, now));
    } catch (DatabaseFailure e) {
      if (e.mayPass()) {
        throw e;
      }
      LOG.log(Level.SEVERE, "a notice could not be planned", Fact.sqlState(e.sqlState()));
      later(id, now);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a notice could not be planned", Fact.error(e));
      later(id, now);
    }
    return Optional.empty();
  }

  /** A notice that fails goes behind those that do not. */
  private void later(UUID id, Instant now) {
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(), tx -> NoticeRows.later(tx, id, now.plus(AFTER_TROUBLE)));
  }

  private Optional<Planned> plan(Tx tx, UUID id, Instant now) throws SQLException {
    Optional<NoticeRow> found = NoticeRows.lockIfFree(tx, id);
    if (found.isEmpty() || !(found.get().notice() instanceof Notice.Open open)) {
      return Optional.empty();
    }
    NoticeRow row = found.get();
    if (row.createdAt().isBefore(now.minus(GIVEN_UP))) {
      NoticeRows.update(tx, id, new Notice.Unanswered(), null, now);
      return Optional.empty();
    }
    Chain chain = rota.at(row.party(), row.authority(), row.urgency(), now);
    Notice.Open state = open;
    for (int moves = 0; moves < MOST_MOVES; moves++) {
      switch (Calling.next(state, chain, row.urgency(), now)) {
        case Calling.Step.Wait _ -> {
          NoticeRows.update(tx, id, state, null, now);
          return Optional.empty();
        }
        case Calling.Step.Call call -> {
          NoticeRows.update(tx, id, call.after(), null, now);
          AttemptRow attempt = NoticeRows.attempt(tx, id, state, call.way(), now);
          return Optional.of(new Planned(row, call.way(), call.after(), attempt));
        }
        case Calling.Step.Move move -> {
          if (!(move.after() instanceof Notice.Open next)) {
            NoticeRows.update(tx, id, move.after(), null, now);
            return Optional.empty();
          }
          if (next.alarmed() && !state.alarmed()) {
            alarm(tx, row, now);
          }
          state = next;
        }
      }
    }
    NoticeRows.update(tx, id, state, null, now);
    return Optional.empty();
  }

  private void alarm(Tx tx, NoticeRow row, Instant now) throws SQLException {
    notices.unanswered(tx, row, now);
    boolean quiet = row.urgency().equals("ROUTINE");
    LOG.log(
        quiet ? Level.WARNING : Level.SEVERE,
        "nobody has answered a notice",
        Fact.cause(row.occasion().code()));
    told.unanswered(row.urgency());
  }

  private void call(Planned planned) {
    Way way = planned.way();
    Sent sent = sent(planned, way);
    told.called(way.kind(), sent.outcome());
    try {
      transactions.<Boolean, RuntimeException>inTransaction(
          Scope.system(), tx -> written(tx, planned, sent));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "how a call went could not be written down", Fact.error(e));
    }
  }

  private boolean written(Tx tx, Planned planned, Sent sent) throws SQLException {
    NoticeRows.outcome(tx, planned.attempt(), sent.outcome(), sent.call());
    if (sent.isOut()) {
      return true;
    }
    Optional<NoticeRow> row = NoticeRows.lock(tx, planned.row().id());
    if (row.isPresent() && row.get().notice().equals(planned.state())) {
      Instant now = clock.now();
      Chain chain =
          rota.at(planned.row().party(), planned.row().authority(), planned.row().urgency(), now);
      Notice.Open sooner =
          planned.state().failed(now, Calling.afterFailure(planned.state(), chain));
      NoticeRows.update(tx, planned.row().id(), sooner, null, now);
    }
    return false;
  }

  /** Whatever goes wrong on a channel, the next way is tried. */
  private Sent sent(Planned planned, Way way) {
    try {
      return channels.getOrDefault(way.kind(), NoticeCalls::notConfigured).send(of(planned), way);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a channel has failed", Fact.error(e));
      return Sent.failed("internal");
    }
  }

  /** Asks the adapter how its calls stand; one that it never tells of ends by itself. */
  private void hear(Voice adapter) {
    try {
      Instant now = clock.now();
      List<AttemptRow> ringing =
          transactions.<List<AttemptRow>, RuntimeException>inTransaction(
              Scope.system(), tx -> NoticeRows.ringing(tx, LOT));
      for (AttemptRow attempt : ringing) {
        Voice.Call state =
            attempt.at().isBefore(now.minus(LONGEST_CALL))
                ? Voice.Call.UNANSWERED
                : adapter.ask(String.valueOf(attempt.call()));
        if (state != Voice.Call.RINGING) {
          transactions.<Boolean, RuntimeException>inTransaction(
              Scope.system(), tx -> heard(tx, attempt, state));
        }
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "how calls stand could not be heard", Fact.error(e));
    } finally {
      hearing.set(false);
    }
  }

  private boolean heard(Tx tx, AttemptRow attempt, Voice.Call state) throws SQLException {
    boolean confirmed = state == Voice.Call.CONFIRMED;
    NoticeRows.outcome(tx, attempt, confirmed ? "confirmed" : "unanswered", attempt.call());
    if (confirmed) {
      var _ = notices.confirm(tx, attempt.notice(), "telephone", clock.now());
    }
    return confirmed;
  }

  private static Sent notConfigured(Message message, Way way) {
    return NOT_CONFIGURED;
  }

  private static Message of(Planned planned) {
    NoticeRow row = planned.row();
    return new Message(
        row.id(),
        row.occasion().code(),
        row.subject(),
        row.urgency(),
        row.exercise(),
        row.createdAt(),
        row.occasion().english(),
        row.occasion().french(),
        "/notices/" + row.id() + "/confirmation",
        null);
  }
}

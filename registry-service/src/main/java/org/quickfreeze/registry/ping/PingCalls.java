package org.quickfreeze.registry.ping;

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
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.registry.entity.EntityRegister;
import org.quickfreeze.registry.notice.channel.SendNotice;
import org.quickfreeze.registry.notice.channel.SendNotice.Message;
import org.quickfreeze.registry.notice.channel.SendNotice.Sent;
import org.quickfreeze.registry.notice.channel.Voice;
import org.quickfreeze.registry.notice.domain.Chain.Way;
import org.quickfreeze.registry.ping.PingRows.PingRow;
import org.quickfreeze.registry.ping.domain.Ping;
import org.quickfreeze.registry.ping.domain.Schedule;

/**
 * Begins random rounds, sends tests and watches their time. A test counts as sent before it is: a
 * crash in between looks like a miss, never like a test that nobody remembers.
 */
public final class PingCalls {
  private static final Logger LOG = Logger.getLogger(PingCalls.class.getName());
  private static final int LOT = 50;
  private static final String CLOCK = "clock";
  private static final String NOT_CONFIGURED = "not-configured";
  private static final String INTERNAL = "internal";

  private final Transactions transactions;
  private final DirectoryCopy directory;
  private final Pings pings;
  private final Challenge challenge;
  private final Schedule schedule;
  private final Map<String, SendNotice> channels;
  private final @Nullable Voice voice;
  private final Duration answerWithin;
  private final DomainClock clock;
  private final AtomicBoolean hearing = new AtomicBoolean();

  PingCalls(
      Transactions transactions,
      DirectoryCopy directory,
      Pings pings,
      Challenge challenge,
      Schedule schedule,
      Map<String, SendNotice> channels,
      @Nullable Voice voice,
      Duration answerWithin,
      DomainClock clock) {
    this.transactions = transactions;
    this.directory = directory;
    this.pings = pings;
    this.challenge = challenge;
    this.schedule = schedule;
    this.channels = Map.copyOf(channels);
    this.voice = voice;
    this.answerWithin = answerWithin;
    this.clock = clock;
  }

  /** Plans the random rounds that are due. */
  void beginRounds() {
    Instant now = clock.now();
    directory.inForce(ContactPoint.class, now).forEach(point -> begin(point, now));
  }

  private void begin(ContactPoint point, Instant now) {
    Optional<String> period = schedule.due(point.id(), now);
    if (period.isEmpty()) {
      return;
    }
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            PingRows.isPlanned(tx, point.id(), period.get())
                ? 0
                : pings.plan(tx, UUID.randomUUID(), point, period.get(), now));
  }

  /** Sends what is planned and ends what is overdue. */
  void sweep(Executor executor) {
    Instant now = clock.now();
    for (UUID id : ids(tx -> PingRows.planned(tx, LOT))) {
      Optional<PingRow> out =
          transactions.<Optional<PingRow>, RuntimeException>inTransaction(
              Scope.system(), tx -> goesOut(tx, id, now));
      out.ifPresent(row -> executor.execute(() -> send(row)));
    }
    for (UUID id : ids(tx -> PingRows.overdue(tx, now, LOT))) {
      transactions.<Boolean, RuntimeException>inTransaction(
          Scope.system(), tx -> runOut(tx, id, now));
    }
    // an adapter that hangs must not keep other tests from being sent and ended
    if (voice != null && hearing.compareAndSet(false, true)) {
      executor.execute(() -> hear(voice));
    }
  }

  private List<UUID> ids(Transactions.Work<List<UUID>, RuntimeException> work) {
    return transactions.inTransaction(Scope.system(), work);
  }

  private Optional<PingRow> goesOut(Tx tx, UUID id, Instant now) throws SQLException {
    Optional<PingRow> found = PingRows.lockIfFree(tx, id);
    if (found.isEmpty() || !(found.get().ping() instanceof Ping.Planned planned)) {
      return Optional.empty();
    }
    PingRows.sent(tx, id, planned.out(now, answerWithin));
    return found;
  }

  private void send(PingRow row) {
    Sent sent = sent(row);
    try {
      transactions.<Boolean, RuntimeException>inTransaction(
          Scope.system(), tx -> written(tx, row.id(), sent));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "how a test went could not be written down", Fact.error(e));
    }
  }

  private boolean written(Tx tx, UUID id, Sent sent) throws SQLException {
    Optional<PingRow> found = PingRows.lock(tx, id);
    if (found.isEmpty() || !(found.get().ping() instanceof Ping.Sent state)) {
      return false;
    }
    if (sent.isOut()) {
      PingRows.call(tx, id, sent.call());
    } else {
      String code = sent.outcome();
      // what is wrong here says nothing about whoever should answer there
      boolean ours = code.equals(NOT_CONFIGURED) || code.equals(INTERNAL);
      Ping after = ours ? state.untested(code) : state.failed(code);
      pings.ended(tx, found.get(), after, clock.now());
    }
    return true;
  }

  private boolean runOut(Tx tx, UUID id, Instant now) throws SQLException {
    Optional<PingRow> found = PingRows.lockIfFree(tx, id);
    if (found.isEmpty() || !(found.get().ping() instanceof Ping.Sent sent)) {
      return false;
    }
    Ping after = sent.runOut(now);
    if (after instanceof Ping.Missed) {
      pings.ended(tx, found.get(), after, now);
    }
    return true;
  }

  private Sent sent(PingRow row) {
    if (row.channel().equals("feed")) {
      return Sent.delivered();
    }
    SendNotice channel = channels.get(row.channel());
    if (channel == null) {
      return Sent.failed(NOT_CONFIGURED);
    }
    try {
      return channel.send(message(row), new Way(row.channel(), row.address(), "", "en"));
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a channel has failed", Fact.error(e));
      return Sent.failed(INTERNAL);
    }
  }

  /** Whoever has picked up and confirmed has answered. */
  private void hear(Voice adapter) {
    try {
      List<PingRow> ringing =
          transactions.<List<PingRow>, RuntimeException>inTransaction(
              Scope.system(), tx -> PingRows.ringing(tx, LOT));
      for (PingRow row : ringing) {
        if (adapter.ask(String.valueOf(row.call())) == Voice.Call.CONFIRMED) {
          transactions.<Boolean, RuntimeException>inTransaction(
              Scope.system(), tx -> heard(tx, row.id()));
        }
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "how calls stand could not be heard", Fact.error(e));
    } finally {
      hearing.set(false);
    }
  }

  private boolean heard(Tx tx, UUID id) throws SQLException {
    Optional<PingRow> found = PingRows.lock(tx, id);
    Instant now = clock.now();
    if (found.isPresent()
        && found.get().ping() instanceof Ping.Sent sent
        && sent.answer(true, now) instanceof Ping.Answered) {
      EntityRegister.By by = new EntityRegister.By(CLOCK, CLOCK, null, null);
      pings.answered(tx, found.get(), "telephone", by, now);
      return true;
    }
    return false;
  }

  private Message message(PingRow row) {
    String code = challenge.code(row.id());
    return new Message(
        row.id(),
        "ping",
        row.round(),
        "ROUTINE",
        true,
        row.plannedAt(),
        "This is a test of your channel. Bring this code back: " + code + ".",
        "Ceci est un essai de votre canal. Rapportez ce code : " + code + ".",
        "/pings/" + row.id() + "/answer",
        challenge.proof(row));
  }
}

package org.quickfreeze.backbone.clocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.backbone.fixture.Eventually.eventually;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.clocks.Clocks.ClockRow;
import org.quickfreeze.backbone.fixture.TestDatabase;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

@Timeout(60)
class ClockLoopComponentTest {
  private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
  private final DomainClock clock = new DomainClock(Clock.fixed(NOW, ZoneOffset.UTC));
  private final Transactions transactions = TestDatabase.transactions("clock-test");
  private final Outbox outbox = new Outbox(() -> {});

  @BeforeEach
  void clean() {
    TestDatabase.clean();
  }

  @Test
  void givenClocksDueAndNotDue_whenSwept_thenTheDueOnesRunOutOnce() {
    UUID due = aggregate(NOW);
    UUID later = aggregate(NOW.plusMillis(1));
    ClockLoop loop = loop(this::runOut);

    assertThat(loop.sweep()).isEqualTo(1);
    assertThat(loop.sweep()).isZero();

    assertThat(effects()).containsExactly(due.toString());
    assertThat(states(later)).containsExactly("running");
    assertThat(states(due)).containsExactly("run-out");
  }

  @Test
  void givenALoopThatRuns_whenTheDomainClockMovesOn_thenTheClockRunsOut() {
    UUID later = aggregate(NOW.plus(Duration.ofHours(1)));
    try (ClockLoop loop = loop(this::runOut)) {
      loop.start();
      clock.shiftTo(Duration.ofHours(1));

      eventually(() -> assertThat(effects()).containsExactly(later.toString()));
    }
  }

  @Test
  void givenManyDueClocks_whenFourLoopsSweepAtOnce_thenNoneRunsOutTwice() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      all.add(aggregate(NOW.minusSeconds(i)).toString());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> sweeps = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ClockLoop loop = loop(this::runOut);
        sweeps.add(
            threads.submit(
                () -> {
                  while (loop.sweep() > 0) {
                    Thread.onSpinWait();
                  }
                }));
      }
      for (Future<?> sweep : sweeps) {
        sweep.get();
      }
    }

    assertThat(effects()).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void givenAWorkerThatIsKilledInItsTransaction_whenSweptAgain_thenEachHasRunOutOnce() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(aggregate(NOW.minusSeconds(i)).toString());
    }
    AtomicInteger calls = new AtomicInteger();
    List<Long> before = new ArrayList<>();
    ClockLoop killed =
        loop(
            (tx, aggregate, now) -> {
              runOut(tx, aggregate, now);
              if (calls.incrementAndGet() == 3) {
                TestDatabase.terminate("clock-test");
                before.add(TestDatabase.number("select count(*) from backbone.outbox"));
              }
            });

    killed.sweep();
    loop(this::runOut).sweep();

    assertThat(before).containsExactly(0L);
    assertThat(effects()).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void givenOneThatAlwaysFails_whenSwept_thenTheOthersDoNotWaitForIt() {
    UUID broken = aggregate(NOW.minusSeconds(10));
    UUID fine = aggregate(NOW.minusSeconds(5));
    ClockLoop loop =
        loop(
            (tx, aggregate, now) -> {
              runOut(tx, aggregate, now);
              if (aggregate.equals(broken)) {
                throw new IllegalStateException("a defect");
              }
            });

    loop.sweep();

    assertThat(effects()).containsExactly(fine.toString());
    assertThat(states(broken)).containsExactly("running");
  }

  @Test
  void givenAClock_whenItEnds_thenItIsNeverDueAndEndsOnlyOnce() {
    UUID aggregate = aggregate(NOW);

    inTransaction(tx -> Clocks.end(tx, aggregate, "acknowledgement", "", "met"));
    inTransaction(tx -> Clocks.end(tx, aggregate, "acknowledgement", "", "cancelled"));

    assertThat(states(aggregate)).containsExactly("met");
    assertThat(loop(this::runOut).sweep()).isZero();
  }

  @Test
  void givenAClockThatIsStartedAnew_whenRead_thenItHasTheNewTimeAndTheOrderIsByTime() {
    UUID aggregate = UUID.randomUUID();
    inTransaction(
        tx ->
            Clocks.start(
                tx,
                List.of(
                    row(aggregate, "b", NOW.plusSeconds(1)),
                    row(aggregate, "a", NOW.plusSeconds(2)))));
    inTransaction(tx -> Clocks.end(tx, aggregate, "b", "", "met"));

    inTransaction(tx -> Clocks.start(tx, List.of(row(aggregate, "b", NOW.plusSeconds(3)))));

    List<ClockRow> rows =
        transactions.<List<ClockRow>, RuntimeException>inTransaction(
            Scope.system(), tx -> Clocks.of(tx, aggregate));
    assertThat(rows)
        .containsExactly(
            row(aggregate, "a", NOW.plusSeconds(2)), row(aggregate, "b", NOW.plusSeconds(3)));
  }

  private ClockLoop loop(ClockLoop.RunOut handler) {
    return new ClockLoop(transactions, clock, handler);
  }

  /** Locks as a service does, and leaves a row in the outbox as the effect. */
  private void runOut(Tx tx, UUID aggregate, Instant now) throws SQLException {
    if (tx.query(
            "select name from backbone.clock where aggregate = ? for update skip locked",
            row -> row.text("name"),
            aggregate)
        .isEmpty()) {
      return;
    }
    for (ClockRow due : Clocks.due(tx, aggregate, now)) {
      Clocks.end(tx, aggregate, due.name(), due.item(), "run-out");
      outbox.write(
          tx,
          new OutboundRecord(
              UUID.randomUUID(),
              "request.events",
              aggregate.toString(),
              List.of(),
              "x".getBytes(UTF_8)));
    }
  }

  private UUID aggregate(Instant dueAt) {
    UUID aggregate = UUID.randomUUID();
    inTransaction(tx -> Clocks.start(tx, List.of(row(aggregate, "acknowledgement", dueAt))));
    return aggregate;
  }

  private static ClockRow row(UUID aggregate, String name, Instant dueAt) {
    return new ClockRow(aggregate, name, "", "R1", true, "running", NOW.minusSeconds(3600), dueAt);
  }

  private void inTransaction(Step step) {
    transactions.<Object, RuntimeException>inTransaction(
        Scope.system(),
        tx -> {
          step.run(tx);
          return "done";
        });
  }

  private static List<String> effects() {
    return TestDatabase.texts("select key from backbone.outbox order by id");
  }

  private static List<String> states(UUID aggregate) {
    return TestDatabase.texts(
        "select state from backbone.clock where aggregate = '" + aggregate + "'");
  }

  @FunctionalInterface
  private interface Step {
    void run(Tx tx) throws SQLException;
  }
}

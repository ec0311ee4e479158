package org.quickfreeze.bench;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.quickfreeze.bench.HttpConnection.Answer;
import org.quickfreeze.bench.Load.Done;

/**
 * Submissions over HTTP. Closed loop for the rate, since that finds the knee; then open loop at
 * half that rate for the latency. The floor, the same statements bare, is taken before and after.
 */
final class Intake implements Bench {
  private static final int ENDLESS = Integer.MAX_VALUE;

  @Override
  public String name() {
    return "intake";
  }

  @Override
  public String what() {
    return "accepted submissions per second over HTTP, and their latency at half that rate";
  }

  @Override
  public Result run(BenchStack stack, Settings settings, PrintStream out) throws SQLException {
    Run run = new Run(stack, settings, out);
    double floorSeconds = Math.max(2, settings.seconds() / 3.0);
    double before = run.floor(floorSeconds);
    double warm = run.warmUp();
    Story.Submission[] signed = run.sign((int) (Math.max(warm, 50) * 3 * settings.seconds()));
    Generator generator = new Generator();
    Done done = run.measure(signed);
    double share = generator.share();
    Ledger ledger = new Ledger(stack.database);
    double age = ledger.outboxAge();
    double caughtUp = ledger.auditCaughtUp("request", "request.events");
    double rate = done.perSecond();
    out.printf("  %d accepted in %.1f s: %.0f/s%n", done.calls(), done.seconds(), rate);
    double after = run.floor(floorSeconds);
    Histogram latency = run.latency(rate / 2);
    ledger.auditCaughtUp("request", "request.events");
    Ledger.Tally tally = ledger.requests(run.accepted);
    double floor = (before + after) / 2;
    return new Result(name())
        .put("value", rate)
        .put("unit", "requests/s")
        .put("floor", floor)
        .put("ratio", rate / floor)
        .put("p50_ms", latency.getValueAtPercentile(50) / 1e3)
        .put("p99_ms", latency.getValueAtPercentile(99) / 1e3)
        .put("lost", tally.lost())
        .put("doubled", tally.doubled())
        .put("latency_rate", rate / 2)
        .put("generator_cpu", share)
        .put("outbox_age_s", age)
        .put("audit_caught_up_s", caughtUp)
        .put("accepted", run.accepted.size())
        .put("refused", run.refused.get());
  }

  /** The phases of one run. */
  private static final class Run {
    private final BenchStack stack;
    private final Settings settings;
    private final PrintStream out;
    private final Queue<UUID> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();

    Run(BenchStack stack, Settings settings, PrintStream out) {
      this.stack = stack;
      this.settings = settings;
      this.out = out;
    }

    /** Transactions per second of the recorded statements, with a short warm-up of its own. */
    double floor(double seconds) {
      out.printf("Floor: the statements of a submission alone, %.0f s%n", seconds);
      replay(Math.min(3, seconds));
      Done done = replay(seconds);
      out.printf("  %.0f/s%n", done.perSecond());
      return done.perSecond();
    }

    private Done replay(double seconds) {
      Replay submission = stack.recorded.submission();
      return Load.<Connection>closed(
          settings.connections(),
          seconds,
          ENDLESS,
          () -> stack.database.floor("request"),
          (connection, _) -> submission.run(connection));
    }

    /** Signs as it goes. */
    double warmUp() {
      out.printf("Warm-up, %d s%n", settings.warmUp());
      Load.<Client>closed(
          settings.connections(),
          settings.warmUp() / 2.0,
          ENDLESS,
          stack::client,
          (client, _) -> submit(client, stack.submission()));
      Done done =
          Load.<Client>closed(
              settings.connections(),
              settings.warmUp() / 2.0,
              ENDLESS,
              stack::client,
              (client, _) -> submit(client, stack.submission()));
      out.printf("  %.0f/s at its end, signing included%n", done.perSecond());
      return done.perSecond();
    }

    Story.Submission[] sign(int count) {
      out.printf("Signing %d submissions beforehand%n", count);
      Story.Submission[] signed = new Story.Submission[count];
      java.util.Arrays.parallelSetAll(signed, _ -> stack.submission());
      return signed;
    }

    Done measure(Story.Submission[] signed) {
      out.printf(
          "Throughput: %d connections, closed loop, %d s%n",
          settings.connections(), settings.seconds());
      int before = accepted.size();
      Done done =
          Load.<Client>closed(
              settings.connections(),
              settings.seconds(),
              signed.length,
              stack::client,
              (client, number) -> submit(client, signed[number]));
      return new Done(accepted.size() - before, done.seconds());
    }

    Histogram latency(double rate) {
      int calls = (int) (rate * settings.seconds());
      Story.Submission[] signed = sign(calls);
      out.printf("Latency: open loop, %.0f/s, %d s%n", rate, settings.seconds());
      Histogram latency = Load.histogram();
      Load.<Client>open(
          settings.connections(),
          rate,
          calls,
          stack::client,
          (client, number, intended) -> {
            submit(client, signed[number]);
            latency.recordValue((System.nanoTime() - intended) / 1000);
          });
      out.printf(
          "  p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
          latency.getValueAtPercentile(50) / 1e3,
          latency.getValueAtPercentile(99) / 1e3,
          latency.getMaxValue() / 1e3);
      return latency;
    }

    private void submit(Client client, Story.Submission submission) throws java.io.IOException {
      Answer answer = client.submit(submission.body());
      if (answer.status() == 201) {
        accepted.add(submission.request());
      } else if (refused.getAndIncrement() == 0) {
        out.println("  refused: " + answer.status() + " " + answer.body());
      }
    }
  }
}

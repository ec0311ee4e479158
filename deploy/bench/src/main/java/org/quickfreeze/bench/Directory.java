package org.quickfreeze.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.quickfreeze.bench.HttpConnection.Answer;
import org.quickfreeze.bench.Load.Done;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.demo.Tokens;

/**
 * Who is on duty at an authority, and who holds an address, in turn, asked of a register with many
 * contact points and address prefixes. Closed loop for the rate, then open loop at the rate of the
 * aim for the latency. The floor is the same answer from a bare HTTP server of this process: what
 * the hop and the generator cost.
 */
final class Directory implements Bench {
  private static final int ENDLESS = Integer.MAX_VALUE;
  private static final double OPEN_LOOP_RATE = 2000;

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public String what() {
    return "lookups of who is on duty and who holds an address per second, in a large register";
  }

  @Override
  public Result run(BenchStack stack, Settings settings, PrintStream out) throws Exception {
    Prefixes prefixes = new Prefixes(stack, settings.prefixes(), out);
    Prefixes.Times entering = prefixes.enter();
    Roster roster = new Roster(stack, settings, out);
    double entered = roster.enter();
    Supplier<String> token = new Tokens(stack.addresses.issuer()).person("officer.fr");
    int port = stack.stack.ports().registry();
    Lookups lookups = new Lookups(roster, prefixes, token);
    out.printf("Warm-up, %d s%n", settings.warmUp());
    lookups.closed(port, settings, settings.warmUp());
    out.printf(
        "Throughput: %d connections, closed loop, %d s%n",
        settings.connections(), settings.seconds());
    Generator generator = new Generator();
    Done done = lookups.closed(port, settings, settings.seconds());
    double share = generator.share();
    out.printf("  %.0f/s%n", done.perSecond());
    double rate = Math.min(OPEN_LOOP_RATE, done.perSecond() / 2);
    out.printf("Latency: open loop, %.0f/s, %d s%n", rate, settings.seconds());
    Histogram latency = lookups.open(port, settings, rate);
    out.printf(
        "  p50 %.2f ms, p99 %.2f ms%n",
        latency.getValueAtPercentile(50) / 1e3, latency.getValueAtPercentile(99) / 1e3);
    double floor = floor(lookups, settings, out);
    return new Result(name())
        .put("value", done.perSecond())
        .put("unit", "lookups/s")
        .put("floor", floor)
        .put("ratio", done.perSecond() / floor)
        .put("p50_ms", latency.getValueAtPercentile(50) / 1e3)
        .put("p99_ms", latency.getValueAtPercentile(99) / 1e3)
        .put("lost", lookups.wrong.get())
        .put("doubled", 0)
        .put("latency_rate", rate)
        .put("generator_cpu", share)
        .put("contact_points", roster.size())
        .put("entered_per_second", entered)
        .put("prefixes", prefixes.size())
        .put("prefixes_handed_in_s", entering.handedIn())
        .put("prefixes_published_s", entering.published())
        .put("prefixes_copied_s", entering.copied());
  }

  private static double floor(Lookups lookups, Settings settings, PrintStream out)
      throws IOException {
    out.println("Floor: the same answer from a bare server");
    try (BareServer bare = new BareServer(lookups.last)) {
      lookups.closed(bare.port(), settings, Math.max(1, settings.seconds() / 6.0));
      Done done = lookups.closed(bare.port(), settings, Math.max(2, settings.seconds() / 3.0));
      out.printf("  %.0f/s%n", done.perSecond());
      return done.perSecond();
    }
  }

  /** Lookups by chance, the two in turn; what is not what was asked for is counted. */
  private static final class Lookups {
    private final Roster roster;
    private final Prefixes prefixes;
    private final Supplier<String> token;
    private final AtomicInteger wrong = new AtomicInteger();
    private volatile String last = "{}";

    Lookups(Roster roster, Prefixes prefixes, Supplier<String> token) {
      this.roster = roster;
      this.prefixes = prefixes;
      this.token = token;
    }

    Done closed(int port, Settings settings, double seconds) {
      return Load.<HttpConnection>closed(
          settings.connections(),
          seconds,
          ENDLESS,
          () -> new HttpConnection(port),
          (connection, number) -> ask(connection, number));
    }

    Histogram open(int port, Settings settings, double rate) {
      Histogram latency = Load.histogram();
      Load.<HttpConnection>open(
          settings.connections(),
          rate,
          (int) (rate * settings.seconds()),
          () -> new HttpConnection(port),
          (connection, number, intended) -> {
            ask(connection, number);
            latency.recordValue((System.nanoTime() - intended) / 1000);
          });
      return latency;
    }

    private void ask(HttpConnection connection, int number) throws IOException {
      if (number % 2 == 0) {
        onDuty(connection);
      } else {
        holder(connection);
      }
    }

    private void onDuty(HttpConnection connection) throws IOException {
      int number = ThreadLocalRandom.current().nextInt(roster.size());
      String authority = roster.authority(number);
      Answer answer =
          connection.get(
              "/directory/" + roster.party(number) + "/on-duty?authority=" + authority,
              token.get());
      check(answer, "\"authority\":\"" + authority + "\"");
      last = answer.body();
    }

    private void holder(HttpConnection connection) throws IOException {
      int block = ThreadLocalRandom.current().nextInt(prefixes.size());
      byte[] body = Wire.bytes(Map.of("type", "ip-address", "value", prefixes.address(block)));
      check(connection.post("/holders", token.get(), Map.of(), body), prefixes.holder(block));
    }

    private void check(Answer answer, String wanted) {
      boolean right =
          answer.status() == 200
              && (answer.body().contains(wanted) || answer.headers().containsKey(BareServer.MARK));
      if (!right) {
        wrong.incrementAndGet();
      }
    }
  }
}

package org.quickfreeze.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.ContactPoint;
import org.quickfreeze.demo.Registrar;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.demo.Tokens;

/**
 * From the moment at which an authority ends its key until every service knows it: the last of the
 * four counts. After that an act under the key is handed in, and has to be refused. The floor is
 * the bare path: a commit, a Kafka record, and its consumer.
 */
final class Revocation implements Bench {
  private static final Pattern VERSION =
      Pattern.compile("^quickfreeze_directory_version(?:\\{[^}]*})? ([0-9.E]+)", Pattern.MULTILINE);
  private static final List<String> SERVICES =
      List.of("registry-service", "request-service", "provider-gateway", "audit-service");
  private static final long POLL_NANOS = 1_000_000;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @Override
  public String name() {
    return "revocation";
  }

  @Override
  public String what() {
    return "time from the end of a key until every service knows it";
  }

  @Override
  public Result run(BenchStack stack, Settings settings, PrintStream out) throws Exception {
    Rounds rounds = new Rounds(stack);
    int count = Math.max(3, settings.seconds());
    out.printf("Warm-up: %d keys%n", Math.max(1, settings.warmUp() / 4));
    rounds.play(Math.max(1, settings.warmUp() / 4));
    out.printf("Ending %d keys, one after the other%n", count);
    rounds.latency.reset();
    rounds.play(count);
    out.printf(
        "  p50 %.1f ms, p99 %.1f ms%n",
        rounds.latency.getValueAtPercentile(50) / 1e3,
        rounds.latency.getValueAtPercentile(99) / 1e3);
    out.println("Floor: a commit, a Kafka record and its consumer");
    Histogram floor = new RecordFloor(stack).measure(count);
    out.printf("  p50 %.1f ms%n", floor.getValueAtPercentile(50) / 1e3);
    double value = rounds.latency.getValueAtPercentile(50) / 1e3;
    double bare = floor.getValueAtPercentile(50) / 1e3;
    return new Result(name())
        .put("value", value)
        .put("unit", "ms")
        .put("floor", bare)
        .put("ratio", value / bare)
        .put("p50_ms", value)
        .put("p99_ms", rounds.latency.getValueAtPercentile(99) / 1e3)
        .put("lost", rounds.believed)
        .put("doubled", 0)
        .put("max_ms", rounds.latency.getMaxValue() / 1e3)
        .put("keys", count);
  }

  /** Keys of France that come and go. */
  private static final class Rounds {
    private final BenchStack stack;
    private final Registrar registrar;
    private final Supplier<String> officer;
    private final Histogram latency = Load.histogram();

    /** Acts under an ended key that were taken although every service knew. */
    private int believed;

    Rounds(BenchStack stack) {
      this.stack = stack;
      this.registrar = new Registrar(stack.addresses);
      this.officer = new Tokens(stack.addresses.issuer()).person("officer.fr");
    }

    void play(int count) throws InterruptedException, ExecutionException {
      try (ExecutorService watchers = Executors.newFixedThreadPool(SERVICES.size())) {
        for (int i = 0; i < count; i++) {
          round(watchers);
        }
      }
    }

    private void round(ExecutorService watchers) throws InterruptedException, ExecutionException {
      SampleKey key = SampleKey.fresh();
      String path =
          registrar.key("authority/fr-24-7", "sig", key, officer).expect(200).header("Location");
      String url = stack.addresses.registry() + path;
      Api.Answer read = Api.get(url, officer.get()).expect(200);
      String token = officer.get();
      long asked = System.nanoTime();
      Api.Answer ended =
          Api.post(
                  url + "/end",
                  token,
                  Map.of("reason", "measured"),
                  Map.of("If-Match", read.header("ETag")))
              .expect(200);
      long version = Long.parseLong(ended.header("Directory-Version"));
      List<Callable<Long>> watches = new ArrayList<>();
      for (String service : SERVICES) {
        watches.add(() -> knownAt(service, version));
      }
      long last = asked;
      for (Future<Long> known : watchers.invokeAll(watches)) {
        last = Math.max(last, known.get());
      }
      latency.recordValue((last - asked) / 1000);
      believed += isTaken(key) ? 1 : 0;
    }

    private boolean isTaken(SampleKey key) {
      ContactPoint thief =
          new ContactPoint(stack.addresses.requests(), officer, key, "FR", "fr-24-7");
      UUID request = UUID.randomUUID();
      String act =
          thief.sign(
              request,
              ActType.SUBMIT,
              "",
              stack.romania.self(),
              new ActBody.Submit("preservation", stack.form));
      return thief.send(act).status() != 422;
    }

    private long knownAt(String service, long version) {
      String url = stack.stack.service(service).managementUrl() + "/q/metrics";
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (System.nanoTime() < deadline) {
        Matcher metric = VERSION.matcher(Api.get(url, null).expect(200).text());
        if (metric.find()
            && Double.parseDouble(Objects.requireNonNull(metric.group(1))) >= version) {
          return System.nanoTime();
        }
        java.util.concurrent.locks.LockSupport.parkNanos(POLL_NANOS);
      }
      throw new IllegalStateException(service + " has not heard of a revocation within a minute");
    }
  }
}

package org.quickfreeze.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./quickfreeze bench <name>}. The last line of the standard output is one JSON object; exit
 * code 1 when something was lost or doubled.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures one thing on a stack of its own")
public final class Main implements Callable<Integer> {
  private static final List<Bench> BENCHES =
      List.of(new Intake(), new Delivery(), new Directory(), new Revocation(), new Import());

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "which one; without, they are listed")
  private @Nullable String name;

  @Option(
      names = "--seconds",
      description = "length of a measured phase; revocation: keys (${DEFAULT-VALUE})")
  private int seconds = 60;

  @Option(names = "--warm-up", description = "seconds of warm-up (${DEFAULT-VALUE})")
  private int warmUp = 20;

  @Option(names = "--connections", description = "connections of the load (${DEFAULT-VALUE})")
  private int connections = 16;

  @Option(names = "--rate", description = "delivery: orders per second (${DEFAULT-VALUE})")
  private int rate = 50;

  @Option(
      names = "--points",
      description = "directory: contact points; import: rows (${DEFAULT-VALUE})")
  private int points = 10_000;

  @Option(names = "--prefixes", description = "directory: address prefixes (${DEFAULT-VALUE})")
  private int prefixes = 1_000_000;

  private static volatile boolean ending;

  private Main() {}

  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> ending = true));
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          // after Ctrl-C everything fails, since the stack goes with this JVM
          for (Throwable e = failure; e != null && !ending; e = e.getCause()) {
            System.err.println(e.getMessage());
          }
          return 1;
        });
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (name == null) {
      list(System.out);
      return 0;
    }
    Optional<Bench> bench = BENCHES.stream().filter(b -> b.name().equals(name)).findFirst();
    if (bench.isEmpty()) {
      System.err.println("There is no bench " + name + "; there are:");
      list(System.err);
      return 2;
    }
    BenchStack stack = BenchStack.start(System.out);
    Bench.Settings settings =
        new Bench.Settings(seconds, warmUp, connections, rate, points, prefixes);
    Result result = bench.get().run(stack, settings, System.out);
    System.out.println(result);
    return result.clean() ? 0 : 1;
  }

  private static void list(PrintStream out) {
    BENCHES.forEach(b -> out.printf("  %-10s %s%n", b.name(), b.what()));
  }
}

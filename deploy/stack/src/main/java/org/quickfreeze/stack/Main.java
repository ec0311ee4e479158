package org.quickfreeze.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./quickfreeze up | down | status | logs | reset}. */
@Command(name = "quickfreeze", description = "The local stack", mixinStandardHelpOptions = true)
public final class Main {
  private static final PrintStream OUT = System.out;
  private static final Path DATA = Path.of("var");

  private final Stack stack = Stack.in(DATA, Ports.of(DATA));

  private Main() {}

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (!(failure instanceof StackFailure)) {
            throw failure;
          }
          System.err.println(failure.getMessage());
          return 1;
        });
    System.exit(line.execute(arguments));
  }

  @Command(name = "up", description = "Start everything; harmless when it runs already")
  int up() {
    alone();
    Up up = new Up(stack, OUT);
    Thread stopping = Thread.ofPlatform().unstarted(up::undo);
    Runtime.getRuntime().addShutdownHook(stopping);
    up.run();
    Runtime.getRuntime().removeShutdownHook(stopping);
    return 0;
  }

  /** Keeps a second call that starts or stops parts out until this JVM ends. */
  @SuppressWarnings("resource")
  private void alone() {
    Path file = stack.home().data("run").resolve("lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw new StackFailure("Another ./quickfreeze is starting or stopping parts; wait for it.");
      }
    } catch (IOException e) {
      throw new StackFailure("cannot lock " + file, e);
    }
  }

  @Command(name = "down", description = "Stop everything; state stays")
  int down() {
    alone();
    stopAll();
    OUT.println("Everything is stopped; state is kept in " + stack.home().data());
    return 0;
  }

  /** Services at once, for each may take seconds to finish its work; then what they stand on. */
  private void stopAll() {
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      stack.services().forEach(service -> each.execute(() -> stop(service)));
    }
    List.of(stack.keycloak(), stack.kafka(), stack.postgres()).forEach(Main::stop);
  }

  private static void stop(Part part) {
    if (part.running()) {
      OUT.println("  stopping " + part.name());
    }
    // also where it has ended by itself: a helper of it may be left
    part.stop();
  }

  @Command(name = "status", description = "What runs, and where; exit 3 unless everything answers")
  int status() {
    boolean all = true;
    for (Part part : stack.parts()) {
      String state = state(part);
      all &= state.equals("ready");
      OUT.printf(
          "  %-18s %-13s 127.0.0.1:%d  %s%n", part.name(), state, part.port(), part.child().log());
    }
    return all ? 0 : 3;
  }

  private static String state(Part part) {
    if (!part.running()) {
      return "stopped";
    }
    return part.answers() ? "ready" : "not answering";
  }

  @Command(name = "logs", description = "Print a part's log")
  int logs(
      @Parameters(paramLabel = "PART", description = "such as request-service") String name,
      @Option(names = "-f", description = "follow") boolean follow,
      @Option(names = "--raw", description = "as the part has written it") boolean raw)
      throws IOException, InterruptedException {
    Part part =
        stack.parts().stream()
            .filter(p -> p.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new StackFailure(
                        "There is no part "
                            + name
                            + "; there are "
                            + String.join(", ", stack.parts().stream().map(Part::name).toList())));
    Path log = part.child().log();
    if (!Files.exists(log)) {
      throw new StackFailure(name + " has no log yet");
    }
    List<String> command =
        follow
            ? List.of("tail", "-n", "100", "-f", log.toString())
            : List.of("cat", log.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        OUT.println(raw ? line : LogLine.readable(line));
      }
    }
    return process.waitFor();
  }

  @Command(name = "reset", description = "Stop everything and delete its state")
  Integer reset(@Option(names = "--yes", description = "do not ask") boolean yes)
      throws IOException {
    Path data = stack.home().data();
    if (!yes) {
      OUT.println("This deletes " + data + ". Say it with --yes.");
      return 2;
    }
    alone();
    stopAll();
    Home.delete(data);
    OUT.println("Deleted.");
    return 0;
  }
}

package org.quickfreeze.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One process of the stack. Its id and start time stand in a file, so that a later call finds it
 * and never takes another process for it.
 */
final class Child {
  private static final long BIG = 20L << 20;
  private static final int LOOKS = 10;

  private final Home home;
  private final String name;
  private final Path data;
  private final Path log;
  private final Path pidFile;

  Child(Home home, String name) {
    this.home = home;
    this.name = name;
    this.log = home.data("log").resolve(name + ".log");
    this.pidFile = home.data("run").resolve(name + ".pid");
    this.data = real(home.data());
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new StackFailure("cannot find " + folder, e);
    }
  }

  String name() {
    return name;
  }

  Path log() {
    return log;
  }

  /** Starts a command in a session of its own, so that Ctrl-C at the terminal does not reach it. */
  void start(List<String> command, Map<String, String> environment, Path directory) {
    rotate();
    List<String> whole = new ArrayList<>(List.of("setsid"));
    whole.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    home.starting(() -> start(builder));
  }

  private void start(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      String started = process.info().startInstant().map(Instant::toString).orElse("");
      Files.writeString(pidFile, process.pid() + " " + started);
    } catch (IOException e) {
      throw new StackFailure(name + " cannot be started: " + e.getMessage(), e);
    }
  }

  Optional<ProcessHandle> handle() {
    try {
      if (!Files.exists(pidFile)) {
        return Optional.empty();
      }
      String[] words = Files.readString(pidFile).strip().split(" ", 2);
      String started = words.length > 1 ? words[1] : "";
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(ProcessHandle::isAlive)
          .filter(process -> startedAt(process, started) && worksHere(process));
    } catch (IOException | NumberFormatException e) {
      throw new StackFailure(name + ": its pid file " + pidFile + " cannot be read", e);
    }
  }

  /**
   * Start times are derived from the time of boot, which moves when the clock is set; hence some
   * minutes' tolerance.
   */
  private static boolean startedAt(ProcessHandle process, String recorded) {
    return process
        .info()
        .startInstant()
        .map(
            start ->
                !recorded.isEmpty()
                    && Duration.between(start, Instant.parse(recorded))
                            .abs()
                            .compareTo(Duration.ofMinutes(5))
                        < 0)
        .orElse(recorded.isEmpty());
  }

  /**
   * Each of our processes works inside the data folder; a stranger who has the number does not. A
   * JVM that is just starting stands in the folder of its performance data for an instant, hence
   * more than one look.
   */
  private boolean worksHere(ProcessHandle process) {
    for (int look = 1; look <= LOOKS; look++) {
      if (standsIn(data, process.pid())) {
        return true;
      }
      sleep(20);
    }
    return false;
  }

  private static boolean standsIn(Path folder, long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).startsWith(folder);
    } catch (IOException e) {
      return false;
    }
  }

  boolean running() {
    return handle().isPresent();
  }

  /** Waits until the part answers; tells its last log lines when it ends or does not come up. */
  void awaitReady(BooleanSupplier ready, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!ready.getAsBoolean()) {
      if (!running()) {
        throw new StackFailure(name + " ended while starting.\n" + tail());
      }
      if (System.nanoTime() > deadline) {
        throw new StackFailure(
            name + " did not answer in " + patience.toSeconds() + " s.\n" + tail());
      }
      sleep(100);
    }
  }

  /** Asks the process to end; ends it after fifteen seconds. */
  void stop(String signal) {
    handle().ifPresent(h -> stop(h, signal));
    forget();
  }

  private void stop(ProcessHandle handle, String signal) {
    signal(handle, signal);
    try {
      handle.onExit().get(15, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      handle.destroyForcibly();
    } catch (InterruptedException e) {
      handle.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** SIGKILL, as a crash would be. */
  void kill() {
    handle()
        .ifPresent(
            h -> {
              List<ProcessHandle> all = new ArrayList<>(h.descendants().toList());
              all.addFirst(h);
              all.forEach(ProcessHandle::destroyForcibly);
              // its children hold memory and ports that the next start wants
              all.forEach(process -> process.onExit().join());
            });
    forget();
  }

  private void forget() {
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new StackFailure(name + ": its pid file cannot be removed", e);
    }
  }

  private static void signal(ProcessHandle handle, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(handle.pid())).start().waitFor();
    } catch (IOException e) {
      handle.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps one earlier log once the present one is big. */
  private void rotate() {
    try {
      if (Files.exists(log) && Files.size(log) > BIG) {
        Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new StackFailure(name + ": its log cannot be set aside", e);
    }
  }

  private String tail() {
    return tail(log);
  }

  /** The last lines of a log, and where the whole is. */
  static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      String last = String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
      return last + "\n(whole log: " + log + ")";
    } catch (IOException e) {
      return "(no log at " + log + ")";
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
  }
}

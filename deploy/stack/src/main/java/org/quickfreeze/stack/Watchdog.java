package org.quickfreeze.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends the parts of a test when its JVM has ended, even if it was killed before its shutdown hook
 * could run, and clears their state away. A small shell process of its own session looks once a
 * second whether the JVM is still there.
 */
final class Watchdog {
  /** Folders that hold a test's state; logs are kept. */
  static final List<String> STATE =
      List.of("postgresql", "kafka", "kafka-config", "tls", "secret", "vault", "app", "run");

  /** Arguments: process id of the JVM, data folder, folders to delete in it. */
  private static final String SCRIPT =
      """
      jvm=$1; data=$2; shift 2
      while kill -0 "$jvm" 2>/dev/null; do sleep 1; done
      for file in "$data"/run/*.pid; do
        read -r pid _ < "$file" || continue
        case "$(readlink "/proc/$pid/cwd")" in
          "$data"*) kill -KILL -- "-$pid" ;;
        esac
      done 2>/dev/null
      sleep 1
      cd "$data" && rm -rf -- "$@"
      """;

  private Watchdog() {}

  static void guard(Path data) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                "sh",
                "-c",
                SCRIPT,
                "watchdog",
                Long.toString(ProcessHandle.current().pid()),
                data.toString()));
    command.addAll(STATE);
    new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}

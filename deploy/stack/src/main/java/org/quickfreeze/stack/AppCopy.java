package org.quickfreeze.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files a service runs from. A service opens its jars as it needs them, so a build that
 * replaces them would break it while it runs; hence it gets links to the files as they are now.
 */
final class AppCopy {
  private final Path built;
  private final Path copy;

  /**
   * @param built what the build has made, such as {@code request-service/target/quarkus-app}
   * @param copy where the service runs from
   */
  AppCopy(Path built, Path copy) {
    this.built = built;
    this.copy = copy;
  }

  /** Replaces the copy by what is built now; returns the jar to start. */
  Path renew() throws IOException {
    Home.delete(copy);
    for (Path file : files(built)) {
      Path target = copy.resolve(built.relativize(file));
      Files.createDirectories(target.getParent());
      try {
        Files.createLink(target, file);
      } catch (IOException | UnsupportedOperationException another) {
        // another disk, or a file system without links
        Files.copy(file, target);
      }
    }
    return copy.resolve("quarkus-run.jar");
  }

  /** Whether the service's own code was built anew, with a difference, since the copy was made. */
  boolean outdated() throws IOException {
    if (!Files.exists(built) || !Files.exists(copy)) {
      return false;
    }
    for (Path file : files(built.resolve("app"))) {
      Path mine = copy.resolve(built.relativize(file));
      if (!Files.exists(mine) || Files.mismatch(file, mine) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}

package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever builds the same sources gets the same jar, in another folder and at another time. */
class ReproducibleIT {
  private static final Path REPOSITORY = Path.of("../..");

  @TempDir private Path folder;

  @Test
  void aSecondBuildOfAModuleGivesTheSameBytes() throws IOException, InterruptedException {
    for (String path : List.of("pom.xml", ".mvn", "contracts/pom.xml", "contracts/src")) {
      copy(REPOSITORY.resolve(path), folder.resolve(path));
    }

    Path log = folder.resolve("build.log");
    ProcessBuilder maven =
        new ProcessBuilder(
            "mvn",
            "--offline",
            "--file",
            folder.resolve("contracts/pom.xml").toString(),
            "-Dmaven.test.skip=true",
            "-Dspotless.check.skip=true",
            "package");
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process build =
        maven
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(build.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(build.exitValue()).as(Files.readString(log)).isZero();
    assertThat(Arrays.equals(jar(folder), jar(REPOSITORY))).isTrue();
  }

  private static byte[] jar(Path repository) throws IOException {
    try (Stream<Path> files = Files.list(repository.resolve("contracts/target"))) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      assertThat(jars).hasSize(1);
      return Files.readAllBytes(jars.getFirst());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}

package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.quickfreeze.stack.Ports;

/** What a clone looks like after a build, in a folder of its own and without a {@code var}. */
final class Checkout {
  private final Path repository;
  private final Path folder;
  private int outputs;

  private Checkout(Path repository, Path folder) {
    this.repository = repository;
    this.folder = folder;
  }

  /** What a command said and how it ended. */
  record Said(int status, String text) {}

  static Checkout of(Path repository) throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    Path folder = Files.createTempDirectory(target, "checkout");
    try (Stream<Path> files = Files.list(repository)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!List.of("var", "target", "docs", "README.md", "quickfreeze", ".git").contains(name)) {
          Files.createSymbolicLink(folder.resolve(name), file);
        }
      }
    }
    Checkout checkout = new Checkout(repository, folder);
    checkout.copy(Path.of("quickfreeze"), text -> text);
    checkout.write("target/built", "");
    return checkout;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  /** Copies a file of the repository with its text changed; a script stays one. */
  void copy(Path file, UnaryOperator<String> change) throws IOException {
    write(file.toString(), change.apply(Files.readString(repository.resolve(file))));
    if (Files.isExecutable(repository.resolve(file))) {
      assertThat(folder.resolve(file).toFile().setExecutable(true)).isTrue();
    }
  }

  /** Says in a data folder which ports its stack takes. */
  static void ports(Path data, Ports p) throws IOException {
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("ports.properties"),
        String.join(
            "\n",
            "postgres=" + p.postgres(),
            "kafka=" + p.kafka(),
            "kafkaOutside=" + p.kafkaOutside(),
            "kafkaController=" + p.kafkaController(),
            "keycloak=" + p.keycloak(),
            "registry=" + p.registry(),
            "request=" + p.request(),
            "gateway=" + p.gateway(),
            "audit=" + p.audit(),
            ""));
  }

  /** Runs commands to their end, as bash does for somebody who typed them here. */
  Said run(String commands) throws IOException, InterruptedException {
    Path output = output();
    Process process = start(commands, output);
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + commands + "\n" + Files.readString(output));
    }
    return new Said(process.exitValue(), Files.readString(output));
  }

  Process start(String commands, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  Path output() {
    outputs++;
    return folder.resolve("output-" + outputs);
  }

  /** Tools that the tests cannot do without. */
  static List<String> missing(List<String> tools) throws IOException, InterruptedException {
    List<String> missing = new ArrayList<>();
    for (String tool : tools) {
      Process asked =
          new ProcessBuilder("sh", "-c", "command -v " + tool)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (asked.waitFor() != 0) {
        missing.add(tool);
      }
    }
    return missing;
  }
}

package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.quickfreeze.stack.Ports;

/**
 * The commands of README.md and docs/operations.md, as a reader would type them: each block under a
 * line {@code <!-- runs -->} is run by bash in the order of the page, against the test network. It
 * has a checkout of its own whose {@code var} is the network's data folder; only port numbers are
 * other than printed.
 */
class ReadmeIT {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- runs -->\\n```sh\\n(.*?\\n)```\\n", Pattern.DOTALL);
  private static final Pattern PORT = Pattern.compile("\\b2[89][0-9]{3}\\b");

  private final Network n = network();
  private final Path repository = n.stack.home().repository("").toAbsolutePath();

  @Test
  void everyCommandOfThePagesRuns() throws IOException, InterruptedException {
    for (String tool : List.of("bash", "curl", "jq", "openssl")) {
      Assumptions.assumeTrue(isThere(tool), tool + " is needed by the examples and is not here");
    }
    Path checkout = checkout();

    for (String page : List.of("README.md", "docs/operations.md")) {
      List<String> blocks = blocks(Files.readString(checkout.resolve(page)));
      assertThat(blocks).as(page).isNotEmpty();
      for (int i = 0; i < blocks.size(); i++) {
        Path output = checkout.resolve("output-" + page.replace('/', '-') + "-" + (i + 1));
        int status = run(checkout, blocks.get(i), output);
        String said = Files.readString(output);
        assertThat(status).as("%s%n%s", blocks.get(i), said).isZero();
        assertThat(said).as(blocks.get(i)).doesNotContain("application/problem+json");
      }
    }
  }

  @Test
  void aCommandThatFailsIsTold() throws IOException, InterruptedException {
    Path checkout = checkout();
    List<String> blocks = blocks("<!-- runs -->\n```sh\nfalse | cat\necho on\n```\n");

    assertThat(blocks).containsExactly("false | cat\necho on\n");
    assertThat(run(checkout, blocks.getFirst(), checkout.resolve("output"))).isNotZero();
  }

  /** What a clone looks like after a build, on the ports of the network. */
  private Path checkout() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    Path checkout = Files.createTempDirectory(target, "checkout");
    try (Stream<Path> files = Files.list(repository)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!List.of("var", "target", "docs", "README.md", "quickfreeze", ".git").contains(name)) {
          Files.createSymbolicLink(checkout.resolve(name), file);
        }
      }
    }
    copy(Path.of("quickfreeze"), checkout);
    assertThat(checkout.resolve("quickfreeze").toFile().setExecutable(true)).isTrue();
    copy(Path.of("README.md"), checkout);
    copy(Path.of("docs/operations.md"), checkout);
    copy(Path.of("docs/examples/sign.sh"), checkout);
    Files.createDirectories(checkout.resolve("target"));
    Files.writeString(checkout.resolve("target/built"), "");
    Path data = n.stack.home().data();
    Files.createSymbolicLink(checkout.resolve("var"), data);
    n.stack.describe().write(data);
    Files.writeString(data.resolve("ports.properties"), ports());
    return checkout;
  }

  private void copy(Path file, Path checkout) throws IOException {
    String text = Files.readString(repository.resolve(file));
    Map<String, String> here = printed();
    text = PORT.matcher(text).replaceAll(port -> here.getOrDefault(port.group(), port.group()));
    Path copy = checkout.resolve(file);
    Files.createDirectories(copy.getParent());
    Files.writeString(copy, text);
  }

  /** The port that stands instead of each that the pages print. */
  private Map<String, String> printed() {
    Map<String, String> ports = new LinkedHashMap<>();
    Ports here = n.stack.ports();
    List<Integer> services = List.of(here.registry(), here.request(), here.gateway(), here.audit());
    for (int i = 0; i < services.size(); i++) {
      ports.put("2808" + (i + 1), services.get(i).toString());
      ports.put("2818" + (i + 1), Integer.toString(services.get(i) + 100));
    }
    ports.put("28080", Integer.toString(here.keycloak()));
    ports.put("29092", Integer.toString(here.kafka()));
    ports.put("29093", Integer.toString(here.kafkaOutside()));
    return ports;
  }

  private String ports() {
    Ports p = n.stack.ports();
    return String.join(
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
        "");
  }

  private static List<String> blocks(String page) {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  private static int run(Path folder, String commands, Path output)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + commands);
    }
    return process.exitValue();
  }

  private static boolean isThere(String tool) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + tool)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}

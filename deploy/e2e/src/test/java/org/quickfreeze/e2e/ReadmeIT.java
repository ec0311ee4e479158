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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assumptions;
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
    Assumptions.assumeThat(Checkout.missing(List.of("bash", "curl", "jq", "openssl"))).isEmpty();
    Checkout checkout = checkout();

    for (String page : List.of("README.md", "docs/operations.md")) {
      List<String> blocks = blocks(Files.readString(checkout.path(page)));
      assertThat(blocks).as(page).isNotEmpty();
      for (String block : blocks) {
        Checkout.Said said = checkout.run(block);
        assertThat(said.status()).as("%s%n%s", block, said.text()).isZero();
        assertThat(said.text())
            .as(block)
            .doesNotContain("application/problem+json", "example.org/problems/");
      }
    }
  }

  @Test
  void aCommandThatFailsIsTold() throws IOException, InterruptedException {
    List<String> blocks = blocks("<!-- runs -->\n```sh\nfalse | cat\necho on\n```\n");

    assertThat(blocks).containsExactly("false | cat\necho on\n");
    assertThat(checkout().run(blocks.getFirst()).status()).isNotZero();
  }

  /** On the ports of the network, whose data folder is its {@code var}. */
  private Checkout checkout() throws IOException {
    Checkout checkout = Checkout.of(repository);
    for (String file :
        List.of("quickfreeze", "README.md", "docs/operations.md", "docs/examples/sign.sh")) {
      checkout.copy(Path.of(file), this::onThePortsHere);
    }
    Path data = n.stack.home().data();
    Files.createSymbolicLink(checkout.path("var"), data);
    n.stack.describe().write(data);
    Checkout.ports(data, n.stack.ports());
    return checkout;
  }

  private String onThePortsHere(String text) {
    Map<String, String> here = printed();
    return PORT.matcher(text).replaceAll(port -> here.getOrDefault(port.group(), port.group()));
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

  private static List<String> blocks(String page) {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }
}

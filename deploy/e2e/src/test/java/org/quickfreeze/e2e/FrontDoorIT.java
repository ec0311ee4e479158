package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quickfreeze.demo.Api;
import org.quickfreeze.e2e.Checkout.Said;
import org.quickfreeze.stack.Home;
import org.quickfreeze.stack.Ports;

/** {@code ./quickfreeze} as somebody types it, on a stack that it starts and ends itself. */
class FrontDoorIT {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final int NOT_ALL_RUNS = 3;

  private final Ports ports = Ports.free();
  private Checkout checkout;

  @BeforeEach
  void openAFolder() throws IOException {
    Path repository = Home.at(Path.of("target")).repository("").toAbsolutePath();
    checkout = Checkout.of(repository);
    Checkout.ports(checkout.path("var"), ports);
  }

  @AfterEach
  void leaveNothingBehind() throws IOException, InterruptedException {
    checkout.run("./quickfreeze reset --yes");
  }

  @Test
  void stateSurvivesDownAndUpAndGoesWithReset() throws IOException, InterruptedException {
    String up = said("up", 0);
    assertThat(up).contains("registry-service   ready after", "Everything is up");
    List<String> addresses =
        Pattern.compile("http://\\S+").matcher(up).results().map(MatchResult::group).toList();
    assertThat(addresses).hasSize(5);
    for (String address : addresses) {
      assertThat(Api.get(address, null).status()).as(address).isIn(200, 302);
    }
    assertThat(said("up", 0)).contains("Everything runs already.");
    assertThat(said("status", 0).lines().filter(line -> line.contains(" ready "))).hasSize(7);
    assertThat(said("demo", 0)).contains("FR  sees Preserved until", "0 holes", "everything holds");
    assertThat(said("verify-log --state remembered", 0)).contains("everything holds");
    assertThat(said("logs request-service", 0)).contains("started in");

    said("down", 0);
    assertThat(said("status", NOT_ALL_RUNS).lines().filter(line -> line.contains(" stopped ")))
        .hasSize(7);
    assertThat(said("demo", FAILED)).contains("does not answer; ./quickfreeze up").hasLineCount(1);

    said("up", 0);
    assertThat(said("verify-log --state remembered", 0))
        .contains("signed before are its beginning");

    assertThat(said("reset", MISUSED)).contains("Say it with --yes");
    said("reset --yes", 0);
    assertThat(checkout.path("var")).doesNotExist();
  }

  @Test
  void aTakenPortAMissingJdkAndAnUnknownWordEachGetOneClearAnswer()
      throws IOException, InterruptedException {
    try (ServerSocket taken =
        new ServerSocket(ports.request(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(said("up", FAILED))
          .isEqualTo(
              "Port "
                  + taken.getLocalPort()
                  + " is taken by another program; request-service needs it.\n");
    }
    assertThat(said("status", NOT_ALL_RUNS)).doesNotContain(" ready ");
    assertThat(said("frobnicate", MISUSED)).startsWith("There is no command frobnicate.");
    assertThat(said("logs nobody", FAILED)).startsWith("There is no part nobody; there are");

    // a machine without a JDK: the usual places lead nowhere, and the PATH holds no compiler
    checkout.copy(
        Path.of("quickfreeze"),
        text -> text.replace("/usr/lib/jvm/", "/none/").replace("/opt/", "/none/"));
    Said without =
        checkout.run(
            """
            mkdir -p bin
            for tool in bash readlink dirname sed; do ln -s "$(command -v $tool)" bin/$tool; done
            env -i PATH="$PWD/bin" HOME=/none bash ./quickfreeze up""");
    assertThat(without.status()).isEqualTo(FAILED);
    assertThat(without.text()).startsWith("Quickfreeze needs a JDK 25").hasLineCount(1);
    checkout.copy(Path.of("quickfreeze"), text -> text);
  }

  @Test
  void anInterruptedUpLeavesNothingRunning() throws IOException, InterruptedException {
    Path output = checkout.output();
    Process up = checkout.start("exec ./quickfreeze up", output);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.readString(output).contains("postgresql         ready"));

    new ProcessBuilder(List.of("kill", "-INT", Long.toString(up.pid()))).start().waitFor();

    assertThat(up.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(up.exitValue()).isNotZero();
    assertThat(Files.readString(output))
        .contains("Stopping what was started.")
        .doesNotContain("failed", "Exception");
    assertThat(said("status", NOT_ALL_RUNS).lines().filter(line -> line.contains(" stopped ")))
        .hasSize(7);
  }

  private String said(String command, int status) throws IOException, InterruptedException {
    Said said = checkout.run("./quickfreeze " + command);
    assertThat(said.status()).as("%s%n%s", command, said.text()).isEqualTo(status);
    return said.text();
  }
}

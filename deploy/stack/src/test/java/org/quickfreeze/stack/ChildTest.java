package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
  @TempDir private Path data;
  private Home home;
  private Child child;

  @BeforeEach
  void make() {
    home = Home.at(data);
    child = new Child(home, "part");
  }

  @AfterEach
  void end() {
    child.kill();
  }

  @Test
  void aLaterCallFindsTheProcess() {
    run("exec sleep 60");

    Child later = new Child(home, "part");

    assertThat(later.running()).isTrue();
    later.stop("TERM");
    assertThat(child.running()).isFalse();
  }

  /** Else an interrupted start would leave running what came after everything was stopped. */
  @Test
  void nothingIsStartedOnceEverythingIsBeingStopped() {
    home.close();

    assertThatThrownBy(() -> run("exec sleep 60"))
        .isInstanceOf(StackFailure.class)
        .hasMessage("Everything is being stopped.");

    assertThat(child.running()).isFalse();
    assertThat(data.resolve("run/part.pid")).doesNotExist();
  }

  @Test
  void aProcessThatLooksElsewhereForAnInstantIsStillOurs() {
    run("cd / && sleep 0.05 && cd '" + data + "' && exec sleep 60");

    for (int look = 0; look < 20; look++) {
      assertThat(child.running()).isTrue();
    }
  }

  @Test
  void aStrangerWhoHasTheNumberIsLeftAlone() throws IOException {
    ProcessHandle stranger = ProcessHandle.current();
    Files.writeString(
        data.resolve("run/part.pid"),
        stranger.pid() + " " + stranger.info().startInstant().orElseThrow());

    assertThat(child.running()).isFalse();
    child.stop("TERM");
    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void aProcessThatStartedAtAnotherTimeIsNotOurs() throws IOException {
    run("exec sleep 60");
    Path pidFile = data.resolve("run/part.pid");
    String recorded = Files.readString(pidFile);
    Files.writeString(pidFile, recorded.replaceAll(" .*", " 2020-01-01T00:00:00Z"));

    assertThat(child.running()).isFalse();

    Files.writeString(pidFile, recorded);
  }

  @Test
  void whatEndsWhileStartingIsToldWithItsLastWords() {
    run("echo the disk is full; exit 1");

    assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofSeconds(30)))
        .isInstanceOf(StackFailure.class)
        .hasMessageContaining("part ended while starting")
        .hasMessageContaining("the disk is full")
        .hasMessageContaining(child.log().toString());
  }

  @Test
  void aKillLeavesNoneOfItsChildrenRunning() throws IOException {
    run("sleep 61 & echo $!; wait");
    await().until(() -> Files.readString(child.log()).endsWith("\n"));
    long grandchild = Long.parseLong(Files.readString(child.log()).strip());

    child.kill();

    assertThat(child.running()).isFalse();
    assertThat(ProcessHandle.of(grandchild)).isEmpty();
  }

  private void run(String script) {
    child.start(List.of("sh", "-c", script), Map.of(), data);
  }
}

package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppCopyTest {
  @TempDir private Path folder;
  private Path built;
  private AppCopy app;

  @BeforeEach
  void build() throws IOException {
    built = Files.createDirectories(folder.resolve("quarkus-app"));
    Files.createDirectories(built.resolve("app"));
    Files.writeString(built.resolve("quarkus-run.jar"), "runner");
    Files.writeString(built.resolve("app/service.jar"), "one");
    app = new AppCopy(built, folder.resolve("copy"));
  }

  @Test
  void aBuildThatReplacesAFileLeavesTheRunningOneAsItWas() throws IOException {
    Path jar = app.renew();

    rebuild("two");

    assertThat(jar).hasContent("runner");
    assertThat(folder.resolve("copy/app/service.jar")).hasContent("one");
    assertThat(app.outdated()).isTrue();
    app.renew();
    assertThat(folder.resolve("copy/app/service.jar")).hasContent("two");
    assertThat(app.outdated()).isFalse();
  }

  @Test
  void theSameCodeBuiltAgainIsNotNew() throws IOException {
    app.renew();

    rebuild("one");

    assertThat(app.outdated()).isFalse();
  }

  private void rebuild(String code) throws IOException {
    Home.delete(built.resolve("app"));
    Files.createDirectories(built.resolve("app"));
    Files.writeString(built.resolve("app/service.jar"), code);
  }
}

package org.quickfreeze.request.lifecycle.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.quickfreeze.request.lifecycle.domain.Transitions.Edge;

/** The page in the docs says what the code does. */
class LifecyclePageTest {
  private static final Path PAGE = Path.of("..", "docs", "lifecycle.md");

  @Test
  void theTableOfThePageIsTheTableOfTheCode() throws IOException {
    assertThat(lines("| "))
        .filteredOn(line -> !line.startsWith("| from"))
        .containsExactlyElementsOf(Transitions.TABLE.stream().map(LifecyclePageTest::row).toList());
  }

  @Test
  void theDiagramOfThePageIsTheTableOfTheCode() throws IOException {
    assertThat(lines("    "))
        .filteredOn(line -> line.contains("-->"))
        .containsExactlyElementsOf(
            Transitions.TABLE.stream().map(LifecyclePageTest::arrow).toList());
  }

  private static List<String> lines(String start) throws IOException {
    try (var lines = Files.lines(PAGE)) {
      return lines
          .takeWhile(line -> !line.equals("## Own file"))
          .filter(line -> line.startsWith(start))
          .toList();
    }
  }

  private static String row(Edge edge) {
    return String.format(
        Locale.ROOT,
        "| %s | `%s` | %s | %s | %s |",
        edge.from().wire(),
        edge.trigger().wire(),
        edge.trigger().mover(),
        edge.guard().words().isEmpty() ? "" : edge.guard().words(),
        edge.to().wire());
  }

  private static String arrow(Edge edge) {
    var from = edge.from() == StateName.START ? "[*]" : edge.from().wire();
    return String.format(
        Locale.ROOT,
        "    %s --> %s: %s %s",
        from,
        edge.to().wire(),
        edge.trigger().wire(),
        edge.trigger().mover());
  }
}

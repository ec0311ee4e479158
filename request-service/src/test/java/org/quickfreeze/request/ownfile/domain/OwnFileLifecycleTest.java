package org.quickfreeze.request.ownfile.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.event.OwnFileEvent.OwnFileChanged;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.ownfile.domain.OwnDecision.Illegal;
import org.quickfreeze.request.ownfile.domain.OwnDecision.Stale;
import org.quickfreeze.request.ownfile.domain.OwnDecision.Taken;

class OwnFileLifecycleTest {
  private static final UUID ID = UUID.fromString("7a0e9a52-0b5b-4f3c-9a7e-2f53b1a4d0c3");
  private static final UUID REQUEST = UUID.fromString("6f1ed002-ab5a-4d2c-8f2b-0d5e7c1a2b3c");
  private static final Side FRANCE = new Side("FR", "fr-24-7");
  private static final String OFFICER = "officer/FR/fr-24-7";

  private static final Map<String, OwnFile> FILES =
      Map.of(
          "Draft", new OwnFile.Draft(ID, FRANCE, 3),
          "AwaitingApproval", new OwnFile.AwaitingApproval(ID, FRANCE, 3, "a-caller"),
          "AwaitingDomesticAuthority", new OwnFile.AwaitingDomesticAuthority(ID, FRANCE, 3),
          "Submitted", new OwnFile.Submitted(ID, FRANCE, 3, REQUEST),
          "Discarded", new OwnFile.Discarded(ID, FRANCE, 3),
          "Opened", new OwnFile.Opened(REQUEST, FRANCE, 3));
  private static final Map<String, OwnStep> STEPS =
      Map.of(
          "edit", new OwnStep.Edit(3),
          "discard", new OwnStep.Discard(3),
          "submit", new OwnStep.Submit(3, REQUEST),
          "note", new OwnStep.Note());

  static Stream<Arguments> everyPair() {
    return FILES.keySet().stream()
        .flatMap(state -> STEPS.keySet().stream().map(step -> arguments(state, step)));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void eachStepIsTakenWhereTheTableSaysAndNowhereElse(String state, String step) {
    var decision = OwnFileLifecycle.decide(FILES.get(state), STEPS.get(step), OFFICER);

    var legal = OwnFileLifecycle.TABLE.stream().filter(edge -> edge.from().equals(state)).toList();
    var edge = legal.stream().filter(e -> e.step().equals(step)).findFirst();
    if (edge.isEmpty()) {
      assertThat(decision)
          .isEqualTo(new Illegal(state, legal.stream().map(OwnFileLifecycle.Edge::step).toList()));
    } else {
      var taken = (Taken) decision;
      assertThat(taken.file()).hasSameClassAs(FILES.get(edge.get().to()));
      assertThat(taken.file().version()).isEqualTo(4);
      assertThat(taken.file().owner()).isEqualTo(FRANCE);
      assertThat(taken.events()).hasSize(1);
    }
  }

  @Test
  void aDraftBeginsAtVersionOneAndIsAccountedFor() {
    var taken = OwnFileLifecycle.create(ID, FRANCE, OFFICER);

    assertThat(taken.file()).isEqualTo(new OwnFile.Draft(ID, FRANCE, 1));
    assertThat(taken.events())
        .containsExactly(new OwnFileChanged(ID, FRANCE, OFFICER, null, "draft-created"));
  }

  @Test
  void whoReadAnOlderVersionIsTold() {
    var draft = new OwnFile.Draft(ID, FRANCE, 3);

    assertThat(OwnFileLifecycle.decide(draft, new OwnStep.Edit(2), OFFICER))
        .isEqualTo(new Stale(3));
    assertThat(OwnFileLifecycle.decide(draft, new OwnStep.Discard(4), OFFICER))
        .isEqualTo(new Stale(3));
    assertThat(OwnFileLifecycle.decide(draft, new OwnStep.Submit(2, REQUEST), OFFICER))
        .isEqualTo(new Stale(3));
  }

  @Test
  void theFileOfARequestIsOpenForNotesFromTheStart() {
    var opened = OwnFileLifecycle.open(REQUEST, FRANCE);

    var decision = OwnFileLifecycle.decide(opened, new OwnStep.Note(), OFFICER);

    assertThat(((Taken) decision).events())
        .containsExactly(new OwnFileChanged(REQUEST, FRANCE, OFFICER, null, "note-added"));
  }

  @Test
  void thePageSaysWhatTheCodeDoes() throws IOException {
    List<String> page;
    try (var lines = Files.lines(Path.of("..", "docs", "lifecycle.md"))) {
      page =
          lines
              .dropWhile(line -> !line.equals("## Own file"))
              .filter(line -> line.startsWith("| ") && !line.startsWith("| from"))
              .toList();
    }

    assertThat(page)
        .containsExactlyElementsOf(
            OwnFileLifecycle.TABLE.stream()
                .map(e -> "| " + e.from() + " | `" + e.step() + "` | " + e.to() + " |")
                .toList());
  }
}

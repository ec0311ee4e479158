package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTest {
  @Test
  void givenALineForMachines_whenShown_thenItReadsAsASentenceWithItsFacts() {
    String line =
        """
        {"timestamp":"2026-11-25T03:00:00.5Z","level":"WARN",\
        "loggerName":"org.quickfreeze.backbone.consume.ConsumerLoop",\
        "message":"a record went to the dead letter","threadName":"t","mdc":{"cause":"bad-form"}}""";

    assertThat(LogLine.readable(line))
        .isEqualTo(
            "2026-11-25T03:00:00.5Z WARN  [ConsumerLoop] a record went to the dead letter"
                + "  cause=bad-form");
  }

  @Test
  void givenAFailure_whenShown_thenItsTraceFollows() {
    assertThat(LogLine.readable("{\"message\":\"m\",\"stackTrace\":\"E\\n\\tat x\\n\"}"))
        .endsWith("m\nE\n\tat x");
  }

  @Test
  void givenAnyOtherLine_whenShown_thenItStaysAsItIs() {
    assertThat(LogLine.readable("[2026] INFO started")).isEqualTo("[2026] INFO started");
    assertThat(LogLine.readable("{ no json")).isEqualTo("{ no json");
  }
}

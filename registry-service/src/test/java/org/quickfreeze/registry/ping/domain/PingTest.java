package org.quickfreeze.registry.ping.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.quickfreeze.registry.ping.domain.Ping.Sent;

class PingTest {
  private static final Instant NIGHT = Instant.parse("2026-11-27T03:00:00Z");
  private static final Instant DUE = NIGHT.plusSeconds(1800);
  private final Sent sent = new Ping.Planned().out(NIGHT, Duration.ofMinutes(30));

  @Test
  void givenATestThatIsPlanned_whenItGoesOut_thenItHasItsTime() {
    assertThat(sent).isEqualTo(new Sent(NIGHT, DUE, 0));
  }

  @Test
  void givenATest_whenTheCodeComesBackInTime_thenItIsAnswered() {
    assertThat(sent.answer(true, DUE.minusNanos(1000))).isEqualTo(new Ping.Answered());
  }

  @Test
  void givenATest_whenTheCodeComesBackTooLate_thenItIsMissed() {
    assertThat(sent.answer(true, DUE)).isEqualTo(new Ping.Missed("too-late"));
  }

  @Test
  void givenATest_whenWrongCodesComeBack_thenTheFifthIsTheLast() {
    Ping ping = sent;
    for (int i = 1; i < Ping.MOST_TRIES; i++) {
      ping = ((Sent) ping).answer(false, NIGHT);
      assertThat(ping).isEqualTo(new Sent(NIGHT, DUE, i));
    }

    assertThat(((Sent) ping).answer(false, NIGHT)).isEqualTo(new Ping.Missed("wrong-codes"));
    assertThat(((Sent) ping).answer(true, NIGHT)).isEqualTo(new Ping.Answered());
  }

  @Test
  void givenATest_whenItsTimeIsOver_thenItIsMissedFromThatMomentOn() {
    assertThat(sent.runOut(DUE.minusNanos(1000))).isEqualTo(sent);
    assertThat(sent.runOut(DUE)).isEqualTo(new Ping.Missed("no-answer"));
  }

  @Test
  void givenATest_whenItCannotBeSent_thenWhoeverIsToBlameIsTold() {
    assertThat(sent.failed("no-connection")).isEqualTo(new Ping.Missed("no-connection"));
    assertThat(sent.untested("not-configured")).isEqualTo(new Ping.Untested("not-configured"));
  }
}

package org.quickfreeze.request.breakglass.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quickfreeze.request.breakglass.domain.GlassBreak.Decision;
import org.quickfreeze.request.breakglass.domain.GlassBreak.Verdict;

/** Every legal edge, and the full illegal matrix: three states, two steps. */
class GlassBreakTest {
  private static final Instant DUE = Instant.parse("2026-11-26T03:00:00Z");
  private final GlassBreak.Open open = new GlassBreak.Open("officer-1", DUE);
  private final GlassBreak.Overdue overdue = new GlassBreak.Overdue("officer-1");
  private final GlassBreak.Reviewed reviewed = new GlassBreak.Reviewed(Verdict.JUSTIFIED);

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void givenABreak_whenSomebodyElseReviewsIt_thenTheVerdictStands(Verdict verdict) {
    Decision done = new Decision.Taken(new GlassBreak.Reviewed(verdict));

    assertThat(open.review("supervisor-1", verdict)).isEqualTo(done);
    assertThat(overdue.review("supervisor-1", verdict)).isEqualTo(done);
  }

  @Test
  void givenABreak_whenWhoeverBrokeItReviewsIt_thenItIsRefused() {
    assertThat(open.review("officer-1", Verdict.JUSTIFIED)).isEqualTo(new Decision.OwnBreak());
    assertThat(overdue.review("officer-1", Verdict.JUSTIFIED)).isEqualTo(new Decision.OwnBreak());
  }

  @Test
  void givenAReview_whenAnotherComes_thenTheFirstStands() {
    assertThat(reviewed.review("supervisor-2", Verdict.NOT_JUSTIFIED))
        .isEqualTo(new Decision.Illegal("reviewed"));
  }

  @Test
  void givenAnOpenBreak_whenItsTimeIsOver_thenItIsOverdueFromThatMomentOn() {
    assertThat(open.runOut(DUE.minusNanos(1000))).isEqualTo(new Decision.Illegal("open"));
    assertThat(open.runOut(DUE)).isEqualTo(new Decision.Taken(overdue));
  }

  @Test
  void givenWhatHasRunOutOrIsReviewed_whenItsTimeIsOver_thenNothingHappensAgain() {
    assertThat(overdue.runOut(DUE)).isEqualTo(new Decision.Illegal("overdue"));
    assertThat(reviewed.runOut(DUE)).isEqualTo(new Decision.Illegal("reviewed"));
  }
}

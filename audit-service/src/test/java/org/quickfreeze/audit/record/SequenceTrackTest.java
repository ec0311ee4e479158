package org.quickfreeze.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.audit.record.SequenceTrack.Healed;
import org.quickfreeze.audit.record.SequenceTrack.Hole;
import org.quickfreeze.audit.record.SequenceTrack.Seen;

class SequenceTrackTest {
  private static final Instant T0 = Instant.parse("2026-11-25T03:00:00Z");
  private static final Instant T1 = T0.plusSeconds(60);

  @Test
  void givenNumbersInOrderThenThereIsNoHole() {
    SequenceTrack track = new SequenceTrack(0, List.of());

    assertThat(track.accept(1, T0)).isEqualTo(Seen.NEXT);
    assertThat(track.accept(2, T0)).isEqualTo(Seen.NEXT);
    assertThat(track.holes()).isEmpty();
    assertThat(track.last()).isEqualTo(2);
  }

  @Test
  void givenAStreamThatDoesNotBeginWithOneThenItsBeginningIsAHole() {
    SequenceTrack track = new SequenceTrack(0, List.of());

    assertThat(track.accept(4, T0)).isEqualTo(Seen.AFTER_A_HOLE);
    assertThat(track.holes()).containsExactly(new Hole(1, 3, T0));
  }

  @Test
  void givenAHoleWhenItsMiddleComesThenTwoRemainSinceTheSameTime() {
    SequenceTrack track = new SequenceTrack(10, List.of(new Hole(3, 7, T0)));

    assertThat(track.accept(5, T1)).isEqualTo(Seen.HEALING);
    assertThat(track.holes()).containsExactly(new Hole(3, 4, T0), new Hole(6, 7, T0));
    assertThat(track.healed()).containsExactly(new Healed(5, T0));
  }

  @Test
  void givenAHoleWhenAllOfItComesThenItIsGone() {
    SequenceTrack track = new SequenceTrack(5, List.of(new Hole(2, 4, T0)));

    assertThat(track.accept(2, T1)).isEqualTo(Seen.HEALING);
    assertThat(track.accept(4, T1)).isEqualTo(Seen.HEALING);
    assertThat(track.accept(3, T1)).isEqualTo(Seen.HEALING);
    assertThat(track.holes()).isEmpty();
  }

  @Test
  void givenANumberThatWasSeenThenItIsSeenTwice() {
    SequenceTrack track = new SequenceTrack(5, List.of(new Hole(2, 3, T0)));

    assertThat(track.accept(5, T1)).isEqualTo(Seen.TWICE);
    assertThat(track.accept(4, T1)).isEqualTo(Seen.TWICE);
    assertThat(track.accept(1, T1)).isEqualTo(Seen.TWICE);
    assertThat(track.accept(2, T1)).isEqualTo(Seen.HEALING);
    assertThat(track.accept(2, T1)).isEqualTo(Seen.TWICE);
  }

  @Test
  void givenAnAbsurdlyGreatNumberThenTheHoleIsStillOneRow() {
    SequenceTrack track = new SequenceTrack(1, List.of());

    track.accept(Long.MAX_VALUE, T0);

    assertThat(track.holes()).containsExactly(new Hole(2, Long.MAX_VALUE - 1, T0));
  }

  /** Against a plain set of all numbers seen. */
  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9, 10})
  void givenNumbersInAnyOrderThenTheHolesAreExactlyWhatWasNotSeen(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    SequenceTrack track = new SequenceTrack(0, List.of());
    Set<Long> seen = new TreeSet<>();
    for (int step = 0; step < 500; step++) {
      long number = 1 + random.nextLong(300);
      boolean fresh = seen.add(number);

      Seen verdict = track.accept(number, T0);

      String where = "seed " + seed + " step " + step + " number " + number;
      assertThat(verdict == Seen.TWICE).as(where).isEqualTo(!fresh);
      List<Long> missing = new ArrayList<>();
      for (long n = 1; n <= track.last(); n++) {
        if (!seen.contains(n)) {
          missing.add(n);
        }
      }
      List<Long> told = new ArrayList<>();
      for (Hole hole : track.holes()) {
        for (long n = hole.first(); n <= hole.last(); n++) {
          told.add(n);
        }
      }
      assertThat(told).as(where).isEqualTo(missing);
    }
  }
}

package org.quickfreeze.backbone.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time by which law, validity and rota run. In the development profile it can be moved forward;
 * tokens, TLS, metrics, heartbeats and retention stay on real time.
 */
public final class DomainClock {
  private final Clock real;
  private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

  public DomainClock(Clock real) {
    this.real = real;
  }

  /** Now, in microseconds at most, since that is what the database keeps. */
  public Instant now() {
    return real.instant().plus(shift.get()).truncatedTo(ChronoUnit.MICROS);
  }

  /** How far this clock runs ahead of real time; never negative. */
  public Duration shift() {
    return shift.get();
  }

  /** Sets how far the clock runs ahead; it never goes back. */
  public void shiftTo(Duration ahead) {
    shift.accumulateAndGet(ahead, (now, next) -> next.compareTo(now) > 0 ? next : now);
  }
}

package org.quickfreeze.registry.ping.domain;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When a contact point is tested: some times a year, one in each equal part of it, at a moment that
 * nobody can foresee without the key, by day or by night.
 */
public final class Schedule {
  /** A moment that went by unused this long ago, while the register was down, is let go. */
  private static final Duration LATE = Duration.ofDays(1);

  private final int rounds;
  private final Mac mac;

  /**
   * @param rounds a year; 0 for none
   */
  public Schedule(int rounds, Mac mac) {
    this.rounds = rounds;
    this.mac = mac;
  }

  /** A keyed hash of at least eight bytes. */
  @FunctionalInterface
  public interface Mac {
    byte[] of(String text);
  }

  /**
   * The round that is due for a contact point now; empty when none is.
   *
   * @return its name, such as {@code 2026/3}
   */
  public Optional<String> due(String contactPoint, Instant now) {
    for (int year = now.atZone(ZoneOffset.UTC).getYear() - 1; rounds > 0; year++) {
      for (int part = 0; part < rounds; part++) {
        Instant moment = moment(contactPoint, year, part);
        if (moment.isAfter(now)) {
          return Optional.empty();
        }
        if (moment.isAfter(now.minus(LATE))) {
          return Optional.of(year + "/" + (part + 1));
        }
      }
    }
    return Optional.empty();
  }

  /** The moment in one part of a year. */
  Instant moment(String contactPoint, int year, int part) {
    Instant start = Year.of(year).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant end = Year.of(year + 1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    long seconds = Duration.between(start, end).toSeconds() / rounds;
    long random = ByteBuffer.wrap(mac.of(contactPoint + ' ' + year + ' ' + part)).getLong();
    return start.plusSeconds(part * seconds + Math.floorMod(random, seconds));
  }
}

package org.quickfreeze.backbone.quarkus;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem;
import org.quickfreeze.backbone.problem.Problems;

/** Moments in the query of a URL. */
public final class Moments {
  private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2099-12-31T00:00:00Z");

  private Moments() {}

  /**
   * @param name of the parameter
   * @param value RFC 3339 in UTC; null when it was not sent
   * @param otherwise what is meant when it was not sent
   * @throws Problem.ProblemException 400 when it is no moment between 1990 and 2099
   */
  public static Instant of(String name, @Nullable String value, Instant otherwise) {
    if (value == null) {
      return otherwise;
    }
    try {
      Instant instant = Instant.parse(value).truncatedTo(ChronoUnit.MICROS);
      if (instant.isAfter(FIRST) && instant.isBefore(LAST)) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      // the same answer as for a time out of bounds
    }
    throw Problems.malformed(
            name
                + " is a time in UTC, such as 2026-11-26T03:00:00Z, after 1990-01-01 and before"
                + " 2099-12-31.")
        .asException();
  }
}

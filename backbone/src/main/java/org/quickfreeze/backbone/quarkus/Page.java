package org.quickfreeze.backbone.quarkus;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problems;

/**
 * A page of a list.
 *
 * @param next goes into {@code after} for the page that follows; absent on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
  /** The longest page. */
  public static final int MOST = 200;

  public Page {
    items = List.copyOf(items);
  }

  /**
   * A page of rows, of which one more than wanted was asked for to see whether any follow.
   *
   * @param cursor gives of the last row what {@code after} takes
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, cursor.apply(items.getLast()));
  }

  /** The length that a caller wants; a problem (400) when it is not one from 1 to {@link #MOST}. */
  public static int limit(String wanted) {
    if (wanted.matches("[0-9]{1,3}")) {
      int limit = Integer.parseInt(wanted);
      if (limit >= 1 && limit <= MOST) {
        return limit;
      }
    }
    throw Problems.malformed("limit is a whole number from 1 to " + MOST + ".").asException();
  }
}

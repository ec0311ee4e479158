package org.quickfreeze.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement that a service has executed.
 *
 * @param session process id of its PostgreSQL backend
 * @param sql with {@code $1}, {@code $2}, … for its parameters
 * @param parameters in PostgreSQL's text form; null for an SQL null
 */
record Statement(long session, String sql, List<@Nullable String> parameters) {
  boolean mentions(String value) {
    return parameters.stream().anyMatch(p -> p != null && p.contains(value));
  }
}

package org.quickfreeze.backbone.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as the caller sees it (RFC 9457).
 *
 * @param type stable slug, the end of the problem's URI
 * @param title the same sentence for every problem of the type
 * @param status HTTP status
 * @param detail what was wrong this time; never quotes content
 * @param errors one entry per field that is wrong
 * @param more further members, such as {@code legal} with the lawful next acts
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    List<FieldError> errors,
    Map<String, Object> more) {

  /** Base of every problem's {@code type}. */
  public static final String BASE = "https://quickfreeze.example.org/problems/";

  public Problem {
    errors = List.copyOf(errors);
    more = Map.copyOf(more);
  }

  /**
   * One wrong field.
   *
   * @param pointer RFC 6901 pointer into the body
   * @param rule id of the rule that is broken
   * @param source article or paragraph that demands it
   */
  public record FieldError(String pointer, String rule, @Nullable String source, String message) {}

  public static Problem of(int status, String type, String title, String detail) {
    return new Problem(type, title, status, detail, List.of(), Map.of());
  }

  public Problem withErrors(List<FieldError> wrong) {
    return new Problem(type, title, status, detail, wrong, more);
  }

  public Problem with(String name, Object value) {
    Map<String, Object> members = new LinkedHashMap<>(more);
    members.put(name, value);
    return new Problem(type, title, status, detail, errors, members);
  }

  /** The members of the {@code application/problem+json} object, in order. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", BASE + type);
    members.put("title", title);
    members.put("status", status);
    members.put("detail", detail);
    if (!errors.isEmpty()) {
      members.put("errors", errors);
    }
    members.putAll(more);
    return members;
  }

  /** Ends a call with this problem. */
  public ProblemException asException() {
    return new ProblemException(this);
  }

  /** Carries a problem from an adapter to the edge; the domain returns values instead. */
  public static final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
      super(problem.type(), null, false, false);
      this.problem = problem;
    }

    public Problem problem() {
      return problem;
    }
  }
}

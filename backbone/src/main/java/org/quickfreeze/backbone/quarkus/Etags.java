package org.quickfreeze.backbone.quarkus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem;
import org.quickfreeze.backbone.problem.Problems;

/** Versions as strong entity tags (RFC 9110, 8.8.3): the decimal number in quotes. */
public final class Etags {
  private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

  private Etags() {}

  public static String of(long version) {
    return '"' + Long.toString(version) + '"';
  }

  /**
   * The version that a caller has read.
   *
   * @throws Problem.ProblemException 428 without {@code If-Match}, 400 when it is not one of our
   *     tags
   */
  public static long required(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw Problems.preconditionRequired().asException();
    }
    Matcher tag = TAG.matcher(ifMatch.strip());
    if (!tag.matches()) {
      throw Problems.malformed("If-Match takes the ETag of the last answer, in quotes.")
          .asException();
    }
    return Long.parseLong(tag.group(1));
  }
}

package org.quickfreeze.backbone.quarkus;

import java.util.UUID;
import org.quickfreeze.backbone.problem.Problems;

/** Ids as they stand in a path. */
public final class PathIds {
  private PathIds() {}

  /**
   * @throws org.quickfreeze.backbone.problem.Problem.ProblemException 404 when it is no UUID: there
   *     is nothing of such an id
   */
  public static UUID uuid(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw Problems.notFound().asException();
    }
  }
}

package org.quickfreeze.backbone.problem;

import java.util.List;

/** Problems that every service shares. */
public final class Problems {
  private Problems() {}

  public static Problem malformed(String detail) {
    return Problem.of(400, "malformed", "The request cannot be read", detail);
  }

  public static Problem unauthenticated() {
    return Problem.of(
        401, "unauthenticated", "A valid access token is needed", "Send a bearer token.");
  }

  /** The caller is known to the identity provider, but not entitled here. */
  public static Problem forbidden(String detail) {
    return Problem.of(403, "forbidden", "The caller may not do this", detail);
  }

  /** Also for what exists and is not the caller's: the answer does not tell which. */
  public static Problem notFound() {
    return Problem.of(404, "not-found", "There is no such thing here", "Nothing was found.");
  }

  public static Problem conflict(String type, String detail) {
    return Problem.of(409, type, "The request conflicts with the present state", detail);
  }

  /**
   * A step that the present state does not offer.
   *
   * @param legal the steps that it does
   */
  public static Problem illegalTransition(String state, List<?> legal) {
    return conflict("illegal-transition", "Not from the state " + state + ".")
        .with("state", state)
        .with("legal", legal);
  }

  public static Problem stale(String detail) {
    return Problem.of(412, "stale", "The version is not the present one", detail);
  }

  public static Problem preconditionRequired() {
    return Problem.of(
        428, "if-match-required", "A version is needed", "Send If-Match with the ETag you read.");
  }

  public static Problem unprocessable(String type, String title, String detail) {
    return Problem.of(422, type, title, detail);
  }

  public static Problem unavailable(String detail) {
    return Problem.of(503, "unavailable", "The service cannot answer at the moment", detail);
  }
}

package org.quickfreeze.backbone.quarkus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.problem.Problem;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problem.ProblemException;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.tx.DatabaseFailure;

/** Turns whatever ends a call into {@code application/problem+json}; class names never leave. */
public final class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class.getName());
  private static final String RETRY_AFTER_SECONDS = "2";
  private static final String NOTHING_CHANGED =
      "Nothing was changed. Try again, with the same Idempotency-Key.";
  private static final String NOT_KNOWN =
      "It is not known whether this was kept. Repeat the call with the same Idempotency-Key: it has"
          + " its effect once, and you get its answer. Where a call takes no key, read first.";

  /** A problem that a resource has chosen. */
  @ServerExceptionMapper
  public Response problem(ProblemException e) {
    return response(e.problem());
  }

  /** No token, or one that does not hold. */
  @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
  public Response unauthenticated(SecurityException e) {
    return response(Problems.unauthenticated());
  }

  @ServerExceptionMapper
  public Response forbidden(ForbiddenException e) {
    return response(Problems.forbidden("This is for another role."));
  }

  /** JSON that cannot be read, with the place where it went wrong. */
  @ServerExceptionMapper
  public Response unreadable(JsonProcessingException e) {
    Problem problem = Problems.malformed("The body is not the JSON that is expected here.");
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      problem =
          problem.withErrors(
              List.of(
                  new FieldError(pointer(mapping), "json", null, "unknown, or of a wrong type")));
    }
    return response(problem);
  }

  /** The database does not answer. Only where it fell silent at the commit is the outcome open. */
  @ServerExceptionMapper
  public Response database(DatabaseFailure e) {
    if (e.mayPass()) {
      LOG.log(Level.WARNING, "the database did not answer", Fact.sqlState(e.sqlState()));
      return response(Problems.unavailable(outcome(e)));
    }
    LOG.log(Level.SEVERE, "a statement failed", Fact.sqlState(e.sqlState()));
    return response(internal(outcome(e)));
  }

  private static String outcome(DatabaseFailure e) {
    return e.outcomeUnknown() ? NOT_KNOWN : NOTHING_CHANGED;
  }

  /** What the framework refuses by itself: no such path, method or media type. */
  @ServerExceptionMapper
  public Response framework(WebApplicationException e) {
    Response.StatusType status = e.getResponse().getStatusInfo();
    if (e.getCause() instanceof JsonProcessingException unreadable) {
      return unreadable(unreadable);
    }
    if (status.getStatusCode() == 404) {
      return response(Problems.notFound());
    }
    return response(
        Problem.of(
            status.getStatusCode(),
            "http-" + status.getStatusCode(),
            status.getReasonPhrase(),
            "See the service's OpenAPI page."));
  }

  /** A defect of ours, which may as well have shown itself after the commit. */
  @ServerExceptionMapper
  public Response defect(RuntimeException e) {
    Object[] facts = {Fact.error(e), Fact.place(e.getStackTrace())};
    LOG.log(Level.SEVERE, "a call failed", facts);
    return response(internal(NOT_KNOWN));
  }

  private static Problem internal(String detail) {
    return Problem.of(500, "internal", "Something failed on our side", detail);
  }

  static String pointer(JsonMappingException mapping) {
    return mapping.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
        .collect(Collectors.joining("/", "/", ""));
  }

  static Response response(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status())
            .type("application/problem+json")
            .entity(problem.members());
    if (problem.status() == 401) {
      response.header("WWW-Authenticate", "Bearer");
    }
    if (problem.status() == 503) {
      response.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    return response.build();
  }
}

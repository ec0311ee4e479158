package org.quickfreeze.request.lifecycle.adapter;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.ActCodec;
import org.quickfreeze.request.lifecycle.application.ActCheck;
import org.quickfreeze.request.lifecycle.application.ActCheck.Checked;
import org.quickfreeze.request.lifecycle.application.ActIntake;
import org.quickfreeze.request.lifecycle.application.ActIntake.Sent;
import org.quickfreeze.request.lifecycle.application.SignedAct;

/** How a signed act of a caller becomes a request, whatever resource it came in by. */
@Singleton
public final class Submissions {
  /** What 202 means. */
  public static final String HELD =
      "Kept; it waits for a fresh copy of the register before anybody else sees it. Location tells"
          + " what becomes of it";

  private static final int LONGEST_REASON = 2000;

  private final ActCheck acts;
  private final ActIntake intake;
  private final DomainClock clock;

  Submissions(ActCheck acts, ActIntake intake, DomainClock clock) {
    this.acts = acts;
    this.intake = intake;
    this.clock = clock;
  }

  /** What is answered to a command on a request. */
  public record Accepted(UUID id) {}

  /**
   * The act, when it holds and is the caller's.
   *
   * @throws org.quickfreeze.backbone.problem.Problem.ProblemException when it does not or is not
   */
  public SignedAct checked(SignedCommand command, Caller caller) {
    String act = Bodies.required(command.act(), "/act");
    String reason = command.breakGlass();
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw Problems.malformed("The reason is too long.")
          .withErrors(
              List.of(
                  new FieldError(
                      "/breakGlass",
                      "length",
                      null,
                      "is longer than " + LONGEST_REASON + " characters")))
          .asException();
    }
    return switch (acts.check(act, caller, clock.now())) {
      case Checked.Good good -> good.act();
      case Checked.Bad bad -> throw Refusals.bad(bad).asException();
    };
  }

  /** Takes a checked act of type {@code submit} in. */
  public Answer submit(Tx tx, SignedAct signed, SignedCommand command, Caller caller)
      throws SQLException {
    return Refusals.answerOf(intake.submit(tx, signed, caller, command.breakGlass(), clock.now()));
  }

  /** Takes any further checked act in. */
  Answer act(Tx tx, SignedAct signed, SignedCommand command, long ifVersion, Caller caller)
      throws SQLException {
    Sent sent = new Sent(signed, command.orders(), ifVersion, command.breakGlass());
    return Refusals.answerOf(intake.act(tx, sent, caller, clock.now()));
  }

  /** The answer to a command that names its request in the act alone. */
  public static Response answered(Answer answer, SignedCommand command) {
    return answered(answer, requestOf(command.act()));
  }

  /** The answer on its way out; {@code id} is the request's. */
  static Response answered(Answer answer, UUID id) {
    return Response.status(answer.status())
        .header("Location", answer.location())
        .header("ETag", answer.etag())
        .entity(new Accepted(id))
        .build();
  }

  /** Whoever has an answer has had the act checked, now or when the answer was first given. */
  private static UUID requestOf(String act) {
    String payload = act.substring(act.indexOf('.') + 1, act.lastIndexOf('.'));
    try {
      return ActCodec.read(Base64.getUrlDecoder().decode(payload)).request();
    } catch (ActCodec.MalformedAct e) {
      throw new IllegalStateException("an act that was answered cannot be read", e);
    }
  }
}

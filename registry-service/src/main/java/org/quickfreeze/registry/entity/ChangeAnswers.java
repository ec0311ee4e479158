package org.quickfreeze.registry.entity;

import java.util.List;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Etags;

/** What a step came to, as an answer: each refusal has one problem type. */
final class ChangeAnswers {
  private ChangeAnswers() {}

  /**
   * The answer, or the problem that says why not.
   *
   * @param status when the register says it now
   * @param location of the entity
   */
  static Answer of(Changes.Outcome outcome, int status, String location) {
    return switch (outcome) {
      case Changes.Outcome.Applied applied ->
          new Answer(status, location, Etags.of(applied.version()));
      case Changes.Outcome.Waits waits -> new Answer(202, "/changes/" + waits.id(), null);
      case Changes.Outcome.Over over -> new Answer(200, "/changes/" + over.id(), null);
      case Changes.Outcome.NotAllowed not ->
          throw Problems.forbidden(not.refusal().words()).asException();
      case Changes.Outcome.NotFound _ -> throw Problems.notFound().asException();
      case Changes.Outcome.Decided decided ->
          throw Problems.conflict(
                  "change-decided", "The change is " + decided.state() + " already.")
              .with("state", decided.state())
              .asException();
      case Changes.Outcome.Unproven _ ->
          throw Problems.conflict(
                  "key-unproven", "Nobody has shown yet that the key's private half is held.")
              .asException();
      case Changes.Outcome.NotWritten not -> of(done(not.why()), location);
    };
  }

  private static Answer of(EntityRegister.Outcome.Done done, String location) {
    return new Answer(200, location, Etags.of(done.version()));
  }

  static EntityRegister.Outcome.Done done(EntityRegister.Outcome outcome) {
    return switch (outcome) {
      case EntityRegister.Outcome.Done done -> done;
      case EntityRegister.Outcome.Exists exists ->
          throw Problems.conflict("exists", "The register has this entity already.")
              .with("entity", exists.entity())
              .asException();
      case EntityRegister.Outcome.Unknown _ -> throw Problems.notFound().asException();
      case EntityRegister.Outcome.Ended ended ->
          throw Problems.conflict("ended", "It has ended and does not come back; enter a new one.")
              .with("entity", ended.entity())
              .asException();
      case EntityRegister.Outcome.Stale stale ->
          throw Problems.stale("The present version is " + stale.present() + ".").asException();
      case EntityRegister.Outcome.Invalid invalid -> throw invalid(invalid.errors());
    };
  }

  static RuntimeException invalid(List<FieldError> errors) {
    return Problems.unprocessable("invalid-entity", "The register cannot take this", "See errors.")
        .withErrors(errors)
        .asException();
  }
}

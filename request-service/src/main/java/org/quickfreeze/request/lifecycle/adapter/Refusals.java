package org.quickfreeze.request.lifecycle.adapter;

import java.util.List;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.problem.Problem;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Etags;
import org.quickfreeze.request.lifecycle.application.ActCheck.Checked;
import org.quickfreeze.request.lifecycle.application.Outcome;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;

/** What a command came to, as an answer: each refusal has one problem type. */
final class Refusals {
  private Refusals() {}

  /** What is answered, or the problem that says why not. */
  static Answer answerOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done ->
          new Answer(201, "/requests/" + done.request().id(), Etags.of(done.request().entries()));
      case Outcome.Held held -> new Answer(202, "/held-acts/" + held.id(), null);
      case Outcome.Waiting _ ->
          throw Problems.conflict(
                  "act-waiting",
                  "An act about this request waits for a fresh copy of the register.")
              .asException();
      case Outcome.NotFound _ -> throw Problems.notFound().asException();
      case Outcome.Exists _ ->
          throw Problems.conflict("exists", "A request of this id is there already.").asException();
      case Outcome.Stale stale ->
          throw Problems.stale("The present version is " + stale.present() + ".").asException();
      case Outcome.Replayed _ ->
          throw Problems.conflict("act-replayed", "This act has been taken before.").asException();
      case Outcome.NotAllowed not -> throw problem(not.reason()).asException();
      case Outcome.NotSealed not -> throw notSealed(not).asException();
      case Outcome.Incomplete incomplete -> throw incomplete(incomplete).asException();
      case Outcome.NoBasis not ->
          throw Problems.unprocessable(
                  "no-basis",
                  "The article is not in force between the two States",
                  "The register's GET /law/between tells what one may ask of the other. Nothing was"
                      + " sent: call the other State's point if it cannot wait.")
              .withErrors(
                  List.of(
                      new FieldError(
                          "/act/to/party",
                          "basis",
                          not.article(),
                          "is not bound by it, or the author is not")))
              .with("kind", not.kind())
              .asException();
      case Outcome.Hindered hindered -> throw hindered(hindered).asException();
      case Outcome.WrongAddressee wrong ->
          throw Problems.unprocessable(
                  "wrong-addressee", "The act is addressed to somebody else", wrong.what())
              .withErrors(
                  List.of(
                      new FieldError("/act" + wrong.pointer(), "addressee", null, wrong.what())))
              .asException();
    };
  }

  static Problem bad(Checked.Bad bad) {
    FieldError error = new FieldError("/act" + bad.pointer(), bad.code(), null, bad.what());
    return switch (bad.code()) {
      case "malformed",
          "malformed-act",
          "wrong-header",
          "wrong-type",
          "wrong-algorithm",
          "not-canonical" ->
          Problem.of(400, "malformed-act", "The act cannot be read", bad.what())
              .withErrors(List.of(error));
      case "not-the-callers-act" ->
          Problems.forbidden("The act is signed for an authority that is not the caller's.")
              .withErrors(List.of(error));
      default ->
          Problems.unprocessable("act-refused", "The act is not accepted", bad.what())
              .withErrors(List.of(error))
              .with("code", bad.code());
    };
  }

  private static Problem problem(Reason reason) {
    return switch (reason) {
      case Reason.IllegalTransition illegal ->
          Problems.illegalTransition(illegal.state(), illegal.legal());
      case Reason.WrongSide _ -> Problems.forbidden("This act is for the other side to sign.");
      case Reason.WrongPrevious previous ->
          Problems.conflict(
                  "wrong-previous", "The act does not build on the last entry of a Party.")
              .with("head", previous.head());
      case Reason.GroundNotAllowed not ->
          Problems.unprocessable(
                  "ground-not-allowed",
                  "The article does not allow this ground",
                  not.article() + " allows only the grounds listed.")
              .withErrors(
                  List.of(
                      new FieldError(
                          "/act/body/ground", "refusal-ground", not.article(), "is not allowed")))
              .with("allowed", not.allowed());
      case Reason.UnknownReason not ->
          Problems.unprocessable(
                  "unknown-reason", "This is no reason for not executing", "See allowed.")
              .with("allowed", not.allowed());
      case Reason.WrongItem item ->
          Problems.conflict("wrong-item", "An item is unknown, or not in the state this needs.")
              .with("item", item.item());
      case Reason.DocumentMissing missing ->
          Problems.unprocessable(
                  "document-missing",
                  "Each open order needs its document",
                  "Name and add exactly one document for each order listed.")
              .with("orders", missing.orders());
      case Reason.TooShort tooShort ->
          Problems.unprocessable(
                  "too-short",
                  "A preservation lasts at least 60 days",
                  "BC 29(7): not before " + tooShort.earliest() + ".")
              .with("earliest", tooShort.earliest().toString());
      case Reason.Superseded _ ->
          Problems.conflict("superseded", "The request has moved on meanwhile.");
    };
  }

  private static Problem hindered(Outcome.Hindered hindered) {
    Problem problem =
        hindered.breakable()
            ? Problems.unprocessable(
                "break-glass",
                "Somebody has to answer for sending this",
                "Send it again with breakGlass, the reason why it cannot wait: it is kept in your"
                    + " own file, and a supervisor reviews it within a day.")
            : Problems.unprocessable(
                "hindered",
                "This is not sent as things stand",
                "A routine request waits until what is listed has been put right; urgent and"
                    + " emergency requests can go with a reason.");
    return problem.withErrors(
        hindered.hindrances().stream()
            .map(h -> new FieldError("/act" + h.pointer(), h.code(), h.source(), h.message()))
            .toList());
  }

  private static Problem notSealed(Outcome.NotSealed not) {
    return not.code().equals("directory-stale")
        ? Problems.unavailable(not.what())
        : Problems.unprocessable(not.code(), "The order cannot go out", not.what());
  }

  private static Problem incomplete(Outcome.Incomplete incomplete) {
    return Problems.unprocessable(
            "incomplete", "The request lacks what the law demands", "See errors.")
        .withErrors(
            incomplete.findings().stream()
                .map(
                    f ->
                        new FieldError(
                            "/act/body/form" + f.pointer(), f.rule(), f.source(), f.message()))
                .toList());
  }
}

package org.quickfreeze.request.ownfile.domain;

import java.util.List;
import java.util.UUID;
import org.quickfreeze.contracts.event.OwnFileEvent.OwnFileChanged;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.ownfile.domain.OwnDecision.Illegal;
import org.quickfreeze.request.ownfile.domain.OwnDecision.Stale;
import org.quickfreeze.request.ownfile.domain.OwnDecision.Taken;

/** The funnel of own files: every change of one passes here. Pure, as the shared one. */
public final class OwnFileLifecycle {

  /** From a state by a step to a state. */
  public record Edge(String from, String step, String to) {}

  /** All edges that exist today; docs/lifecycle.md is tested against it. */
  public static final List<Edge> TABLE =
      List.of(
          new Edge("Start", "create", "Draft"),
          new Edge("Draft", "edit", "Draft"),
          new Edge("Draft", "discard", "Discarded"),
          new Edge("Draft", "submit", "Submitted"),
          new Edge("Start", "open", "Opened"),
          new Edge("Opened", "note", "Opened"));

  private OwnFileLifecycle() {}

  /**
   * The requesting side begins a draft.
   *
   * @param actor function for events, such as {@code officer/FR/fr-24-7}
   */
  public static Taken create(UUID id, Side owner, String actor) {
    return taken(new OwnFile.Draft(id, owner, 1), actor, "draft-created");
  }

  /** A side's file of a shared request begins with the request, and says nothing of its own. */
  public static OwnFile.Opened open(UUID request, Side owner) {
    return new OwnFile.Opened(request, owner, 1);
  }

  /** Any further step. */
  public static OwnDecision decide(OwnFile file, OwnStep step, String actor) {
    return switch (file) {
      case OwnFile.Draft draft -> ofDraft(draft, step, actor);
      case OwnFile.Opened opened ->
          step instanceof OwnStep.Note ? taken(opened.note(), actor, "note-added") : illegal(file);
      case OwnFile.AwaitingApproval _,
          OwnFile.AwaitingDomesticAuthority _,
          OwnFile.Submitted _,
          OwnFile.Discarded _ ->
          illegal(file);
    };
  }

  private static OwnDecision ofDraft(OwnFile.Draft draft, OwnStep step, String actor) {
    return switch (step) {
      case OwnStep.Edit edit ->
          edit.version() == draft.version()
              ? taken(draft.edit(), actor, "draft-changed")
              : new Stale(draft.version());
      case OwnStep.Discard discard ->
          discard.version() == draft.version()
              ? taken(draft.discard(), actor, "draft-deleted")
              : new Stale(draft.version());
      case OwnStep.Submit submit ->
          submit.version() == draft.version()
              ? taken(draft.submit(submit.request()), actor, "draft-submitted")
              : new Stale(draft.version());
      case OwnStep.Note _ -> illegal(draft);
    };
  }

  private static Taken taken(OwnFile file, String actor, String change) {
    return new Taken(
        file, List.of(new OwnFileChanged(file.id(), file.owner(), actor, null, change)));
  }

  private static Illegal illegal(OwnFile file) {
    var state = name(file);
    return new Illegal(
        state, TABLE.stream().filter(edge -> edge.from().equals(state)).map(Edge::step).toList());
  }

  /** The state's name, as callers see it. */
  public static String name(OwnFile file) {
    return switch (file) {
      case OwnFile.Draft _ -> "Draft";
      case OwnFile.AwaitingApproval _ -> "AwaitingApproval";
      case OwnFile.AwaitingDomesticAuthority _ -> "AwaitingDomesticAuthority";
      case OwnFile.Submitted _ -> "Submitted";
      case OwnFile.Discarded _ -> "Discarded";
      case OwnFile.Opened _ -> "Opened";
    };
  }
}

package org.quickfreeze.contracts.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one side's own file; topic {@code request.events}. The other side never sees the
 * file itself: the audit accounts for the change, and only its owner can open what changed.
 */
public sealed interface OwnFileEvent extends Event {
  /** The file: a draft's id, or the id of the request that the note belongs to. */
  UUID file();

  /** The side whose file it is. */
  RequestFacts.Side owner();

  /** Function of whoever changed it, such as {@code officer/FR/fr-24-7}. */
  String actor();

  /** HMAC over the change record, base64url; absent where nothing of the kind is kept. */
  @Nullable String detail();

  @Override
  default String subject() {
    return file().toString();
  }

  /**
   * Something was written to the file.
   *
   * @param change {@code draft-created}, {@code draft-changed}, {@code draft-submitted}, {@code
   *     draft-deleted} or {@code note-added}
   */
  record OwnFileChanged(
      UUID file, RequestFacts.Side owner, String actor, @Nullable String detail, String change)
      implements OwnFileEvent {}

  /**
   * An act was sent although something hindered its sender, for a reason that stays in the file.
   *
   * @param act type of the act, such as {@code submit}
   * @param hindrances {@code stale-contact}, {@code untrained}, {@code not-authorised}
   * @param urgency {@code EMERGENCY} or {@code URGENT}
   * @param reviewBy when the review by somebody else becomes overdue
   */
  record GlassBroken(
      UUID file,
      RequestFacts.Side owner,
      String actor,
      @Nullable String detail,
      String act,
      List<String> hindrances,
      String urgency,
      Instant reviewBy)
      implements OwnFileEvent {
    public GlassBroken {
      Bound.to(Bound.CODE, act, "act");
      hindrances = Bound.each(Bound.CODE, hindrances, "hindrances");
      Bound.to(Bound.URGENCY, urgency, "urgency");
    }
  }

  /**
   * Somebody else has said whether it was right to send an act that was hindered.
   *
   * @param verdict {@code justified} or {@code not-justified}
   */
  record GlassReviewed(
      UUID file, RequestFacts.Side owner, String actor, @Nullable String detail, String verdict)
      implements OwnFileEvent {
    public GlassReviewed {
      Bound.to(Bound.CODE, verdict, "verdict");
    }
  }

  /**
   * Nobody has reviewed in time an act that was sent although something hindered it.
   *
   * @param dueAt when the review was due
   */
  record GlassReviewOverdue(
      UUID file, RequestFacts.Side owner, String actor, @Nullable String detail, Instant dueAt)
      implements OwnFileEvent {}
}

package org.quickfreeze.contracts.event;

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
}

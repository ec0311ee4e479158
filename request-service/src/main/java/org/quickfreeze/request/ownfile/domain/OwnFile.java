package org.quickfreeze.request.ownfile.domain;

import java.util.UUID;
import org.quickfreeze.contracts.event.RequestFacts.Side;

/**
 * What a side keeps to itself: a request that is not submitted yet, and, once there is a shared
 * request, that side's notes on it. The other side never sees it. Content lies encrypted with the
 * store; here are ids and versions alone. Each record offers its lawful exits and no others.
 */
public sealed interface OwnFile {

  /** The draft's id; the request's id once there is one. */
  UUID id();

  Side owner();

  /** Counts the changes, from 1; what callers see in {@code ETag}. */
  long version();

  /** A request in the writing, at the requesting side. */
  record Draft(UUID id, Side owner, long version) implements OwnFile {
    Draft edit() {
      return new Draft(id, owner, version + 1);
    }

    Discarded discard() {
      return new Discarded(id, owner, version + 1);
    }

    Submitted submit(UUID request) {
      return new Submitted(id, owner, version + 1, request);
    }
  }

  /**
   * Waits for a supervisor, who is never the author.
   *
   * @param author caller id of whoever wrote it
   */
  record AwaitingApproval(UUID id, Side owner, long version, String author) implements OwnFile {}

  /** Waits for a prosecutor, judge or ministry, where the requested side's law demands one. */
  record AwaitingDomesticAuthority(UUID id, Side owner, long version) implements OwnFile {}

  /**
   * A draft that has become a shared request; notes go to the file of that request.
   *
   * @param request the request's id
   */
  record Submitted(UUID id, Side owner, long version, UUID request) implements OwnFile {}

  /** A draft that was thrown away. */
  record Discarded(UUID id, Side owner, long version) implements OwnFile {}

  /** A side's file of a shared request, from the request's first act on. */
  record Opened(UUID id, Side owner, long version) implements OwnFile {
    Opened note() {
      return new Opened(id, owner, version + 1);
    }
  }
}

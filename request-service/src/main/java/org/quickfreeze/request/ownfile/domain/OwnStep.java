package org.quickfreeze.request.ownfile.domain;

import java.util.UUID;

/** What somebody of the owning side does to its file. */
public sealed interface OwnStep {

  /**
   * The draft is rewritten.
   *
   * @param version the version that was read; another one is stale
   */
  record Edit(long version) implements OwnStep {}

  /**
   * The draft is thrown away.
   *
   * @param version the version that was read; another one is stale
   */
  record Discard(long version) implements OwnStep {}

  /**
   * The draft has become a shared request, in the same transaction.
   *
   * @param version the version that was read; another one is stale
   * @param request the request's id, as the signed act names it
   */
  record Submit(long version, UUID request) implements OwnStep {}

  /** A note is added. */
  record Note() implements OwnStep {}
}

package org.quickfreeze.registry.exchange;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A roster that somebody hands in.
 *
 * @param origin where it comes from, such as {@code UN roster of October 2026}
 * @param author caller id of whoever hands it in; somebody else enters it
 * @param entered how many entities entered; null before
 */
record RosterImport(
    UUID id,
    RosterReader.Format format,
    String origin,
    State state,
    String author,
    String authorRole,
    Instant createdAt,
    @Nullable Integer entered) {

  /** Where it stands. */
  enum State {
    DRAFT,
    APPLIED,
    WITHDRAWN
  }
}

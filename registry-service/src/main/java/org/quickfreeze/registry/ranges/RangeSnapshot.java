package org.quickfreeze.registry.ranges;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a list.
 *
 * @param list its name, such as {@code ripencc}
 * @param holders by which id the list names a provider of the register
 * @param author caller id of whoever hands it in; somebody else publishes it
 * @param added ranges that publishing it has added; null before
 * @param ended ranges that publishing it has ended; null before
 */
record RangeSnapshot(
    UUID id,
    String list,
    RangeLines.Format format,
    LocalDate asOf,
    Map<String, String> holders,
    State state,
    String author,
    String authorRole,
    Instant createdAt,
    @Nullable Long added,
    @Nullable Long ended) {
  RangeSnapshot {
    holders = Map.copyOf(holders);
  }

  /** Where a reading stands. */
  enum State {
    DRAFT,
    PUBLISHED,
    WITHDRAWN
  }
}

package org.quickfreeze.audit.record;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the public sees that the log has grown: after a while, or after so many entries. Each alone
 * would tell when things happened.
 *
 * @param every at least so long between two public checkpoints
 * @param entries unless so many entries have come; 0 for never before the time
 */
record Publication(Duration every, long entries) {

  /** The last public checkpoint of this process. */
  record Last(long size, Instant at) {}

  /** Whether a tree of this size is due. The first is due at once, even when it is empty. */
  boolean due(@Nullable Last last, long size, Instant now) {
    if (last == null) {
      return true;
    }
    if (size == last.size()) {
      return false;
    }
    boolean many = entries > 0 && size - last.size() >= entries;
    return many || !now.isBefore(last.at().plus(every));
  }
}

package org.quickfreeze.audit.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far one numbered stream was seen. Its source gives 1, 2, 3, … without a gap; whatever is
 * passed over is a hole from the first missing number to the last, until those numbers come.
 */
final class SequenceTrack {
  private final TreeMap<Long, Hole> holes = new TreeMap<>();
  private final List<Healed> healed = new ArrayList<>();
  private long last;

  /** Numbers that are missing, both ends included. */
  record Hole(long first, long last, Instant since) {}

  /** A number that came after all. */
  record Healed(long sequence, Instant since) {}

  /** What a number is to its stream. */
  enum Seen {
    /** The one after the last. */
    NEXT,
    /** Beyond the next one: what lies between is a hole now. */
    AFTER_A_HOLE,
    /** One that was missing. */
    HEALING,
    /** One that was seen before. */
    TWICE
  }

  SequenceTrack(long last, List<Hole> open) {
    this.last = last;
    open.forEach(hole -> holes.put(hole.first(), hole));
  }

  Seen accept(long sequence, Instant now) {
    if (sequence <= last) {
      return heal(sequence);
    }
    long expected = last + 1;
    last = sequence;
    if (sequence == expected) {
      return Seen.NEXT;
    }
    holes.put(expected, new Hole(expected, sequence - 1, now));
    return Seen.AFTER_A_HOLE;
  }

  private Seen heal(long sequence) {
    Map.Entry<Long, Hole> below = holes.floorEntry(sequence);
    if (below == null || below.getValue().last() < sequence) {
      return Seen.TWICE;
    }
    Hole hole = below.getValue();
    holes.remove(hole.first());
    if (hole.first() < sequence) {
      holes.put(hole.first(), new Hole(hole.first(), sequence - 1, hole.since()));
    }
    if (sequence < hole.last()) {
      holes.put(sequence + 1, new Hole(sequence + 1, hole.last(), hole.since()));
    }
    healed.add(new Healed(sequence, hole.since()));
    return Seen.HEALING;
  }

  long last() {
    return last;
  }

  /** What is missing now, in order. */
  List<Hole> holes() {
    return List.copyOf(holes.values());
  }

  /** What came after all since this track was taken up. */
  List<Healed> healed() {
    return List.copyOf(healed);
  }
}

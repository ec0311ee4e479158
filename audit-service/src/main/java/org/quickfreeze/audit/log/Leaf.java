package org.quickfreeze.audit.log;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What the public log shows of an event: 38 bytes, big-endian, of one size for every event. u16
 * type code (listed with the events in {@code contracts}; 0 for what could not be parsed), u32
 * whole hours since 1970-01-01T00:00:00Z at which the log recorded it, 32 bytes of {@link
 * Opening#commitment()}. Nobody who has not the salt learns more from it.
 *
 * @param type 0 to 65535
 * @param hours 0 to 2^32 - 1
 * @param commitment to the event and its salt
 */
public record Leaf(int type, long hours, Hash commitment) {
  /** Length of a leaf. */
  public static final int BYTES = 38;

  /** The code of what could not be parsed. */
  public static final int UNPARSED = 0;

  public Leaf {
    if (type < 0 || type > 0xffff || hours < 0 || hours > 0xffff_ffffL) {
      throw new IllegalArgumentException("no leaf of type " + type + " at hour " + hours);
    }
  }

  /** The leaf of an event that the log records at this time. */
  public static Leaf of(int type, Instant recordedAt, Opening opening) {
    return new Leaf(type, Math.floorDiv(recordedAt.getEpochSecond(), 3600L), opening.commitment());
  }

  /** The 38 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .putShort((short) type)
        .putInt((int) hours)
        .put(commitment.bytes())
        .array();
  }

  /** The hash under which the tree holds it. */
  public Hash hash() {
    return Merkle.leafHash(bytes());
  }
}

package org.quickfreeze.audit.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entries of one tile (C2SP tlog-tiles): for each its length as u16 big-endian, then its bytes. */
public final class EntryBundle {
  private EntryBundle() {}

  /**
   * Writes a bundle.
   *
   * @throws IllegalArgumentException when an entry has more than 65,535 bytes
   */
  public static byte[] encode(List<byte[]> entries) {
    int total = entries.stream().mapToInt(entry -> 2 + entry.length).sum();
    ByteBuffer bundle = ByteBuffer.allocate(total);
    for (byte[] entry : entries) {
      if (entry.length > 0xffff) {
        throw new IllegalArgumentException("an entry has at most 65535 bytes");
      }
      bundle.putShort((short) entry.length).put(entry);
    }
    return bundle.array();
  }

  /** Reads a bundle; empty when its bytes end inside an entry. */
  public static Optional<List<byte[]>> decode(byte[] bundle) {
    ByteBuffer rest = ByteBuffer.wrap(bundle);
    List<byte[]> entries = new ArrayList<>();
    while (rest.hasRemaining()) {
      if (rest.remaining() < 2) {
        return Optional.empty();
      }
      byte[] entry = new byte[Short.toUnsignedInt(rest.getShort())];
      if (rest.remaining() < entry.length) {
        return Optional.empty();
      }
      rest.get(entry);
      entries.add(entry);
    }
    return Optional.of(entries);
  }
}

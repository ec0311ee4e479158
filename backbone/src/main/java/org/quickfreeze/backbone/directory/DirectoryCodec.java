package org.quickfreeze.backbone.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryHeartbeat;
import org.quickfreeze.contracts.directory.DirectoryRecord;

/**
 * Reads the payloads of the directory topic; throws {@link UncheckedIOException} for a form that is
 * not known.
 */
final class DirectoryCodec {
  private DirectoryCodec() {}

  static DirectoryRecord directoryRecord(byte[] payload) {
    DirectoryRecord entry = read(payload, DirectoryRecord.class);
    complete(entry.entity(), entry.kind());
    return entry;
  }

  static DirectoryHeartbeat heartbeat(byte[] payload) {
    DirectoryHeartbeat beat = read(payload, DirectoryHeartbeat.class);
    complete(beat.at());
    return beat;
  }

  private static void complete(@Nullable Object... members) {
    for (@Nullable Object member : members) {
      if (member == null) {
        throw new UncheckedIOException(new IOException("a member is missing"));
      }
    }
  }

  private static <T> T read(byte[] payload, Class<T> type) {
    try {
      return Wire.mapper().readValue(payload, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

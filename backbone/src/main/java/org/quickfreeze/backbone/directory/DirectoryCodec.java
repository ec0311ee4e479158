package org.quickfreeze.backbone.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryHeartbeat;
import org.quickfreeze.contracts.directory.DirectoryRecord;

/** Reads the payloads of the directory topic. */
final class DirectoryCodec {
  private DirectoryCodec() {}

  static DirectoryRecord directoryRecord(byte[] payload) {
    return read(payload, DirectoryRecord.class);
  }

  static DirectoryHeartbeat heartbeat(byte[] payload) {
    return read(payload, DirectoryHeartbeat.class);
  }

  private static <T> T read(byte[] payload, Class<T> type) {
    try {
      return Wire.mapper().readValue(payload, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.quickfreeze.verify;

import java.io.IOException;
import java.util.Optional;

/** Where the log's files are. */
interface LogFiles {
  /** No file of a log is larger: 256 entries of 65,535 bytes and their lengths. */
  int MAX_BYTES = 256 * (2 + 0xffff);

  /**
   * The bytes under a path without a leading slash; empty when there is nothing.
   *
   * @throws IOException when it cannot be told, or the file is larger than {@link #MAX_BYTES}
   */
  Optional<byte[]> read(String path) throws IOException;
}

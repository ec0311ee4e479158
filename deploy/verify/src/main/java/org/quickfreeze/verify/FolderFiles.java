package org.quickfreeze.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A log that lies in a folder, in the same layout as over HTTP. */
record FolderFiles(Path folder) implements LogFiles {
  @Override
  public Optional<byte[]> read(String path) throws IOException {
    Path file = folder.resolve(path);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(path + " is larger than any file of a log");
    }
    return Optional.of(Files.readAllBytes(file));
  }
}

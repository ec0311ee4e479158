package org.quickfreeze.backbone.quarkus;

import java.nio.file.Path;
import org.quickfreeze.backbone.directory.EntryVerifier;

/** Lets tests of the directory check with the pinned key as a service does. */
public final class PinnedKeys {
  private PinnedKeys() {}

  public static EntryVerifier read(Path file) {
    return PinnedRegisterKey.read(file).entries();
  }
}

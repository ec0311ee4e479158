package org.quickfreeze.backbone.quarkus;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;

/** The network's key for caller ids, read once from its file. */
@Singleton
public final class CallerKey {
  private final byte[] key;

  CallerKey(QuickfreezeConfig config) {
    try {
      this.key = Base64.getDecoder().decode(Files.readString(config.callerKey()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("the caller key cannot be read", e);
    }
    if (key.length != 32) {
      throw new IllegalStateException("the caller key must have 32 bytes");
    }
  }

  /** 32 bytes; callers do not change them. */
  public byte[] bytes() {
    return key.clone();
  }

  @Override
  public String toString() {
    return "CallerKey[redacted]";
  }
}

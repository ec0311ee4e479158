package org.quickfreeze.backbone.quarkus;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The network's key for caller ids, read once from its file. */
@Singleton
public final class CallerKey {
  private final Instance<QuickfreezeConfig> config;
  private byte @Nullable [] key;

  /**
   * @param config asked for at the first use: filters are made before the configuration is there
   */
  CallerKey(Instance<QuickfreezeConfig> config) {
    this.config = config;
  }

  /** 32 bytes. */
  public synchronized byte[] bytes() {
    byte[] known = key;
    if (known == null) {
      known = read();
      key = known;
    }
    return known.clone();
  }

  private byte[] read() {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(Files.readString(config.get().callerKey()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("the caller key cannot be read", e);
    }
    if (bytes.length != 32) {
      throw new IllegalStateException("the caller key must have 32 bytes");
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "CallerKey[redacted]";
  }
}

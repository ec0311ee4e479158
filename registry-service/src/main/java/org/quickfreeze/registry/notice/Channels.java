package org.quickfreeze.registry.notice;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.registry.notice.channel.SendNotice;
import org.quickfreeze.registry.notice.channel.Voice;

/**
 * By what people can be reached from here.
 *
 * @param byKind one that is missing is not configured
 * @param voice the one that can be asked how its calls went; null where it is not configured
 */
public record Channels(Map<String, SendNotice> byKind, @Nullable Voice voice) {
  public Channels {
    byKind = Map.copyOf(byKind);
  }
}

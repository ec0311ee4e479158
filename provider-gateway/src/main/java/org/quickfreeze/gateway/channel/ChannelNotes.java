package org.quickfreeze.gateway.channel;

import java.util.Map;

/**
 * What has been set at the broker, as far as it may have been: written down before a channel is
 * opened, and struck out after it is closed.
 */
interface ChannelNotes {
  /**
   * A channel that stands, or may stand.
   *
   * @param client the client that it lets in
   * @param open whether the broker has confirmed all of it
   */
  record Noted(String client, boolean open) {}

  /** By provider id. */
  Map<String, Noted> all();

  void note(String provider, String client, boolean open);

  /** Nothing of this channel stands any more. */
  void strike(String provider, String client);
}

package org.quickfreeze.gateway.channel;

/**
 * Changes topics and access rules for a provider; both calls are harmless when repeated. A call
 * that returns has had its effect; one that throws, as when its thread is interrupted, may have had
 * it.
 */
public interface ChannelAdmin {
  /**
   * Makes a provider's topics and lets its client in, and nobody else.
   *
   * @param client the provider's OIDC client id, its principal at the broker
   */
  void open(String provider, String client);

  /** Takes the client's rights away; what was written stays. */
  void close(String provider, String client);
}

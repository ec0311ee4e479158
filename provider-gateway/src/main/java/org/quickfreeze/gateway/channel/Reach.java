package org.quickfreeze.gateway.channel;

/** Whether a provider can be reached by its topic. */
public enum Reach {
  /** Its topic and its rules stand. */
  OPEN,
  /** The register wants a channel that does not stand yet. */
  OPENING,
  /** The register wants none. */
  NONE
}

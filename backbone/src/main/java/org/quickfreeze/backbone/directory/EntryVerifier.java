package org.quickfreeze.backbone.directory;

/** Checks that an entry was signed by the register. */
@FunctionalInterface
public interface EntryVerifier {
  /**
   * Opens an entry.
   *
   * @param compact compact JWS as it stood in the topic
   * @return the payload, or null when the register's pinned key did not sign exactly these bytes
   */
  byte @org.jspecify.annotations.Nullable [] payload(String compact);
}

package org.quickfreeze.backbone.directory;

import org.jspecify.annotations.Nullable;

/** The register's key, pinned: it came by another way than what it signs. */
@FunctionalInterface
public interface RegisterKey {
  /**
   * Opens what the register has said.
   *
   * @param typ what it must be said to be, such as {@code qf-directory+jws}
   * @param compact compact JWS as it stood in the topic
   * @return the payload, or null when the pinned key did not sign exactly these bytes as this
   */
  byte @Nullable [] payload(String typ, String compact);

  /** Opens entries of the directory alone. */
  default EntryVerifier entries() {
    return compact -> payload("qf-directory+jws", compact);
  }
}

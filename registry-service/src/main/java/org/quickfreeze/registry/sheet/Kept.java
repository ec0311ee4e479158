package org.quickfreeze.registry.sheet;

import org.jspecify.annotations.Nullable;

/**
 * What a service keeps, and for how long.
 *
 * @param service that keeps it
 * @param what key of the words for it, below {@code dp-kept.}
 * @param key of the setting that says for how long; null where no setting does
 * @param shipped the setting's default (ISO 8601), or for how long it is without a setting; empty
 *     where nothing ends it yet
 */
record Kept(String service, String what, @Nullable String key, String shipped) {
  static Kept setting(String service, String what, String key, String shipped) {
    return new Kept(service, what, key, shipped);
  }

  static Kept fixed(String service, String what, String shipped) {
    return new Kept(service, what, null, shipped);
  }

  static Kept endless(String service, String what) {
    return new Kept(service, what, null, "");
  }
}

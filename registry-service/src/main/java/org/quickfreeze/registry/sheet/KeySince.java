package org.quickfreeze.registry.sheet;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryVersion;

/**
 * A key in force, and since when: not the key itself, which is served as a JWK set.
 *
 * @param use {@code sig}, {@code enc}, or {@code age-duty} and {@code age-recovery} for recipients
 *     of evidence
 */
record KeySince(String kid, String use, Instant since) {

  /** Keys of an owner that were in force at a moment, by use and age. */
  static List<KeySince> of(DirectoryCopy directory, String owner, Instant at) {
    return directory.naming(owner, DirectoryEntity.Key.class, at).stream()
        .flatMap(key -> directory.version("key/" + key.kid(), at).stream())
        .map(KeySince::of)
        .sorted(Comparator.comparing(KeySince::use).thenComparing(KeySince::since))
        .toList();
  }

  private static KeySince of(DirectoryVersion version) {
    DirectoryEntity.Key key = (DirectoryEntity.Key) version.body();
    String use = key.purpose() == null ? key.use() : key.use() + '-' + key.purpose();
    return new KeySince(key.kid(), use, version.validFrom());
  }
}

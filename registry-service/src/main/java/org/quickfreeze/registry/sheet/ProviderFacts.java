package org.quickfreeze.registry.sheet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/** What the register says of a provider at a moment. */
record ProviderFacts(DirectoryEntity.Provider provider, List<KeySince> keys, Instant at) {
  ProviderFacts {
    keys = List.copyOf(keys);
  }

  /** What the copy of the register holds; empty where no such provider was in force. */
  static Optional<ProviderFacts> read(DirectoryCopy directory, String id, Instant at) {
    String entity = "provider/" + id;
    return directory
        .find(entity, DirectoryEntity.Provider.class, at)
        .map(provider -> new ProviderFacts(provider, KeySince.of(directory, entity, at), at));
  }
}

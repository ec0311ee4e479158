package org.quickfreeze.registry.entity;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.ProviderProfile.Serving;
import org.quickfreeze.registry.entity.FourEyes.Address;

/**
 * Where a provider is reached: an order that went to somebody else's address would tell them who is
 * suspected.
 */
final class ProviderAddresses {
  private ProviderAddresses() {}

  /** Where orders are served, and the channels for emergencies. */
  static Set<Address> of(DirectoryEntity.Provider provider) {
    Serving serving = provider.profile() == null ? null : provider.profile().serving();
    return serving == null
        ? Set.of()
        : Stream.concat(
                serving.ways().stream()
                    .map(way -> new Address(way.kind(), String.valueOf(way.address()))),
                serving.emergency().stream()
                    .map(channel -> new Address(channel.kind(), channel.address())))
            .collect(Collectors.toSet());
  }
}

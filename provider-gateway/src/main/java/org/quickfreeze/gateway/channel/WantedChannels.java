package org.quickfreeze.gateway.channel;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.directory.DirectoryVersion;

/**
 * Which providers may come to their topics: those in force that have a Kafka client, except where
 * every caller that the register knows of them has been ended. Tokens carry no sign of that, so a
 * consumer that is open already ends only when its rules go.
 */
final class WantedChannels {
  private WantedChannels() {}

  /** Kafka clients by provider. */
  static Map<String, String> of(List<DirectoryRecord> register, Instant now) {
    Map<String, String> clients = new HashMap<>();
    Set<String> withCallers = new HashSet<>();
    Set<String> withCallersInForce = new HashSet<>();
    for (DirectoryRecord entity : register) {
      Optional<DirectoryEntity> present = entity.at(now).map(DirectoryVersion::body);
      if (present.orElse(null) instanceof DirectoryEntity.Provider provider
          && provider.kafkaClient() != null) {
        clients.put(provider.id(), provider.kafkaClient());
      }
      for (DirectoryVersion version : entity.versions()) {
        if (version.body() instanceof DirectoryEntity.Caller caller && caller.provider() != null) {
          withCallers.add(caller.provider());
        }
      }
      if (present.orElse(null) instanceof DirectoryEntity.Caller caller
          && caller.provider() != null) {
        withCallersInForce.add(caller.provider());
      }
    }
    withCallers.removeAll(withCallersInForce);
    clients.keySet().removeAll(withCallers);
    return clients;
  }
}

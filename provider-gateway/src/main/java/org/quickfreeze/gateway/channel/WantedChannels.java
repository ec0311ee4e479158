package org.quickfreeze.gateway.channel;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.directory.DirectoryVersion;

/**
 * Which providers may come to their topics: those in force whose Kafka client belongs to a caller
 * in force. Tokens carry no sign of a caller's end, so a consumer that is open already ends only
 * when its rules go; other callers of the same provider keep nothing open.
 */
final class WantedChannels {
  private WantedChannels() {}

  /** Kafka clients by provider. */
  static Map<String, String> of(List<DirectoryRecord> register, Instant now) {
    Map<String, String> clients = new HashMap<>();
    Map<String, Set<String>> called = new HashMap<>();
    for (DirectoryRecord entity : register) {
      switch (entity.at(now).map(DirectoryVersion::body).orElse(null)) {
        case DirectoryEntity.Provider provider when provider.kafkaClient() != null ->
            clients.put(provider.id(), provider.kafkaClient());
        case DirectoryEntity.Caller caller
            when caller.provider() != null && caller.kafkaClient() != null ->
            called
                .computeIfAbsent(caller.provider(), _ -> new HashSet<>())
                .add(caller.kafkaClient());
        case null, default -> {}
      }
    }
    clients
        .entrySet()
        .removeIf(c -> !called.getOrDefault(c.getKey(), Set.of()).contains(c.getValue()));
    return clients;
  }
}

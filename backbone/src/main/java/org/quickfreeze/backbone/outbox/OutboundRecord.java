package org.quickfreeze.backbone.outbox;

import java.util.List;
import java.util.UUID;

/**
 * A record on its way to Kafka.
 *
 * @param eventId random id, the {@code ce_id} of the record
 * @param topic where it goes
 * @param key the record's key
 * @param headers names and values in turn, without those that the relay adds
 * @param value the bytes as they will stand in the topic
 */
public record OutboundRecord(
    UUID eventId, String topic, String key, List<String> headers, byte[] value) {
  public OutboundRecord {
    headers = List.copyOf(headers);
    if (headers.size() % 2 != 0) {
      throw new IllegalArgumentException("headers come as names and values in turn");
    }
  }
}

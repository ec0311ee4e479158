package org.quickfreeze.audit.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.UUID;
import org.quickfreeze.backbone.consume.Incoming;

/** Records as services publish them. */
final class Events {
  static final String ACKNOWLEDGED = "org.quickfreeze.request.acknowledged.v1";

  private Events() {}

  /** An event of the request service; its offset is its number less one. */
  static Incoming numbered(long sequence, UUID request) {
    return numbered(sequence, sequence - 1, request);
  }

  static Incoming numbered(long sequence, long offset, UUID request) {
    List<String> headers =
        List.of(
            "ce_id",
            UUID.randomUUID().toString(),
            "ce_type",
            ACKNOWLEDGED,
            "ce_source",
            "/request",
            "ce_sequence",
            "%019d".formatted(sequence),
            "content-type",
            "application/json");
    String value = "{\"request\":\"" + request + "\"}";
    return new Incoming(
        "request.events", 0, offset, request.toString(), headers, value.getBytes(UTF_8));
  }

  static Incoming raw(String topic, long offset, String key, List<String> headers, byte[] value) {
    return new Incoming(topic, 0, offset, key, headers, value);
  }
}

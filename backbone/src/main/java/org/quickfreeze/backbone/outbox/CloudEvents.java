package org.quickfreeze.backbone.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.Event;
import org.quickfreeze.contracts.event.EventTypes;

/** Events as CloudEvents 1.0 in binary mode. */
public final class CloudEvents {
  private CloudEvents() {}

  /**
   * An event on its way to its topic.
   *
   * @param eventId random
   * @param time domain time
   * @param directoryVersion the register's version by which it was decided; null where the register
   *     played no part
   */
  public static OutboundRecord of(
      UUID eventId, Event event, Instant time, @Nullable Long directoryVersion) {
    EventTypes type = EventTypes.of(event);
    String topic = type.topic();
    List<String> headers =
        new ArrayList<>(
            List.of(
                "ce_specversion", "1.0",
                "ce_id", eventId.toString(),
                "ce_type", type.wire(),
                "ce_source", '/' + topic.substring(0, topic.indexOf('.')),
                "ce_time", time.toString(),
                "ce_subject", event.subject(),
                "content-type", "application/json"));
    if (directoryVersion != null) {
      headers.add("ce_directoryversion");
      headers.add(directoryVersion.toString());
    }
    return new OutboundRecord(eventId, topic, event.subject(), headers, Wire.bytes(event));
  }
}

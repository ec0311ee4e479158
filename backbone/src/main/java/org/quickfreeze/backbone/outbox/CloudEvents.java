package org.quickfreeze.backbone.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.Event;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.event.OrderEvent;
import org.quickfreeze.contracts.event.OwnFileEvent;
import org.quickfreeze.contracts.event.RegistryEvent;
import org.quickfreeze.contracts.event.RequestEvent;

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
    return of(eventId, event, time, directoryVersion, null);
  }

  /**
   * The same, with the HMAC over the change record that the event stands for.
   *
   * @param detail base64url; null where no change record is kept
   */
  public static OutboundRecord of(
      UUID eventId,
      Event event,
      Instant time,
      @Nullable Long directoryVersion,
      @Nullable String detail) {
    EventTypes type = EventTypes.of(event);
    String topic = type.topic();
    List<String> headers =
        new ArrayList<>(
            List.of(
                "ce_specversion", "1.0",
                "ce_id", eventId.toString(),
                "ce_type", type.wire(),
                "ce_source", source(event),
                "ce_time", time.toString(),
                "ce_subject", event.subject(),
                "content-type", "application/json"));
    if (directoryVersion != null) {
      headers.add("ce_directoryversion");
      headers.add(directoryVersion.toString());
    }
    return new OutboundRecord(eventId, topic, event.subject(), headers, value(event, detail));
  }

  /** The service that publishes such events, as the contract names it. */
  private static String source(Event event) {
    return switch (event) {
      case RegistryEvent _ -> "/registry";
      case RequestEvent _, OwnFileEvent _ -> "/request";
      case OrderEvent _ -> "/gateway";
    };
  }

  private static byte[] value(Event event, @Nullable String detail) {
    if (detail == null) {
      return Wire.bytes(event);
    }
    ObjectNode members = Wire.mapper().valueToTree(event);
    return Wire.bytes(members.put("detail", detail));
  }
}

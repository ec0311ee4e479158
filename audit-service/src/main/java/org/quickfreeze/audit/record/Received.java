package org.quickfreeze.audit.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.audit.log.Bytes;
import org.quickfreeze.audit.log.Leaf;
import org.quickfreeze.audit.log.Opening;
import org.quickfreeze.audit.record.LogStore.Logged;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.EventTypes;

/**
 * A record as far as it can be read. Whatever its bytes are, this says what it can and leaves the
 * rest null: a record that nobody understands is logged like any other.
 *
 * @param code of the event's type; 0 for an unknown type, a known one on a foreign topic, or a
 *     value that is no JSON object
 * @param type the {@code ce_type}, null where it is not a type's name
 * @param source the {@code ce_source}, null where it is not a path
 * @param sequence the {@code ce_sequence}, from 1, null where there is none
 * @param subject the record's key, null where it is not an id
 * @param request the request that the event belongs to, null where it names none
 */
record Received(
    Incoming incoming,
    int code,
    @Nullable String type,
    @Nullable String source,
    @Nullable Long sequence,
    @Nullable String subject,
    @Nullable String request) {
  private static final Pattern TYPE = Pattern.compile("[a-z0-9.-]{1,200}");
  private static final Pattern SOURCE = Pattern.compile("/[a-z0-9/-]{0,99}");
  private static final Pattern SEQUENCE = Pattern.compile("[0-9]{19}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_/.:-]{1,200}");

  private static final Bytes NO_SALT = Bytes.of(new byte[32]);

  static Received of(Incoming incoming) {
    JsonNode value = json(incoming.value());
    String type = matching(TYPE, incoming.header("ce_type"));
    String request = value == null ? null : value.path("request").textValue();
    return new Received(
        incoming,
        value == null || type == null ? Leaf.UNPARSED : code(type, incoming.topic()),
        type,
        matching(SOURCE, incoming.header("ce_source")),
        number(incoming.header("ce_sequence")),
        matching(ID, incoming.key()),
        matching(ID, request));
  }

  /** What the leaf will commit to. */
  Opening opening(Bytes salt) {
    List<Opening.Header> headers = new ArrayList<>();
    List<String> pairs = incoming.headers();
    for (int i = 0; i < pairs.size(); i += 2) {
      headers.add(new Opening.Header(pairs.get(i), bytes(pairs.get(i + 1))));
    }
    Bytes value = Bytes.of(incoming.value());
    return new Opening(salt, incoming.topic(), bytes(incoming.key()), headers, value);
  }

  /** Whether an entry is of this very record; of one whose opening was erased, the id tells. */
  boolean isLoggedAs(Logged logged) {
    return eventId().equals(logged.eventId())
        && (logged.headers() == null
            || (Arrays.equals(bytes(incoming.key()).copy(), logged.key())
                && Arrays.equals(opening(NO_SALT).headerBytes(), logged.headers())
                && Arrays.equals(incoming.value(), logged.value())));
  }

  UUID eventId() {
    return incoming.id();
  }

  private static int code(String type, String topic) {
    return EventTypes.named(type)
        .filter(known -> known.topic().equals(topic))
        .map(EventTypes::code)
        .orElse(Leaf.UNPARSED);
  }

  private static @Nullable JsonNode json(byte[] value) {
    try {
      JsonNode node = Wire.mapper().readTree(value);
      return node != null && node.isObject() ? node : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Long number(@Nullable String digits) {
    if (digits == null || !SEQUENCE.matcher(digits).matches()) {
      return null;
    }
    // 19 digits may exceed a long: such a number was never given.
    long number;
    try {
      number = Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return null;
    }
    return number > 0 ? number : null;
  }

  private static @Nullable String matching(Pattern pattern, @Nullable String text) {
    return text != null && pattern.matcher(text).matches() ? text : null;
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}

package org.quickfreeze.backbone.consume;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came from a topic.
 *
 * @param headers names and values in turn, as they stood
 * @param value the bytes as they stood; empty for a tombstone
 */
public record Incoming(
    String topic, int partition, long offset, String key, List<String> headers, byte[] value) {
  public Incoming {
    headers = List.copyOf(headers);
  }

  static Incoming of(ConsumerRecord<byte[], byte[]> kafka) {
    List<String> headers = new ArrayList<>();
    for (Header header : kafka.headers()) {
      headers.add(header.key());
      headers.add(text(header.value()));
    }
    byte[] value = kafka.value() == null ? new byte[0] : kafka.value();
    return new Incoming(
        kafka.topic(), kafka.partition(), kafka.offset(), text(kafka.key()), headers, value);
  }

  /** The last value of a header, or null. */
  public @Nullable String header(String name) {
    for (int i = headers.size() - 2; i >= 0; i -= 2) {
      if (headers.get(i).equals(name)) {
        return headers.get(i + 1);
      }
    }
    return null;
  }

  /** What makes the record one and the same when it comes again. */
  UUID id(Trust trust) {
    return switch (trust) {
      case OURS -> id();
      case ANYBODYS -> content();
    };
  }

  /** Topic, key, headers and value, each with its length. */
  private UUID content() {
    MessageDigest digest = sha256();
    feed(digest, topic.getBytes(StandardCharsets.UTF_8));
    feed(digest, key.getBytes(StandardCharsets.UTF_8));
    headers.forEach(text -> feed(digest, text.getBytes(StandardCharsets.UTF_8)));
    feed(digest, value);
    return UUID.nameUUIDFromBytes(digest.digest());
  }

  private static void feed(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The id that the record gives itself, {@code ce_id}; else one of its place in the topic. */
  public UUID id() {
    String id = header("ce_id");
    if (id != null && id.length() == 36) {
      try {
        return UUID.fromString(id);
      } catch (IllegalArgumentException e) {
        return place();
      }
    }
    return place();
  }

  private UUID place() {
    byte[] name = (topic + '/' + partition + '/' + offset).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}

package org.quickfreeze.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The event behind a leaf, with the salt that makes the leaf a commitment to it. Kept beside the
 * log and erased with the case; the log stays provable without it.
 *
 * <p>The commitment is SHA-256 over, in this order: the salt (32 bytes, no length); the topic; the
 * key; the number of headers as u32; for each header its name, then its value; the record's value.
 * Topic, key, names and values each stand as a field: length in bytes as u32, then the bytes; a
 * field that the record does not have (null) is the length 0xffffffff alone. Texts are UTF-8,
 * numbers big-endian. Headers are those whose names begin with {@code ce_}, sorted by the bytes of
 * the name; equal names keep the order of the record.
 *
 * @param salt 32 secret random bytes
 * @param topic the record's topic
 * @param key the record's key, null where it has none
 * @param headers those whose names begin with {@code ce_}; others are left out
 * @param value the record's value as it stood, null where it has none
 */
public record Opening(
    Bytes salt, String topic, @Nullable Bytes key, List<Header> headers, @Nullable Bytes value) {
  private static final String COMMITTED = "ce_";
  private static final int ABSENT = -1;
  private static final Comparator<Header> BY_NAME =
      (a, b) -> Arrays.compareUnsigned(utf8(a.name()), utf8(b.name()));

  /**
   * One header of the record.
   *
   * @param value null where the header has none
   */
  public record Header(String name, @Nullable Bytes value) {}

  public Opening {
    if (salt.length() != 32) {
      throw new IllegalArgumentException("a salt has 32 bytes");
    }
    headers = headers.stream().filter(h -> h.name().startsWith(COMMITTED)).sorted(BY_NAME).toList();
  }

  /** What the leaf says of this event. */
  public Hash commitment() {
    MessageDigest digest = Hash.digest();
    digest.update(salt.copy());
    field(digest, utf8(topic));
    field(digest, copy(key));
    number(digest, headers.size());
    for (Header header : headers) {
      field(digest, utf8(header.name()));
      field(digest, copy(header.value()));
    }
    field(digest, copy(value));
    return Hash.of(digest.digest());
  }

  private static void field(MessageDigest digest, byte @Nullable [] bytes) {
    if (bytes == null) {
      number(digest, ABSENT);
      return;
    }
    number(digest, bytes.length);
    digest.update(bytes);
  }

  private static void number(MessageDigest digest, int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  private static byte @Nullable [] copy(@Nullable Bytes bytes) {
    return bytes == null ? null : bytes.copy();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Opening[" + topic + "]";
  }
}

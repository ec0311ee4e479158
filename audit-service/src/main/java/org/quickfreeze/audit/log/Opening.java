package org.quickfreeze.audit.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
    digest.update(field(utf8(topic)));
    digest.update(field(copy(key)));
    digest.update(headerBytes());
    digest.update(field(copy(value)));
    return Hash.of(digest.digest());
  }

  /** Number and fields of the headers, as the commitment has them. */
  public byte[] headerBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(number(headers.size()));
    for (Header header : headers) {
      bytes.writeBytes(field(utf8(header.name())));
      bytes.writeBytes(field(copy(header.value())));
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #headerBytes()} wrote.
   *
   * @throws java.nio.BufferUnderflowException when it was cut
   */
  public static List<Header> headersOf(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    int count = rest.getInt();
    List<Header> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bytes name = Objects.requireNonNull(next(rest));
      headers.add(new Header(new String(name.copy(), StandardCharsets.UTF_8), next(rest)));
    }
    return headers;
  }

  private static @Nullable Bytes next(ByteBuffer rest) {
    int length = rest.getInt();
    if (length == ABSENT) {
      return null;
    }
    byte[] field = new byte[length];
    rest.get(field);
    return Bytes.of(field);
  }

  private static byte[] field(byte @Nullable [] bytes) {
    if (bytes == null) {
      return number(ABSENT);
    }
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
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

package org.quickfreeze.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The event behind a leaf, as the audit service shows it to an auditor ({@code GET
 * /events/{index}}): JSON with the leaf in hex and the opening, whose bytes are base64.
 */
final class OpenedLeaf {
  private OpenedLeaf() {}

  private record Header(byte[] name, byte @Nullable [] value) {}

  /**
   * Checks that the opening belongs to the leaf and gives the leaf's 38 bytes.
   *
   * @throws Broken when salt, topic, key, headers and value do not give the leaf's commitment
   * @throws IOException when the JSON cannot be read
   */
  static byte[] leaf(byte[] json) throws IOException, Broken {
    JsonNode event = new ObjectMapper().readTree(json);
    try {
      byte[] leaf = HexFormat.of().parseHex(event.path("leaf").asText());
      byte[] commitment = commitment(event.path("opening"));
      boolean opened =
          leaf.length == 38 && Arrays.equals(Arrays.copyOfRange(leaf, 6, 38), commitment);
      if (!opened) {
        throw new Broken("the event is not the one that the leaf commits to");
      }
      return leaf;
    } catch (IllegalArgumentException e) {
      throw new IOException("the opening is not written as hex and base64", e);
    }
  }

  /** SHA-256(salt ‖ topic ‖ key ‖ count ‖ headers by name ‖ value), each field with its length. */
  private static byte[] commitment(JsonNode opening) throws IOException {
    byte[] salt = bytes(opening.path("salt"));
    if (salt == null || salt.length != 32) {
      throw new IOException("the event has no salt: it was erased, or this is not an opening");
    }
    MessageDigest digest = Sha256.fresh();
    digest.update(salt);
    field(digest, utf8(opening.path("topic")));
    field(digest, bytes(opening.path("key")));
    List<Header> headers = headers(opening.path("headers"));
    number(digest, headers.size());
    for (Header header : headers) {
      field(digest, header.name());
      field(digest, header.value());
    }
    field(digest, bytes(opening.path("value")));
    return digest.digest();
  }

  private static List<Header> headers(JsonNode array) {
    List<Header> headers = new ArrayList<>();
    for (JsonNode header : array) {
      if (header.path("name").asText().startsWith("ce_")) {
        headers.add(new Header(utf8(header.path("name")), bytes(header.path("value"))));
      }
    }
    headers.sort(Comparator.comparing(Header::name, Arrays::compareUnsigned));
    return headers;
  }

  private static void field(MessageDigest digest, byte @Nullable [] bytes) {
    number(digest, bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      digest.update(bytes);
    }
  }

  private static void number(MessageDigest digest, int number) {
    digest.update(ByteBuffer.allocate(4).putInt(number).array());
  }

  private static byte @Nullable [] bytes(JsonNode node) {
    return node.isTextual() ? Base64.getDecoder().decode(node.asText()) : null;
  }

  private static byte[] utf8(JsonNode node) {
    return node.asText().getBytes(StandardCharsets.UTF_8);
  }
}

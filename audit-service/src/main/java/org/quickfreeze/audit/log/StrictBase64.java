package org.quickfreeze.audit.log;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 with padding (RFC 4648, section 4) that has one form per value: what does not encode back
 * to itself, such as stray trailing bits, is refused, so that a note cannot be altered unseen.
 */
final class StrictBase64 {
  private StrictBase64() {}

  static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(bytes).equals(text)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

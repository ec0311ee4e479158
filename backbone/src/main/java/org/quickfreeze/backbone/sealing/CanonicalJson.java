package org.quickfreeze.backbone.sealing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import org.erdtman.jcs.JsonCanonicalizer;
import org.quickfreeze.contracts.Wire;

/**
 * RFC 8785: the one form of a JSON value, so that its bytes can be signed. Strict before that:
 * valid UTF-8 without byte order mark, no member twice, no unpaired surrogate, at most 32 levels
 * deep.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * The canonical form of a value.
   *
   * @throws IllegalArgumentException as {@link #of(byte[])}
   */
  public static byte[] of(JsonNode value) {
    return of(Wire.bytes(value));
  }

  /**
   * The canonical form of JSON text.
   *
   * @throws IllegalArgumentException when it is not a strict JSON object or array, or holds a whole
   *     number that RFC 8785 would silently round (numbers are IEEE 754 doubles there)
   */
  public static byte[] of(byte[] json) {
    try {
      String text = Utf8.decode(json);
      refuseLax(text, true);
      return canonical(text);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not JSON that has a canonical form", e);
    }
  }

  /** Whether these bytes are strict JSON in canonical form already. */
  public static boolean is(byte[] json) {
    try {
      String text = Utf8.decode(json);
      refuseLax(text, false);
      return Arrays.equals(canonical(text), json);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static byte[] canonical(String text) throws IOException {
    return Utf8.encode(new JsonCanonicalizer(text).getEncodedString());
  }

  /** Runs before the canonicalizer because that one recurses without limit. */
  private static void refuseLax(String text, boolean exactNumbers) throws IOException {
    try (JsonParser parser = Wire.mapper().getFactory().createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (exactNumbers && token == JsonToken.VALUE_NUMBER_INT) {
          refuseRounding(parser);
        }
      }
    }
  }

  private static void refuseRounding(JsonParser parser) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.INT) {
      return;
    }
    BigDecimal written = parser.getDecimalValue();
    if (new BigDecimal(written.doubleValue()).compareTo(written) != 0) {
      throw new IOException("a whole number is too big to be kept exactly");
    }
  }
}

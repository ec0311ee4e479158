package org.quickfreeze.backbone.sealing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import org.erdtman.jcs.JsonCanonicalizer;
import org.quickfreeze.contracts.Wire;

/** RFC 8785: the one form of a JSON value, so that its bytes can be signed. */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** The canonical form of a value. */
  public static byte[] of(JsonNode value) {
    return of(Wire.bytes(value));
  }

  /**
   * The canonical form of JSON text.
   *
   * @throws IllegalArgumentException when it is not a JSON object or array
   */
  public static byte[] of(byte[] json) {
    try {
      return new JsonCanonicalizer(json).getEncodedUTF8();
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not JSON that has a canonical form", e);
    }
  }

  /** Whether these bytes are in canonical form already. */
  public static boolean is(byte[] json) {
    try {
      return Arrays.equals(of(json), json);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

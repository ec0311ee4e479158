package org.quickfreeze.contracts.holder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.quickfreeze.contracts.Wire;

/**
 * What one holder holds, or a part of it where it is much: the present state, in {@code
 * registry.ranges}.
 *
 * @param v version of this form; readers know 1
 * @param holder {@code provider/<id>}, or {@code country/<code>} where only the State is known
 * @param part from 0; a part that is no longer needed is said again without ranges
 * @param version grows with every publication
 * @param sources each list's name, and the day as of which it was read
 * @param ranges a JSON array of {@link HeldRange}, gzip (RFC 1952), base64url without padding
 */
public record RangePart(
    int v, String holder, int part, long version, Map<String, LocalDate> sources, String ranges) {
  /** {@code typ} of the JWS in which a part travels. */
  public static final String TYP = "qf-ranges+jws";

  /** So many ranges stay far below the largest record that a topic takes. */
  public static final int MOST_RANGES = 10_000;

  private static final int MOST_BYTES = 4 << 20;

  public RangePart {
    sources = Map.copyOf(sources);
  }

  /** A part as it is published first. */
  public static RangePart of(
      String holder,
      int part,
      long version,
      Map<String, LocalDate> sources,
      List<HeldRange> ranges) {
    return new RangePart(1, holder, part, version, sources, packed(ranges));
  }

  /** The record's key, such as {@code provider/acme/0}. */
  public String key() {
    return holder + '/' + part;
  }

  /**
   * The ranges themselves.
   *
   * @throws Wire.Unreadable when they are not in the form described
   */
  public List<HeldRange> unpacked() throws Wire.Unreadable {
    byte[] json;
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getUrlDecoder().decode(ranges)))) {
      json = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException | IllegalArgumentException e) {
      throw Wire.Unreadable.at("/ranges");
    }
    if (json.length > MOST_BYTES) {
      throw Wire.Unreadable.at("/ranges");
    }
    return List.of(Wire.read(json, HeldRange[].class));
  }

  private static String packed(List<HeldRange> ranges) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(Wire.bytes(ranges));
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }
}

package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds marked values in bytes: as they stand, JSON-escaped, percent-encoded, in base64 wherever in
 * the encoded text they begin, in base64 within base64 (a signed document within another), in
 * hexadecimal, and as their SHA-256.
 */
final class LeakScanner {
  private static final int HEAD = 8;

  private final Map<Long, List<Needle>> needles = new HashMap<>();
  private final BitSet heads = new BitSet(1 << 20);

  /** A marked value in one of its forms. */
  private record Needle(String marker, String form, byte[] bytes) {}

  /** A marked value that was found, and in which form. */
  record Find(String place, String marker, String form) {}

  LeakScanner(Collection<String> markers) {
    markers.forEach(this::add);
  }

  /** What is in these bytes, each value in each form once. */
  Set<Find> scan(String place, byte[] hay) {
    Set<Find> found = new LinkedHashSet<>();
    long head = 0;
    for (int end = 1; end <= hay.length; end++) {
      head = (head << 8) | (hay[end - 1] & 0xff);
      if (end >= HEAD && heads.get(slot(head))) {
        for (Needle needle : needles.getOrDefault(head, List.of())) {
          if (stands(needle.bytes(), hay, end - HEAD)) {
            found.add(new Find(place, needle.marker(), needle.form()));
          }
        }
      }
    }
    return found;
  }

  private static boolean stands(byte[] needle, byte[] hay, int at) {
    return at + needle.length <= hay.length
        && Arrays.equals(needle, 0, needle.length, hay, at, at + needle.length);
  }

  private void add(String marker) {
    for (String text : spellings(marker)) {
      byte[] plain = text.getBytes(UTF_8);
      needle(marker, "plain", plain);
      needle(marker, "latin-1", text.getBytes(ISO_8859_1));
      encoded(marker, "", plain);
      needle(marker, "percent", percent(plain));
      needle(marker, "hex", hex(plain));
      needle(marker, "HEX", upper(hex(plain)));
      for (byte[] escaped : escapes(text)) {
        needle(marker, "json-escaped", escaped);
        encoded(marker, "json-escaped in ", escaped);
      }
      hashed(marker, sha256(plain));
    }
  }

  private void hashed(String marker, byte[] hash) {
    needle(marker, "sha-256", hash);
    encoded(marker, "sha-256 in ", hash);
    for (byte[] text : List.of(hex(hash), upper(hex(hash)))) {
      needle(marker, "sha-256 in hex", text);
      encoded(marker, "sha-256 in hex in ", text);
    }
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      byte[] text = encoder.withoutPadding().encode(hash);
      needle(marker, "sha-256 in base64", text);
      encoded(marker, "sha-256 in base64 in ", text);
    }
  }

  /** Base64 once and twice. */
  private void encoded(String marker, String what, byte[] bytes) {
    for (byte[] once : aligned(bytes)) {
      needle(marker, what + "base64", once);
      for (byte[] twice : aligned(once)) {
        needle(marker, what + "base64 in base64", twice);
      }
    }
  }

  /**
   * The characters of an encoded text that depend on these bytes alone, for each of the three
   * places in a group at which they can begin, in both alphabets.
   */
  private static List<byte[]> aligned(byte[] bytes) {
    List<byte[]> forms = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int from = (before * 8 + 5) / 6;
      int to = shifted.length * 8 / 6;
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        forms.add(Arrays.copyOfRange(encoder.encode(shifted), from, to));
      }
    }
    return forms;
  }

  private void needle(String marker, String form, byte[] bytes) {
    if (bytes.length < HEAD) {
      throw new IllegalArgumentException(marker + " is too short to be told from chance");
    }
    long head = 0;
    for (int i = 0; i < HEAD; i++) {
      head = (head << 8) | (bytes[i] & 0xff);
    }
    heads.set(slot(head));
    List<Needle> same = needles.computeIfAbsent(head, _ -> new ArrayList<>());
    if (same.stream()
        .noneMatch(n -> n.marker().equals(marker) && Arrays.equals(n.bytes(), bytes))) {
      same.add(new Needle(marker, form, bytes));
    }
  }

  private static Set<String> spellings(String marker) {
    return new LinkedHashSet<>(
        List.of(marker, marker.toLowerCase(Locale.ROOT), marker.toUpperCase(Locale.ROOT)));
  }

  /** Beyond ASCII escaped, or every character; with digits in either case. */
  private static List<byte[]> escapes(String text) {
    List<byte[]> forms = new ArrayList<>();
    for (String format : List.of("\\u%04x", "\\u%04X")) {
      for (int from : new int[] {0x80, 0}) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
          char c = text.charAt(i);
          escaped.append(c >= from ? format.formatted((int) c) : String.valueOf(c));
        }
        forms.add(escaped.toString().getBytes(UTF_8));
      }
    }
    return forms;
  }

  private static byte[] percent(byte[] plain) {
    StringBuilder text = new StringBuilder();
    for (byte b : plain) {
      boolean safe = b > 0 && (Character.isLetterOrDigit(b) || "-._~".indexOf(b) >= 0);
      text.append(safe ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return text.toString().getBytes(UTF_8);
  }

  private static byte[] hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes).getBytes(UTF_8);
  }

  private static byte[] upper(byte[] text) {
    return new String(text, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8);
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int slot(long head) {
    return (int) ((head * 0x9E3779B97F4A7C15L) >>> 44);
  }
}

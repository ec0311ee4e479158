package org.quickfreeze.contracts.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An IP address, read strictly and never looked up: four decimal numbers without leading zeros, or
 * RFC 4291 text form. No zone, no prefix length, no brackets, and none of the short and octal forms
 * that some libraries take, because a provider would read them as another address.
 */
public final class IpAddress {
  private static final int HEXTETS = 8;

  private final int[] words;
  private final boolean isV4;

  private IpAddress(int[] words, boolean isV4) {
    this.words = words;
    this.isV4 = isV4;
  }

  /** The address; empty when the text is none. */
  public static Optional<IpAddress> parse(String text) {
    return text.indexOf(':') >= 0 ? v6(text) : v4(text).map(bytes -> new IpAddress(bytes, true));
  }

  /**
   * The address of four or sixteen bytes.
   *
   * @throws IllegalArgumentException when there are more or fewer
   */
  public static IpAddress of(byte[] bytes) {
    if (bytes.length == 4) {
      return new IpAddress(
          new int[] {bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff, bytes[3] & 0xff}, true);
    }
    if (bytes.length != 2 * HEXTETS) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes");
    }
    int[] words = new int[HEXTETS];
    for (int i = 0; i < HEXTETS; i++) {
      words[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    return new IpAddress(words, false);
  }

  /** Its four or sixteen bytes, the most significant first. */
  public byte[] bytes() {
    byte[] bytes = new byte[isV4 ? 4 : 2 * HEXTETS];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (isV4 ? words[i] : i % 2 == 0 ? words[i / 2] >> 8 : words[i / 2]);
    }
    return bytes;
  }

  /** Whether it is IPv4. */
  public boolean isV4() {
    return isV4;
  }

  private static Optional<int[]> v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    int[] bytes = new int[4];
    for (int i = 0; i < 4; i++) {
      int value = octet(parts[i]);
      if (value < 0) {
        return Optional.empty();
      }
      bytes[i] = value;
    }
    return Optional.of(bytes);
  }

  private static int octet(String part) {
    if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int value = Integer.parseInt(part);
    boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
    return leadingZero || value > 255 ? -1 : value;
  }

  private static Optional<IpAddress> v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return hextets(text, true)
          .filter(all -> all.size() == HEXTETS)
          .map(all -> v6(all, List.of()));
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    Optional<List<Integer>> head = hextets(text.substring(0, gap), false);
    Optional<List<Integer>> tail = hextets(text.substring(gap + 2), true);
    if (head.isEmpty() || tail.isEmpty() || head.get().size() + tail.get().size() >= HEXTETS) {
      return Optional.empty();
    }
    return Optional.of(v6(head.get(), tail.get()));
  }

  private static IpAddress v6(List<Integer> head, List<Integer> tail) {
    int[] words = new int[HEXTETS];
    for (int i = 0; i < head.size(); i++) {
      words[i] = head.get(i);
    }
    for (int i = 0; i < tail.size(); i++) {
      words[HEXTETS - tail.size() + i] = tail.get(i);
    }
    return new IpAddress(words, false);
  }

  /** Groups of up to four hexadecimal digits; the last may be an IPv4 address where allowed. */
  private static Optional<List<Integer>> hextets(String text, boolean mayEndInV4) {
    List<Integer> found = new ArrayList<>();
    if (text.isEmpty()) {
      return Optional.of(found);
    }
    String[] groups = text.split(":", -1);
    for (int i = 0; i < groups.length; i++) {
      if (mayEndInV4 && i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
        int[] bytes = v4(groups[i]).orElse(null);
        if (bytes == null) {
          return Optional.empty();
        }
        found.add(bytes[0] << 8 | bytes[1]);
        found.add(bytes[2] << 8 | bytes[3]);
      } else if (isHextet(groups[i])) {
        found.add(Integer.parseInt(groups[i], 16));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private static boolean isHextet(String group) {
    return !group.isEmpty()
        && group.length() <= 4
        && group.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
  }

  /** The canonical text: four decimal numbers, or RFC 5952. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (isV4) {
      for (int word : words) {
        text.append(text.isEmpty() ? "" : ".").append(word);
      }
      return text.toString();
    }
    int[] gap = longestGap();
    for (int i = 0; i < HEXTETS; i++) {
      if (i == gap[0]) {
        text.append("::");
        i += gap[1] - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
            .append(Integer.toHexString(words[i]));
      }
    }
    return text.toString();
  }

  /** Begin and length of the first longest run of at least two zeros; begin -1 when none. */
  private int[] longestGap() {
    int[] best = {-1, 1};
    for (int i = 0; i < HEXTETS; i++) {
      int end = i;
      while (end < HEXTETS && words[end] == 0) {
        end++;
      }
      if (end - i > best[1]) {
        best = new int[] {i, end - i};
      }
      i = Math.max(i, end - 1);
    }
    return best;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && isV4 == that.isV4 && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return Objects.hash(isV4, Arrays.hashCode(words));
  }
}

package org.quickfreeze.contracts.holder;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.quickfreeze.contracts.form.IpAddress;

/**
 * A block of addresses (RFC 4632, RFC 4291 2.3), of a length in which blocks are delegated: 8 to 32
 * bits for IPv4, 12 to 64 for IPv6.
 *
 * @param network its first address
 * @param bits length of the prefix
 */
public record IpPrefix(IpAddress network, int bits) {
  private static final int SHORTEST_V4 = 8;
  private static final int LONGEST_V4 = 32;
  private static final long LARGEST = 1L << (LONGEST_V4 - SHORTEST_V4);
  private static final int SHORTEST_V6 = 12;
  private static final int LONGEST_V6 = 64;

  /** A block in the form {@code address/bits}; empty when bits beyond the prefix are set. */
  public static Optional<IpPrefix> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[1-9][0-9]{0,2}|0")) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(text.substring(slash + 1));
    return IpAddress.parse(text.substring(0, slash)).flatMap(address -> of(address, bits));
  }

  /** The block that begins with an address; empty when none of this length does. */
  public static Optional<IpPrefix> of(IpAddress first, int bits) {
    boolean possible =
        bits >= shortest(first) && bits <= longest(first) && masked(first, bits).equals(first);
    return possible ? Optional.of(new IpPrefix(first, bits)) : Optional.empty();
  }

  /** The blocks that an address may lie in, the longest prefix first. */
  public static List<String> around(IpAddress address) {
    List<String> blocks = new ArrayList<>();
    for (int bits = longest(address); bits >= shortest(address); bits--) {
      blocks.add(masked(address, bits) + "/" + bits);
    }
    return blocks;
  }

  /**
   * The fewest blocks that make up a run of IPv4 addresses, as delegation lists give it: a first
   * address and how many. Empty when it is none.
   */
  public static List<IpPrefix> ofRun(IpAddress first, long count) {
    long begin = new BigInteger(1, first.bytes()).longValue();
    if (!first.isV4() || count < 1 || begin < LARGEST || begin + count > 1L << LONGEST_V4) {
      return List.of();
    }
    List<IpPrefix> blocks = new ArrayList<>();
    long left = count;
    while (left > 0) {
      long size = Math.min(Long.lowestOneBit(begin | LARGEST), Long.highestOneBit(left));
      blocks.add(new IpPrefix(v4(begin), LONGEST_V4 - Long.numberOfTrailingZeros(size)));
      begin += size;
      left -= size;
    }
    return blocks;
  }

  private static int shortest(IpAddress address) {
    return address.isV4() ? SHORTEST_V4 : SHORTEST_V6;
  }

  private static int longest(IpAddress address) {
    return address.isV4() ? LONGEST_V4 : LONGEST_V6;
  }

  private static IpAddress v4(long value) {
    return IpAddress.of(
        new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
  }

  private static IpAddress masked(IpAddress address, int bits) {
    byte[] bytes = address.bytes();
    int whole = bits / Byte.SIZE;
    if (bits % Byte.SIZE != 0) {
      bytes[whole] &= (byte) (0xff << (Byte.SIZE - bits % Byte.SIZE));
      whole++;
    }
    Arrays.fill(bytes, whole, bytes.length, (byte) 0);
    return IpAddress.of(bytes);
  }

  /** Such as {@code 192.0.2.0/24}, the address in its canonical form. */
  @Override
  public String toString() {
    return network + "/" + bits;
  }
}

package org.quickfreeze.contracts.holder;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.form.IpAddress;

class IpPrefixTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0/24",
    "10.0.0.0/8, 10.0.0.0/8",
    "192.0.2.17/32, 192.0.2.17/32",
    "2001:0DB8:0000::/32, 2001:db8::/32",
    "2001:db8:0:ff00::/56, 2001:db8:0:ff00::/56",
  })
  void givenABlock_whenParsed_thenItHasOneForm(String text, String canonical) {
    assertThat(IpPrefix.parse(text)).map(IpPrefix::toString).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0",
        "192.0.2.1/24",
        "192.0.2.0/33",
        "192.0.2.0/-1",
        "192.0.2.0/024",
        "192.0.2.0/",
        "192.0.2/24",
        "0.0.0.0/0",
        "10.0.0.0/7",
        "2001:db8::/65",
        "2001:db8::1/64",
        "::/0",
        "/24",
        "example.org/24",
        "192.0.2.0/24/24"
      })
  void givenWhatIsNoBlock_whenParsed_thenThereIsNone(String text) {
    assertThat(IpPrefix.parse(text)).isEmpty();
  }

  @Test
  void givenAnAddress_whenAsked_thenTheBlocksAroundItGoFromNarrowToWide() {
    List<String> v4 = IpPrefix.around(address("192.0.2.129"));
    List<String> v6 = IpPrefix.around(address("2001:db8:1:2:3::4"));

    assertThat(v4).hasSize(25).startsWith("192.0.2.129/32", "192.0.2.128/31");
    assertThat(v4).contains("192.0.2.0/24").endsWith("192.0.0.0/9", "192.0.0.0/8");
    assertThat(v6).hasSize(53).startsWith("2001:db8:1:2::/64").contains("2001:db8::/32");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0, 256, 192.0.2.0/24",
    "192.0.2.0, 768, 192.0.2.0/23 192.0.4.0/24",
    "192.0.1.0, 1024, 192.0.1.0/24 192.0.2.0/23 192.0.4.0/24",
    "198.51.100.7, 1, 198.51.100.7/32",
    "16.0.0.0, 33554432, 16.0.0.0/8 17.0.0.0/8",
    "255.255.255.254, 2, 255.255.255.254/31",
  })
  void givenARun_whenSplit_thenItsBlocksAreTheFewest(String first, long count, String blocks) {
    assertThat(IpPrefix.ofRun(address(first), count))
        .map(IpPrefix::toString)
        .containsExactly(blocks.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0, 0",
    "192.0.2.0, -256",
    "255.255.255.0, 257",
    "0.0.0.0, 256",
    "2001:db8::, 256"
  })
  void givenWhatIsNoRun_whenSplit_thenThereAreNoBlocks(String first, long count) {
    assertThat(IpPrefix.ofRun(address(first), count)).isEmpty();
  }

  @Test
  void givenRunsByChance_whenSplit_thenTheBlocksCoverThemWithoutGapOrOverlap() {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    for (int i = 0; i < 5000; i++) {
      long begin = random.nextLong(1L << 24, 1L << 32);
      long count = random.nextLong(1, Math.min((1L << 32) - begin, 1 << 20) + 1);
      long next = begin;
      for (IpPrefix block : IpPrefix.ofRun(ofNumber(begin), count)) {
        assertThat(number(block.network())).as("seed %d", seed).isEqualTo(next);
        assertThat(IpPrefix.parse(block.toString())).contains(block);
        next += 1L << (32 - block.bits());
      }
      assertThat(next).as("seed %d", seed).isEqualTo(begin + count);
    }
  }

  @Test
  void givenAddressesByChance_whenTheirBlocksAreParsed_thenEachContainsTheAddress() {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
      random.nextBytes(bytes);
      IpAddress address = IpAddress.of(bytes);
      for (String block : IpPrefix.around(address)) {
        IpPrefix prefix = IpPrefix.parse(block).orElseThrow();
        int free = bytes.length * 8 - prefix.bits();
        assertThat(new BigInteger(1, prefix.network().bytes()).shiftRight(free))
            .as("seed %d", seed)
            .isEqualTo(new BigInteger(1, bytes).shiftRight(free));
      }
    }
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static long number(IpAddress address) {
    return new BigInteger(1, address.bytes()).longValue();
  }

  private static IpAddress ofNumber(long value) {
    return IpAddress.of(
        new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
  }
}

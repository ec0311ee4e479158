package org.quickfreeze.contracts.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "198.51.100",
        "198.51.100.256",
        "198.51.100.023",
        "198.51.100.23.1",
        "198.51.100.23 ",
        "198.51.100.23/32",
        "198.51.100.23:443",
        "3325256727",
        "0x c6.51.100.23",
        "198.51.100.-1",
        "198.51.100.+1",
        "198.51..23",
        "١٩٨.51.100.23",
        "example.org",
        ":",
        ":::",
        "::1::",
        "2001:db8",
        "2001:db8:::1",
        "2001:db8::12345",
        "2001:db8::g",
        "2001:db8::1%eth0",
        "[2001:db8::1]",
        "2001:db8::/32",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:",
        "::ffff:198.51.100",
        "::198.51.100.23:1",
        "198.51.100.23::",
        "2001:db8::-1",
        "2001:db8::١"
      })
  void givenAnotherText_whenParsed_thenItIsNoAddress(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.23, 198.51.100.23",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0db8::0001, 2001:db8::1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::ffff:198.51.100.23, ::ffff:c633:6417",
    "64:ff9b::198.51.100.23, 64:ff9b::c633:6417",
    "1:2:3:4:5:6:198.51.100.23, 1:2:3:4:5:6:c633:6417"
  })
  void givenAnAddress_whenParsed_thenItsCanonicalTextIsThatOfRfc5952(
      String text, String canonical) {
    assertThat(IpAddress.parse(text)).hasToString("Optional[" + canonical + "]");
  }

  @Test
  void givenRandomAddresses_whenWrittenAndParsed_thenTheyAreTheSame() throws UnknownHostException {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = random.nextInt(3) == 0 ? 0 : bytes[j];
      }
      String text = InetAddress.getByAddress(bytes).getHostAddress();

      IpAddress read = IpAddress.parse(text).orElseThrow();

      assertThat(IpAddress.parse(read.toString()))
          .as("seed %d, %s", seed, HexFormat.of().formatHex(bytes))
          .contains(read);
      assertThat(InetAddress.getByName(read.toString()).getHostAddress())
          .as("seed %d", seed)
          .isEqualTo(text);
    }
  }
}

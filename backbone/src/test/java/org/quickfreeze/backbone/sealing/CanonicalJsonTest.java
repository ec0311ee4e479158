package org.quickfreeze.backbone.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  /** RFC 8785, section 3.2.2. */
  private static final String SAMPLE =
      """
      {
        "numbers": [333333333.33333329, 1E30, 4.50,
                    2e-3, 0.000000000000000000000000001],
        "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
        "literals": [null, true, false]
      }""";

  /** RFC 8785, section 3.2.4. */
  private static final String SAMPLE_BYTES =
      """
      7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72
      75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 3a
      5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31
      65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37
      5d 2c 22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30
      30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d""";

  @Test
  void givenTheSampleOfTheRfcWhenMadeCanonicalThenHasItsBytes() {
    byte[] canonical = CanonicalJson.of(SAMPLE.getBytes(UTF_8));

    assertThat(canonical).isEqualTo(HexFormat.of().parseHex(SAMPLE_BYTES.replaceAll("\\s+", "")));
    assertThat(CanonicalJson.is(canonical)).isTrue();
  }

  @Test
  void givenNamesOutsideAsciiWhenMadeCanonicalThenSortedByUtf16Units() {
    String unsorted =
        """
        {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",
         "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",
         "\\u00f6":"Latin Small Letter O With Diaeresis"}""";

    String canonical = new String(CanonicalJson.of(unsorted.getBytes(UTF_8)), UTF_8);

    assertThat(canonical)
        .containsSubsequence("Return", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew");
  }

  /** RFC 8785, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555556, 333333333.3333334",
    "becbf647612f3696, -0.0000033333333333333333"
  })
  void givenADoubleWhenWrittenThenAsTheRfcSays(String bits, String text) {
    double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    String json = "[" + number + "]";

    assertThat(CanonicalJson.of(json.getBytes(UTF_8)))
        .isEqualTo(("[" + text + "]").getBytes(UTF_8));
    assertThat(CanonicalJson.is(("[" + text + "]").getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1}",
        " {\"a\":1}",
        "{\"a\":1}\n",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1.0}",
        "{\"a\":-0}",
        "{\"a\":1e2}",
        "{\"a\":9007199254740993}",
        "{\"a\":\"\\u0041\"}",
        "{\"a\":\"\\/\"}",
        "{\"a\":\"\\u000A\"}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":1}{}",
        "{\"a\":1},",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":'1'}",
        "{\"a\":NaN}",
        "{\"a\":1e999}",
        "{\"a\":01}",
        "\"text\"",
        "1",
        "null",
        "",
        "\ufeff{\"a\":1}"
      })
  void givenAnotherFormWhenCheckedThenNotCanonical(String json) {
    assertThat(CanonicalJson.is(json.getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1}{}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\udc00\":1}",
        "{\"a\":9007199254740993}",
        "{\"a\":12345678901234567890123}",
        "{\"a\":1e999}",
        "1",
        "",
        "{"
      })
  void givenWhatHasNoCanonicalFormWhenAskedForItThenRefused(String json) {
    assertThatThrownBy(() -> CanonicalJson.of(json.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0af", "eda080", "ff", "e282", "f4908080"})
  void givenBytesThatAreNotUtf8WhenReadThenRefused(String hex) {
    byte[] json = HexFormat.of().parseHex("7b2261223a22" + hex + "227d");

    assertThat(CanonicalJson.is(json)).isFalse();
    assertThatThrownBy(() -> CanonicalJson.of(json)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenUtf16WhenReadThenRefused() {
    assertThat(CanonicalJson.is("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE))).isFalse();
    assertThat(CanonicalJson.is("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE))).isFalse();
  }

  @Test
  void givenHundredThousandLevelsWhenReadThenRefusedWithoutOverflow() {
    byte[] deep = ("[".repeat(100_000) + "]".repeat(100_000)).getBytes(UTF_8);

    assertThat(CanonicalJson.is(deep)).isFalse();
    assertThatThrownBy(() -> CanonicalJson.of(deep)).isInstanceOf(IllegalArgumentException.class);
  }
}

package org.quickfreeze.contracts.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierPatternTest {
  private static final long SEED = 20_261_127;

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "[a-z0-9._-]{1,64}@[a-z0-9.-]{1,100} someone@mail.example.org true",
        "[a-z0-9._-]{1,64}@[a-z0-9.-]{1,100} someone false",
        "\\+[1-9]\\d{6,14} +442079460900 true",
        "\\+[1-9]\\d{6,14} 442079460900 false",
        "(?:u|user)-\\d+ user-17 true",
        "(?:u|user)-\\d+ user-17x false",
        "\\d{1,3}(\\.\\d{1,3})? 10.1 true",
        "[^@]+@[^@]+ a@b@c false",
        "[A-F\\d-]{3} A-9 true",
        "[]a]x ]x false"
      })
  void givenAPattern_whenAnIdentifierIsHeldAgainstIt_thenTheWholeOfItCounts(
      String pattern, String text, boolean expected) {
    IdentifierPattern read = IdentifierPattern.read(pattern).pattern();

    assertThat(read != null && read.matches(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+",
        "(a*)*b",
        "([a-z]+\\d?){2,9}",
        "((a{2}))+",
        "a++",
        "a+?",
        "a**",
        "a.b",
        "^a$",
        "(?=a)a",
        "(a)\\1",
        "\\w+",
        "\\p{L}",
        "[a-z",
        "[]",
        "[z-a]",
        "[a&&b]",
        "[[a]]",
        "[a-\\d]",
        "(a",
        "a)",
        "+a",
        "a{",
        "a{1,}",
        "a{0}",
        "a{3,2}",
        "a{999}",
        "a\\",
        "é",
        "",
        "((((((((((a))))))))))"
      })
  void givenAPatternOutsideTheSubset_whenRead_thenItIsRefused(String pattern) {
    assertThat(IdentifierPattern.read(pattern).fault()).isNotNull();
  }

  @Test
  void givenAPatternThatIsTooLong_whenRead_thenItIsRefused() {
    assertThat(IdentifierPattern.read("a".repeat(254)).fault()).isNull();
    assertThat(IdentifierPattern.read("a".repeat(255)).fault()).isNotNull();
  }

  @Test
  void givenPatternsThatStopABacktrackingEngine_whenMatched_thenTheyAnswerAtOnce() {
    IdentifierPattern many = IdentifierPattern.read("a*".repeat(120) + "b").pattern();
    IdentifierPattern optional = IdentifierPattern.read("(a?)*".repeat(50) + "b").pattern();
    String text = "a".repeat(IdentifierPattern.LONGEST);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(many != null && many.matches(text)).isFalse();
          assertThat(optional != null && optional.matches(text)).isFalse();
          assertThat(many != null && many.matches("aab")).isTrue();
        });
  }

  @Test
  void givenRandomPatternsAndTexts_whenMatched_thenJavasOwnEngineAgrees() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    int agreed = 0;
    int matched = 0;
    for (int i = 0; i < 20_000; i++) {
      String pattern = pattern(random, 2);
      IdentifierPattern.Read read = IdentifierPattern.read(pattern);
      if (read.pattern() == null) {
        continue;
      }
      String text = text(random);
      boolean expected = Pattern.matches(pattern, text);
      assertThat(read.pattern().matches(text))
          .as("seed %d: %s against %s", SEED, pattern, text)
          .isEqualTo(expected);
      agreed++;
      matched += expected ? 1 : 0;
    }
    assertThat(agreed).isGreaterThan(5_000);
    assertThat(matched).isGreaterThan(300);
  }

  private static String pattern(RandomGenerator random, int depth) {
    StringBuilder pattern = new StringBuilder();
    for (int parts = random.nextInt(1, 4); parts > 0; parts--) {
      pattern.append(part(random, depth)).append(quantifier(random));
    }
    return pattern.toString();
  }

  private static String part(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> "a";
      case 1 -> "\\d";
      case 2 -> "[ab]";
      case 3 -> "[^a]";
      case 4 -> "\\.";
      case 5 -> "(" + pattern(random, depth - 1) + ")";
      default -> "(?:" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
    };
  }

  private static String quantifier(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> "?";
      case 1 -> "*";
      case 2 -> "+";
      case 3 -> "{2}";
      case 4 -> "{0,3}";
      default -> "";
    };
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(7); length > 0; length--) {
      text.append("ab1.".charAt(random.nextInt(4)));
    }
    return text.toString();
  }
}

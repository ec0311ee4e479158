package org.quickfreeze.request.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.contracts.holder.Basis;
import org.quickfreeze.contracts.holder.Holders.Candidate;
import org.quickfreeze.contracts.holder.Holders.Confidence;
import org.quickfreeze.request.check.HolderHints.Hint;

class HolderHintsTest {
  private static final Map<String, String> COUNTRIES =
      Map.of("acme", "RO", "globex", "RO", "initech", "DE");

  @ParameterizedTest
  @CsvSource({
    // what the lists say, which provider the form names, what is worth a second look
    "acme:HIGH, , provider-known",
    "acme:HIGH, acme, ",
    "acme:HIGH, globex, other-provider",
    "acme:MEDIUM globex:LOW, globex, ",
    "acme:MEDIUM, globex, other-provider",
    "initech:HIGH, , held-elsewhere",
    "initech:HIGH, acme, held-elsewhere",
    "initech:HIGH acme:LOW, acme, held-elsewhere",
    "initech:HIGH acme:HIGH, acme, ",
    "country/DE:LOW, , held-elsewhere",
    "country/DE:LOW, acme, held-elsewhere",
    "country/RO:LOW, , ",
    "country/RO:LOW, acme, ",
    "country/DE:LOW country/RO:LOW, , ",
    "nobody-knows:HIGH, , provider-known",
  })
  void givenWhoMayHoldIt_whenRomaniaIsAsked_thenTheHintIsThis(
      String candidates, @Nullable String custodian, @Nullable String code) {
    HolderHints hints = new HolderHints("RO", custodian, COUNTRIES::get);

    List<Hint> found = hints.of("/form/items/0", candidates(candidates));

    if (code == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).extracting(Hint::code).containsExactly(code);
      assertThat(found.getFirst().pointer()).isEqualTo("/form/items/0");
      assertThat(found.getFirst().candidates()).isEqualTo(candidates(candidates));
    }
  }

  @Test
  void givenThatNobodyIsKnown_whenAsked_thenThereIsNothingToSay() {
    assertThat(new HolderHints("RO", "acme", COUNTRIES::get).of("/form/items/0", List.of()))
        .isEmpty();
  }

  private static List<Candidate> candidates(String texts) {
    return Arrays.stream(texts.split(" ")).map(HolderHintsTest::candidate).toList();
  }

  private static Candidate candidate(String text) {
    String holder = text.substring(0, text.indexOf(':'));
    boolean state = holder.startsWith("country/");
    return new Candidate(
        state ? null : holder,
        state ? holder.substring("country/".length()) : null,
        "192.0.2.0/24",
        null,
        null,
        Basis.DELEGATED,
        "list",
        LocalDate.parse("2026-11-01"),
        Confidence.valueOf(text.substring(text.indexOf(':') + 1)),
        List.of());
  }
}

package org.quickfreeze.contracts.holder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LookupTest {
  static Stream<Arguments> identifiers() {
    return Stream.of(
        Arguments.of("email", "someone@Mail.Example.org", RangeKind.MAIL, "mail.example.org"),
        Arguments.of("email", "a@b@example.org", RangeKind.MAIL, "example.org"),
        Arguments.of(
            "domain",
            "www.exämple.org",
            RangeKind.DOMAIN,
            "www.xn--exmple-cua.org xn--exmple-cua.org"),
        Arguments.of(
            "url",
            "https://Pages.example.org:8443/~x",
            RangeKind.HOST,
            "pages.example.org example.org"),
        Arguments.of(
            "telephone",
            "+44 20 7946-0123",
            RangeKind.TELEPHONE,
            "442079460123 44207946012 4420794601 442079460 44207946 4420794 442079 44207 4420 442 44"),
        Arguments.of(
            "telephone",
            "+44 (20).79/46",
            RangeKind.TELEPHONE,
            "44207946 4420794 442079 44207 4420 442 44"),
        Arguments.of("domain", " example.org ", RangeKind.DOMAIN, "example.org"));
  }

  @Test
  void givenTheLongestNumberAndName_whenLookedFor_thenOneMoreIsTooLong() {
    String name = ("a".repeat(59) + ".").repeat(4) + "b".repeat(13);

    assertThat(Lookup.of("telephone", "+" + "4".repeat(15), null)).isPresent();
    assertThat(Lookup.of("telephone", "+" + "4".repeat(16), null)).isEmpty();
    assertThat(Lookup.of("domain", name, null)).isPresent();
    assertThat(Lookup.of("domain", name + "b", null)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("identifiers")
  void givenAnIdentifier_whenLookedFor_thenItsRangesGoFromNarrowToWide(
      String type, String value, RangeKind kind, String keys) {
    assertThat(Lookup.of(type, value, null)).contains(new Lookup(kind, List.of(keys.split(" "))));
  }

  @Test
  void givenAnAddress_whenLookedForPlainOrInAUrl_thenItIsTheSameLookup() {
    Lookup v4 = Lookup.of("ip-address", "192.0.2.7", null).orElseThrow();
    Lookup v6 = Lookup.of("ip-address", "2001:db8::7", null).orElseThrow();

    assertThat(v4.kind()).isEqualTo(RangeKind.IP);
    assertThat(v4.keys())
        .isEqualTo(IpPrefix.around(IpPrefix.parse("192.0.2.7/32").orElseThrow().network()));
    assertThat(Lookup.of("url", "http://192.0.2.7/x", null)).contains(v4);
    assertThat(Lookup.of("url", "http://[2001:db8::7]/x", null)).contains(v6);
  }

  @Test
  void givenAnAccount_whenItHasAUrl_thenItsHostIsLookedForAndElseNothing() {
    assertThat(Lookup.of("account", "someone", "https://social.example.org/u/1"))
        .map(Lookup::keys)
        .contains(List.of("social.example.org", "example.org"));
    assertThat(Lookup.of("account", "someone", null)).isEmpty();
    assertThat(Lookup.of("account", "someone", "4711")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ip-address, 192.0.2.300",
    "ip-address, 192.0.2.0/24",
    "email, someone",
    "email, a@localhost",
    "telephone, 020 7946 0123",
    "telephone, +0044207946",
    "domain, org",
    "domain, example..org",
    "domain, example.org.",
    "domain, exa mple.org",
    "url, not a url",
    "url, mailto:someone@example.org",
    "device, 1234"
  })
  void givenWhatTellsNoRange_whenLookedFor_thenThereIsNone(String type, String value) {
    assertThat(Lookup.of(type, value, null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "IP, 2001:DB8::/32, 2001:db8::/32",
    "IP, 192.0.2.1/24,",
    "DOMAIN, EXAMPLE.org, example.org",
    "DOMAIN, org,",
    "TELEPHONE, 44207946, 44207946",
    "TELEPHONE, +44207946,",
    "TELEPHONE, 0207946,",
    "MAIL, exämple.org, xn--exmple-cua.org",
    "HOST, https://example.org/,"
  })
  void givenAKey_whenMadeCanonical_thenTwoThatMeanTheSameAreEqual(
      RangeKind kind, String key, String canonical) {
    if (canonical == null) {
      assertThat(HeldRange.canonical(kind, key)).isEmpty();
    } else {
      assertThat(HeldRange.canonical(kind, key)).contains(canonical);
    }
  }
}

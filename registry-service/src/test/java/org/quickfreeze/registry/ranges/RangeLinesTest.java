package org.quickfreeze.registry.ranges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.holder.Basis;
import org.quickfreeze.contracts.holder.RangeKind;
import org.quickfreeze.registry.ranges.RangeLines.Format;
import org.quickfreeze.registry.ranges.RangeLines.Line;
import org.quickfreeze.registry.ranges.RangeLines.Parsed;

class RangeLinesTest {
  private static final LocalDate AS_OF = LocalDate.parse("2026-11-01");
  private static final Map<String, String> HOLDERS = Map.of("org-acme", "acme");

  @Test
  void givenADelegationList_whenRead_thenItsBlocksAndHoldersAreKnown() {
    Parsed parsed =
        delegated(
            """
            2.3|ripencc|20261101|5|19830705|20261101|+0100
            ripencc|*|ipv4|*|2|summary
            # a remark
            ripencc|RO|ipv4|192.0.2.0|768|20200102|allocated|org-acme
            ripencc|FR|ipv4|198.51.100.0|256||assigned|org-other

            ripencc|DE|ipv6|2001:db8::|32|20100304|allocated|org-other
            ripencc|RO|asn|64496|1|20200102|allocated|org-acme
            ripencc||ipv4|203.0.113.0|256||available|
            ripencc|EU|ipv4|203.0.113.0|128|00000000|allocated|org-other
            ripencc||ipv4|203.0.113.0|128|20200102|allocated|org-other
            ripencc||ipv4|203.0.113.0|256||reserved|
            """);

    assertThat(parsed.errors()).isEmpty();
    assertThat(parsed.ignored()).isEqualTo(5);
    assertThat(parsed.lines())
        .extracting(Line::kind, Line::key, Line::holder, Line::basis, Line::from)
        .containsExactly(
            tuple(
                RangeKind.IP, "192.0.2.0/23", "provider/acme", Basis.DELEGATED, day("2020-01-02")),
            tuple(
                RangeKind.IP, "192.0.4.0/24", "provider/acme", Basis.DELEGATED, day("2020-01-02")),
            tuple(RangeKind.IP, "198.51.100.0/24", "country/FR", Basis.DELEGATED, null),
            tuple(RangeKind.IP, "2001:db8::/32", "country/DE", Basis.DELEGATED, day("2010-03-04")));
  }

  @Test
  void givenALineOfAStatelessCode_whenItsHolderIsRegistered_thenItCounts() {
    Parsed parsed = delegated("ripencc|EU|ipv4|203.0.113.0|256|20200102|allocated|org-acme");

    assertThat(parsed.lines()).extracting(Line::holder).containsExactly("provider/acme");
  }

  @Test
  void givenLinesWithoutIds_whenRead_thenTheStateIsKnown() {
    Parsed parsed = delegated("apnic|JP|ipv4|203.0.113.0|256|20200102|allocated\r\n");

    assertThat(parsed.lines()).extracting(Line::holder).containsExactly("country/JP");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ripencc|RO|ipv4|192.0.2.0|256|20200102; fields",
        "not a list; fields",
        "ripencc|RO|ipv4|192.0.2.0|256|20200102|lost|x; status",
        "ripencc|RO|ipv4|192.0.2.0|0|20200102|allocated|x; address",
        "ripencc|RO|ipv4|192.0.2.0|-256|20200102|allocated|x; address",
        "ripencc|RO|ipv4|192.0.2.0|99999999999|20200102|allocated|x; address",
        "ripencc|RO|ipv4|255.255.255.0|512|20200102|allocated|x; address",
        "ripencc|RO|ipv4|192.0.2|256|20200102|allocated|x; address",
        "ripencc|RO|ipv4|2001:db8::|32|20200102|allocated|x; address",
        "ripencc|RO|ipv6|192.0.2.0|24|20200102|allocated|x; address",
        "ripencc|RO|ipv6|2001:db8::1|32|20200102|allocated|x; address",
        "ripencc|RO|ipv6|2001:db8::|129|20200102|allocated|x; address",
        "ripencc|RO|ipv6|2001:db8::|4294967328|20200102|allocated|x; address",
        "ripencc|RO|ipx|192.0.2.0|256|20200102|allocated|x; address",
        "ripencc|RO|ipv4|192.0.2.0|256|20200230|allocated|x; date",
        "ripencc|RO|ipv4|192.0.2.0|256|2020-01-02|allocated|x; date",
        "ripencc|RO|ipv4|192.0.2.0|256|20261102|allocated|x; date"
      })
  void givenALineThatCannotBeRead_whenRead_thenItIsAnErrorOfThatLine(String line, String rule) {
    Parsed parsed =
        delegated("ripencc|FR|ipv4|198.51.100.0|256|20200102|allocated|y\n" + line + "\n");

    assertThat(parsed.errors())
        .extracting(FieldError::pointer, FieldError::rule)
        .containsExactly(tuple("/lines/2", rule));
  }

  @Test
  void givenDeclarations_whenRead_thenTheirKeysHaveOneForm() {
    Parsed parsed =
        declared(
            """
            kind,key,provider,from
            ip,2001:DB8::/32,acme,2020-01-02
            domain,Example.ORG,acme,
            mail,exämple.org,globex,
            telephone,44207946,globex,2019-01-01
            host,social.example.org,globex,
            """);

    assertThat(parsed.errors()).isEmpty();
    assertThat(parsed.lines())
        .extracting(Line::kind, Line::key, Line::holder, Line::from)
        .containsExactly(
            tuple(RangeKind.IP, "2001:db8::/32", "provider/acme", day("2020-01-02")),
            tuple(RangeKind.DOMAIN, "example.org", "provider/acme", null),
            tuple(RangeKind.MAIL, "xn--exmple-cua.org", "provider/globex", null),
            tuple(RangeKind.TELEPHONE, "44207946", "provider/globex", day("2019-01-01")),
            tuple(RangeKind.HOST, "social.example.org", "provider/globex", null));
    assertThat(parsed.lines()).extracting(Line::basis).containsOnly(Basis.DECLARED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ip,192.0.2.0/24,acme; fields",
        "ip,192.0.2.0/24,acme,,; fields",
        "device,1234,acme,; kind",
        "IP,192.0.2.0/24,acme,; kind",
        "ip,192.0.2.1/24,acme,; key",
        "ip,192.0.2.0,acme,; key",
        "domain,org,acme,; key",
        "telephone,+44207946,acme,; key",
        "ip,192.0.2.0/24,initech,; holder",
        "ip,192.0.2.0/24,,; holder",
        "ip,192.0.2.0/24,acme,yesterday; date",
        "ip,192.0.2.0/24,acme,2026-11-02; date"
      })
  void givenADeclarationThatCannotBeTaken_whenRead_thenItIsAnErrorOfThatLine(
      String line, String rule) {
    Parsed parsed = declared(line);

    assertThat(parsed.lines()).isEmpty();
    assertThat(parsed.errors())
        .extracting(FieldError::pointer, FieldError::rule)
        .containsExactly(tuple("/lines/1", rule));
  }

  @Test
  void givenTheDayOfTheList_whenRead_thenItIsNotLaterThanTheList() {
    assertThat(delegated("ripencc|RO|ipv4|192.0.2.0|256|20261101|allocated|x").lines())
        .extracting(Line::from)
        .containsExactly(AS_OF);
    assertThat(declared("ip,192.0.2.0/24,acme,2026-11-01").lines())
        .extracting(Line::from)
        .containsExactly(AS_OF);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5000})
  void givenManyBrokenLines_whenRead_thenAHundredAreTold(int broken) {
    assertThat(declared("x\n".repeat(broken)).errors()).hasSize(100);
  }

  private static Parsed delegated(String text) {
    return RangeLines.read(Format.DELEGATED, text, HOLDERS, Set.of("acme"), AS_OF);
  }

  private static Parsed declared(String text) {
    return RangeLines.read(Format.CSV, text, Map.of(), Set.of("acme", "globex"), AS_OF);
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }
}

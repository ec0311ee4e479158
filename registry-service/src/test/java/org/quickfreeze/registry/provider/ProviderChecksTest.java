package org.quickfreeze.registry.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.ProviderProfile;
import org.quickfreeze.contracts.directory.ProviderProfile.Cost;
import org.quickfreeze.contracts.directory.ProviderProfile.DataHeld;
import org.quickfreeze.contracts.directory.ProviderProfile.Hours;
import org.quickfreeze.contracts.directory.ProviderProfile.IdentifierFormat;
import org.quickfreeze.contracts.directory.ProviderProfile.LegalEntity;
import org.quickfreeze.contracts.directory.ProviderProfile.NoticePolicy;
import org.quickfreeze.contracts.directory.ProviderProfile.Service;
import org.quickfreeze.contracts.directory.ProviderProfile.Serving;
import org.quickfreeze.contracts.directory.ProviderProfile.Way;

class ProviderChecksTest {
  private static final int HALF_A_MEGABYTE = 512 * 1024;

  @Test
  void givenAWholeProfile_whenChecked_thenNothingIsWrong() {
    assertThat(ProviderChecks.check("/profile", Profiles.acme())).isEmpty();
  }

  @Test
  void givenAnEmptyProfile_whenChecked_thenNothingIsWrong() {
    ProviderProfile empty =
        new ProviderProfile(List.of(), List.of(), List.of(), null, List.of(), null);

    assertThat(ProviderChecks.check("/profile", empty)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/identifierFormats/-|{'id':'unused','name':'U','pattern':'u','example':'u'}",
        "/services/0/data/0/retentionDays|0",
        "/serving/hours|[]",
        "/serving/hours/0/until|'08:00'",
        "/serving/emergency|[]",
        "/services/0/link|null"
      })
  void givenSomethingThatMayBe_whenChecked_thenNothingIsWrong(String pointer, String value) {
    assertThat(wrong(pointer, value)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/legalEntities/0/name|' '|/legalEntities/0/name|required",
        "/legalEntities/0/country|'Romania'|/legalEntities/0/country|format",
        "/legalEntities/0/ordersFrom/1|'de'|/legalEntities/0/ordersFrom/1|format",
        "/services/1/id|'mail'|/services/1/id|unique",
        "/services/0/id|'Mail box'|/services/0/id|format",
        "/services/0/name|null|/services/0/name|required",
        "/services/0/link|'http://mail.example.org'|/services/0/link|https",
        "/services/0/link|'https://localhost'|/services/0/link|https",
        "/services/0/link|'https://a:b@mail.example.org'|/services/0/link|https",
        "/services/0/link|'javascript:alert(1)'|/services/0/link|https",
        "/services/0/countries/0|'XXX'|/services/0/countries/0|format",
        "/services/0/identifierFormats/0|'fax'|/services/0/identifierFormats/0|reference",
        "/services/0/identifierFormats/-|'mailbox'|/services/0/identifierFormats/1|unique",
        "/services/0/data/0/category|'GOSSIP'|/services/0/data/0/category|value",
        "/services/0/data/1/category|'SUBSCRIBER'|/services/0/data/1/category|unique",
        "/services/0/data/0/retentionDays|-1|/services/0/data/0/retentionDays|value",
        "/services/0/data/0/retentionDays|99999|/services/0/data/0/retentionDays|value",
        "/identifierFormats/-|{'id':'mailbox','name':'U','pattern':'u','example':'u'}"
            + "|/identifierFormats/2/id|unique",
        "/identifierFormats/0/pattern|'(?=a)b'|/identifierFormats/0/pattern|pattern",
        "/identifierFormats/0/pattern|'*'|/identifierFormats/0/pattern|pattern",
        "/identifierFormats/0/pattern|'(a+)+$'|/identifierFormats/0/example|example",
        "/identifierFormats/0/pattern|'['|/identifierFormats/0/pattern|pattern",
        "/identifierFormats/0/pattern|null|/identifierFormats/0/pattern|pattern",
        "/identifierFormats/0/example|'someone'|/identifierFormats/0/example|example",
        "/identifierFormats/0/example|null|/identifierFormats/0/example|example",
        "/identifierFormats/0/owner|null|/identifierFormats/0/standardName|both",
        "/serving/languages/0|'Romanian!'|/serving/languages/0|format",
        "/serving/ways/0/kind|'pigeon'|/serving/ways/0/kind|value",
        "/serving/ways/0/address|'x'|/serving/ways/0/address|value",
        "/serving/ways/1/address|'orders@gmail.com'|/serving/ways/1/address|service-mailbox",
        "/serving/ways/1/address|'orders'|/serving/ways/1/address|email",
        "/serving/ways/1/address|null|/serving/ways/1/address|email",
        "/serving/ways/2/address|'http://orders.example.org'|/serving/ways/2/address|https",
        "/serving/timeZone|'Europe/Atlantis'|/serving/timeZone|value",
        "/serving/hours/0/days|[]|/serving/hours/0/days|value",
        "/serving/hours/0/days|['MON']|/serving/hours/0/days|value",
        "/serving/hours/0/from|'8:00'|/serving/hours/0/from|format",
        "/serving/hours/0/until|'24:00'|/serving/hours/0/until|format",
        "/serving/emergency/-|{'kind':'email','address':'a@gmail.com','order':1}"
            + "|/serving/emergency/1/address|service-mailbox",
        "/serving/emergency/0/address|'020 7946 0990'|/serving/emergency/0/address|telephone",
        "/serving/emergency/0|{'kind':'feed','address':'feed','order':1}"
            + "|/serving/emergency/0/kind|value",
        "/serving/emergency/0/testedAt|'2026-01-01T00:00:00Z'|/serving/emergency/0/testedAt|value",
        "/serving/emergencyMinutes|0|/serving/emergencyMinutes|value",
        "/serving/emergencyMinutes|1441|/serving/emergencyMinutes|value",
        "/costs/0/kind|'bribe'|/costs/0/kind|value",
        "/costs/0/kind|'none'|/costs/0/amount|value",
        "/costs/0/amount|'12,50'|/costs/0/amount|format",
        "/costs/0/currency|'euro'|/costs/0/currency|format",
        "/costs/0/currency|null|/costs/0/currency|both",
        "/userNotice/kind|'perhaps'|/userNotice/kind|value"
      })
  void givenOneThingThatIsWrong_whenChecked_thenItAloneIsNamed(
      String pointer, String value, String named, String rule) {
    assertThat(wrong(pointer, value))
        .extracting(FieldError::pointer, FieldError::rule)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("/profile" + named, rule));
  }

  @Test
  void givenTextsThatAreTooLong_whenChecked_thenTheyAreNamed() {
    String text = '\'' + "x".repeat(401) + '\'';

    assertThat(wrong("/costs/0/text", text)).hasSize(1);
    assertThat(wrong("/userNotice/text", text)).hasSize(1);
    assertThat(wrong("/services/0/name", text)).hasSize(1);
    assertThat(wrong("/identifierFormats/0/name", text)).hasSize(1);
    assertThat(wrong("/legalEntities/0/registrationNumber", text)).hasSize(1);
  }

  @Test
  void givenTheLargestProfile_whenChecked_thenItIsTakenAndFarBelowWhatATopicHolds() {
    ProviderProfile largest = largest(40);

    assertThat(ProviderChecks.check("", largest)).isEmpty();
    assertThat(Wire.bytes(largest).length).isLessThan(HALF_A_MEGABYTE);
  }

  @Test
  void givenListsThatAreTooLong_whenChecked_thenEachIsNamed() {
    assertThat(ProviderChecks.check("", largest(41)))
        .extracting(FieldError::pointer, FieldError::rule)
        .contains(
            org.assertj.core.groups.Tuple.tuple("/services", "size"),
            org.assertj.core.groups.Tuple.tuple("/identifierFormats", "size"),
            org.assertj.core.groups.Tuple.tuple("/legalEntities", "size"),
            org.assertj.core.groups.Tuple.tuple("/costs", "size"),
            org.assertj.core.groups.Tuple.tuple("/serving/ways", "size"),
            org.assertj.core.groups.Tuple.tuple("/serving/hours", "size"),
            org.assertj.core.groups.Tuple.tuple("/serving/emergency", "size"),
            org.assertj.core.groups.Tuple.tuple("/serving/languages", "size"));
  }

  private static ProviderProfile largest(int services) {
    int more = services - 40;
    String text = "\u00fc".repeat(380);
    List<String> states = Collections.nCopies(250, "RO");
    List<String> ids =
        java.util.stream.IntStream.range(0, services).mapToObj(i -> "f-" + i).toList();
    List<DataHeld> data =
        ProviderChecks.CATEGORIES.stream().map(c -> new DataHeld(c, 36_500)).toList();
    List<Service> all =
        ids.stream()
            .map(
                id ->
                    new Service(
                        id, text, "https://example.org/" + "x".repeat(380), states, ids, data))
            .toList();
    List<IdentifierFormat> formats =
        ids.stream()
            .map(id -> new IdentifierFormat(id, text, "x".repeat(254), "x".repeat(254), text, text))
            .toList();
    return new ProviderProfile(
        Collections.nCopies(20 + more, new LegalEntity(text, "RO", text, states)),
        all,
        formats,
        new Serving(
            Collections.nCopies(40 + more, "en"),
            Collections.nCopies(10 + more, new Way("post", text)),
            "UTC",
            Collections.nCopies(50 + more, new Hours(List.of("MO"), "00:00", "00:00")),
            Collections.nCopies(20 + more, new Channel("telephone", "+44 20 7946 0990", 1, null)),
            60),
        Collections.nCopies(20 + more, new Cost("other", "EUR", "1.00", text)),
        new NoticePolicy("never", text));
  }

  private static List<FieldError> wrong(String pointer, String value) {
    return ProviderChecks.check("/profile", Profiles.acmeWith(pointer, value.replace('\'', '"')));
  }
}

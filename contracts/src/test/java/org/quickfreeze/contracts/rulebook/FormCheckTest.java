package org.quickfreeze.contracts.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.contracts.form.ExampleForms.aFraudForm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.form.ExampleForms;
import org.quickfreeze.contracts.form.PreservationForm;

class FormCheckTest {
  private static final Rulebook RULEBOOK = Rulebook.load();

  @ParameterizedTest
  @CsvSource({
    "/requestingAuthority, /requestingAuthority/organisation, BC 29(2)(a)",
    "/requestingAuthority/organisation, /requestingAuthority/organisation, BC 29(2)(a)",
    "/offences, /offences, BC 29(2)(b)",
    "/facts, /facts, BC 29(2)(b)",
    "/items, /items, BC 29(2)(c)",
    "/relation, /relation, BC 29(2)(c)",
    "/custodian, /custodian, BC 29(2)(d)",
    "/necessity, /necessity, BC 29(2)(e)",
    "/mutualAssistance, /mutualAssistance/intended, BC 29(2)(f)"
  })
  void givenAFormWithoutAnElement_whenChecked_thenTheFindingNamesFieldAndArticle(
      String removed, String pointer, String article) {
    List<Finding> errors = errors(aFraudForm().without(removed));

    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().pointer()).isEqualTo(pointer);
    assertThat(errors.getFirst().article()).isEqualTo(article);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/facts", "/relation", "/necessity", "/requestingAuthority/organisation"})
  void givenABlankElement_whenChecked_thenItIsMissing(String pointer) {
    assertThat(errors(aFraudForm().with(pointer, " \n"))).hasSize(1);
  }

  @Test
  void givenACustodianThatSaysNothing_whenChecked_thenItIsMissing() {
    assertThat(rules(aFraudForm().with("/custodian", Map.of("location", ""))))
        .containsExactly("BC-29-2-d");
    assertThat(rules(aFraudForm().with("/custodian", Map.of("location", "Bucharest")))).isEmpty();
  }

  @Test
  void givenNoIntentToAskForTheData_whenChecked_thenItIsRefused() {
    assertThat(rules(aFraudForm().with("/mutualAssistance/intended", false)))
        .containsExactly("BC-29-2-f");
  }

  @Test
  void givenAnEmptyForm_whenChecked_thenEveryElementIsNamedAndNothingFails() throws Exception {
    PreservationForm empty =
        Wire.read("{}".getBytes(StandardCharsets.UTF_8), PreservationForm.class);

    Set<String> found = new TreeSet<>();
    FormCheck.check(empty, RULEBOOK).forEach(finding -> found.add(finding.rule()));

    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            RULEBOOK.elements().stream().map(Rulebook.Element::rule).toList());
  }

  @Test
  void givenAnIpAddressWithoutATime_whenChecked_thenItIsRefused() {
    ExampleForms form = aFraudForm().without("/items/0/observations").without("/items/0/period");

    assertThat(errors(form))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo("ip-without-time");
              assertThat(finding.pointer()).isEqualTo("/items/0/observations");
            });
  }

  @Test
  void givenAnObservationWithoutATime_whenChecked_thenItIsRefused() {
    assertThat(rules(aFraudForm().without("/items/0/observations/0/at")))
        .containsExactly("observation-without-time");
  }

  @Test
  void givenAnIpAddressWithoutAPort_whenChecked_thenItIsTakenWithAWarning() {
    ExampleForms form =
        aFraudForm()
            .without("/items/0/observations/0/sourcePort")
            .without("/items/0/observations/1/sourcePort");

    assertThat(errors(form)).isEmpty();
    assertThat(warnings(form)).contains("ip-without-port");
  }

  @Test
  void givenAnUnknownZone_whenChecked_thenItIsFlaggedAndHasNoInstant() {
    ExampleForms form = aFraudForm().with("/items/0/observations/0/zone", "unknown");

    assertThat(errors(form)).isEmpty();
    assertThat(warnings(form)).contains("zone-unknown");
    assertThat(form.form().items().getFirst().observations().getFirst().instant()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CET, zone-malformed",
    "'', zone-missing",
    "+25:00, zone-malformed",
    "1, zone-malformed"
  })
  void givenAZoneThatIsNoOffset_whenChecked_thenItIsRefused(String zone, String rule) {
    assertThat(rules(aFraudForm().with("/items/0/observations/0/zone", zone)))
        .containsExactly(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "ip-address, 198.51.100.256",
    "ip-address, 198.51.100.023",
    "ip-address, 2001:db8::1::2",
    "ip-address, localhost",
    "email, no-at-sign.example",
    "email, @example.org",
    "email, a b@example.org",
    "email, a@example",
    "telephone, 020 7946 0199",
    "telephone, +44 20 abc",
    "url, example.org/u/1",
    "url, javascript:alert(1)",
    "url, https:///path",
    "domain, example",
    "domain, -a.example",
    "domain, 198.51.100.23"
  })
  void givenAMalformedIdentifier_whenChecked_thenItIsRefused(String type, String value) {
    ExampleForms form = withValue(type, value);

    assertThat(rules(form)).containsExactly("item-value-malformed");
  }

  @ParameterizedTest
  @CsvSource({
    "ip-address, 2001:db8::17",
    "email, Zoë.O'Neil+x@例え.example",
    "telephone, +44 20 7946 0199",
    "url, https://globex.example/u/1?x=y",
    "domain, login.example.org",
    "account, 'any thing that a service takes'"
  })
  void givenAWellFormedIdentifier_whenChecked_thenItIsTaken(String type, String value) {
    assertThat(errors(withValue(type, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ip-address, 2001:DB8:0:0::17, 2001:db8::17, true",
    "ip-address, 2001:db8::17, 2001:db8::18, false",
    "email, A@Example.org, a@example.org, true",
    "email, A@Example.org, b@example.org, false",
    "telephone, +44 (20) 7946-0199, +442079460199, true"
  })
  void givenANormalisedIdentifier_whenItIsNotThatOfTheValue_thenItIsRefused(
      String type, String value, String normalised, boolean same) {
    ExampleForms form = withValue(type, value).with("/items/0/normalised", normalised);

    assertThat(rules(form).contains("normalised-differs")).isEqualTo(!same);
  }

  @ParameterizedTest
  @CsvSource({
    "/urgency/level, CRITICAL, urgency-unknown",
    "/urgency/level, EMERGENCY, emergency-without-facts",
    "/urgency/reasons/0, boredom, urgency-reason-unknown",
    "/status/kind, copy, status-unknown",
    "/status/kind, extension, extension-without-previous",
    "/offences/0/code, BC-99, offence-unknown",
    "/custodian/provider, Jane Zyx-Marker-Doe, provider-id",
    "/items/0/id, 7, item-id",
    "/items/0/type, person, item-type-unknown",
    "/items/0/value, ' ', item-value-missing",
    "/items/0/holderRole, bystander, holder-role-unknown",
    "/items/0/categories/0, EVERYTHING, category-unknown",
    "/items/0/linkedBy, gossip, link-unknown",
    "/items/0/observations/0/destinationAddress, host.example, destination-malformed",
    "/attachments/0/sha256, abc, attachment-hash"
  })
  void givenAWordThatIsNotInTheRulebook_whenChecked_thenItIsRefusedThere(
      String pointer, String word, String rule) {
    List<Finding> errors = errors(aFraudForm().with(pointer, word));

    assertThat(errors).extracting(Finding::rule).containsExactly(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "/items/0/observations/0/sourcePort, 0, port-range",
    "/items/0/observations/0/destinationPort, 65536, port-range",
    "/items/0/observations/0/toleranceSeconds, -1, tolerance-negative",
    "/preservationDays, 0, days-not-positive"
  })
  void givenANumberOutOfRange_whenChecked_thenItIsRefused(String pointer, int number, String rule) {
    assertThat(rules(aFraudForm().with(pointer, number))).containsExactly(rule);
  }

  @Test
  void givenAnUrgentRequestWithoutAReason_whenChecked_thenItIsRefused() {
    assertThat(rules(aFraudForm().with("/urgency/reasons", List.of())))
        .containsExactly("urgent-without-reason");
  }

  @Test
  void givenAnOffenceOutsideTheConvention_whenItsProvisionIsMissing_thenItIsRefused() {
    assertThat(rules(aFraudForm().with("/offences/0", Map.of("code", "other"))))
        .containsExactly("offence-without-provision");
    assertThat(warnings(aFraudForm().without("/offences/0/provision")))
        .contains("offence-provision-missing");
  }

  @Test
  void givenAPeriodThatEndsBeforeItBegins_whenChecked_thenItIsRefused() {
    assertThat(rules(aFraudForm().with("/items/0/period/to", "2026-11-20T00:00:00Z")))
        .containsExactly("period-order");
    assertThat(rules(aFraudForm().without("/items/0/period/to")))
        .containsExactly("period-incomplete");
  }

  @Test
  void givenFewerDaysThanTheConventionGuarantees_whenChecked_thenAWarningSaysSo() {
    assertThat(errors(aFraudForm().with("/preservationDays", 30))).isEmpty();
    assertThat(warnings(aFraudForm().with("/preservationDays", 30))).contains("below-minimum");
    assertThat(warnings(aFraudForm().with("/preservationDays", 60))).isEmpty();
  }

  @Test
  void givenNoCategory_whenChecked_thenItIsRefused() {
    assertThat(rules(aFraudForm().with("/items/0/categories", List.of())))
        .containsExactly("categories-missing");
  }

  @Test
  void givenServiceAddressesThatCannotBeRight_whenChecked_thenWarningsPointAtThem() {
    ExampleForms form =
        aFraudForm()
            .with("/requestingAuthority/telephone", "12")
            .with("/confirmationContact/email", "nobody")
            .with("/investigatingAuthority/timeZone", "Mars/Olympus");

    assertThat(errors(form)).isEmpty();
    assertThat(warnings(form))
        .containsExactlyInAnyOrder("telephone-malformed", "email-malformed", "zone-name-unknown");
  }

  /** Whatever is missing, the check answers; and what it says quotes nothing of the form. */
  @Test
  void givenFormsWithRandomMembersRemoved_whenChecked_thenItAnswersAndQuotesNothing() {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 500; round++) {
      ExampleForms form = aFraudForm();
      for (int i = 0; i < 5; i++) {
        removeSomething(form, random);
      }

      List<Finding> findings = FormCheck.check(form.form(), RULEBOOK);

      assertThat(findings)
          .as("seed %d", seed)
          .noneMatch(finding -> finding.toString().toLowerCase(Locale.ROOT).contains("zyx-marker"))
          .allMatch(finding -> RULEBOOK.sources().containsKey(finding.article().split(" ", 2)[0]));
    }
  }

  private static void removeSomething(ExampleForms form, RandomGenerator random) {
    String pointer = "";
    var node = form.tree();
    do {
      List<String> names = new ArrayList<>();
      if (node.isObject()) {
        node.fieldNames().forEachRemaining(names::add);
      } else {
        for (int i = 0; i < node.size(); i++) {
          names.add(String.valueOf(i));
        }
      }
      if (names.isEmpty()) {
        return;
      }
      pointer += "/" + names.get(random.nextInt(names.size()));
      node = form.tree().at(pointer);
    } while (node.isContainerNode() && random.nextInt(4) > 0);
    form.without(pointer);
  }

  private static ExampleForms withValue(String type, String value) {
    return aFraudForm()
        .with("/items/0/type", type)
        .with("/items/0/value", value)
        .without("/items/0/normalised");
  }

  private static List<Finding> errors(ExampleForms form) {
    return FormCheck.check(form.form(), RULEBOOK).stream().filter(Finding::isError).toList();
  }

  private static List<String> rules(ExampleForms form) {
    return errors(form).stream().map(Finding::rule).toList();
  }

  private static List<String> warnings(ExampleForms form) {
    return FormCheck.check(form.form(), RULEBOOK).stream()
        .filter(finding -> !finding.isError())
        .map(Finding::rule)
        .toList();
  }
}

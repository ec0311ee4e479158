package org.quickfreeze.contracts.rulebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.form.DataItem;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.form.PreservationForm.Offence;
import org.quickfreeze.contracts.form.PreservationForm.Office;
import org.quickfreeze.contracts.form.PreservationForm.Status;
import org.quickfreeze.contracts.form.PreservationForm.Urgency;

/**
 * Says what a form lacks and what in it cannot be right. Which members are mandatory, and all
 * citations, severities and words, are the rulebook's.
 */
public final class FormCheck {
  private static final String ARTICLE = "BC-29";
  private static final String OUTSIDE_CONVENTION = "other";

  private final Findings findings;
  private final PreservationForm form;

  private FormCheck(PreservationForm form, Findings findings) {
    this.form = form;
    this.findings = findings;
  }

  /** All that is found, errors and warnings; a form without errors may be submitted. */
  public static List<Finding> check(PreservationForm form, Rulebook rulebook) {
    Findings findings = new Findings(rulebook);
    FormCheck check = new FormCheck(form, findings);
    check.completeness();
    check.status();
    check.urgency();
    check.offences();
    check.custodian();
    check.period();
    check.office("/requestedAuthority", form.requestedAuthority());
    check.office("/requestingAuthority", form.requestingAuthority());
    check.office("/investigatingAuthority", form.investigatingAuthority());
    check.contact();
    check.attachments();
    List<DataItem> items = form.items();
    IntStream.range(0, items.size()).forEach(i -> new ItemCheck(items.get(i), i, findings).check());
    return findings.all();
  }

  private void completeness() {
    JsonNode tree = Wire.mapper().valueToTree(form);
    findings.rulebook().elements().stream()
        .filter(element -> element.article().equals(ARTICLE))
        .filter(element -> isMissing(tree.at(element.pointer())))
        .forEach(findings::missing);
  }

  /** Nothing said: absent, blank, an empty list, an object without members, or an unset flag. */
  private static boolean isMissing(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> node.textValue().isBlank();
      case BOOLEAN -> !node.booleanValue();
      case ARRAY -> node.isEmpty();
      case OBJECT -> node.valueStream().allMatch(FormCheck::isMissing);
      case MISSING, NULL -> true;
      case NUMBER, BINARY, POJO -> false;
    };
  }

  private void status() {
    Status status = form.status();
    if (status == null || Findings.isBlank(status.kind())) {
      return;
    }
    findings.unless(
        findings.rulebook().vocabulary().status().contains(status.kind()),
        "/status/kind",
        "status-unknown");
    findings.unless(
        !status.kind().equals("extension") || !Findings.isBlank(status.previous()),
        "/status/previous",
        "extension-without-previous");
  }

  private void urgency() {
    Urgency urgency = form.urgency();
    if (urgency == null || Findings.isBlank(urgency.level())) {
      return;
    }
    Rulebook.UrgencyRules rules = findings.rulebook().urgency();
    findings.unless(rules.level(urgency.level()).isPresent(), "/urgency/level", "urgency-unknown");
    rules.level(urgency.level()).ifPresent(level -> shown(level, urgency));
    List<String> reasons = urgency.reasons();
    for (int i = 0; i < reasons.size(); i++) {
      findings.unless(
          Rulebook.has(rules.reasons(), reasons.get(i)),
          "/urgency/reasons/" + i,
          "urgency-reason-unknown");
    }
  }

  private void shown(Rulebook.Level level, Urgency urgency) {
    findings.unless(
        !level.needsRiskFacts() || !Findings.isBlank(urgency.riskFacts()),
        "/urgency/riskFacts",
        "emergency-without-facts");
    findings.unless(
        !level.needsReason() || !urgency.reasons().isEmpty(),
        "/urgency/reasons",
        "urgent-without-reason");
  }

  private void offences() {
    List<Offence> offences = form.offences();
    for (int i = 0; i < offences.size(); i++) {
      Offence offence = offences.get(i);
      boolean known = offence.code() != null && findings.rulebook().isOffence(offence.code());
      findings.unless(known, "/offences/" + i + "/code", "offence-unknown");
      if (Findings.isBlank(offence.provision())) {
        findings.unless(
            false,
            "/offences/" + i + "/provision",
            OUTSIDE_CONVENTION.equals(offence.code())
                ? "offence-without-provision"
                : "offence-provision-missing");
      }
    }
  }

  /** The id travels in events, in the clear; a name in its place would travel with it. */
  private void custodian() {
    if (form.custodian() != null && form.custodian().provider() != null) {
      findings.unless(
          Formats.isProviderId(form.custodian().provider()), "/custodian/provider", "provider-id");
    }
  }

  private void period() {
    Integer days = form.preservationDays();
    if (days == null) {
      return;
    }
    if (days < 1) {
      findings.unless(false, "/preservationDays", "days-not-positive");
      return;
    }
    long guaranteed = guaranteedDays();
    findings.unless(days >= guaranteed, "/preservationDays", "below-minimum");
  }

  private long guaranteedDays() {
    Duration minimum = findings.rulebook().clock("R3").minimum();
    return minimum == null ? 0 : minimum.toDays();
  }

  private void office(String at, @Nullable Office office) {
    if (office == null) {
      return;
    }
    telephone(at + "/telephone", office.telephone());
    telephone(at + "/mobile", office.mobile());
    telephone(at + "/fax", office.fax());
    email(at + "/email", office.email());
    findings.unless(
        Findings.isBlank(office.timeZone()) || isZone(office.timeZone()),
        at + "/timeZone",
        "zone-name-unknown");
  }

  private void contact() {
    PreservationForm.Contact contact = form.confirmationContact();
    if (contact == null) {
      return;
    }
    telephone("/confirmationContact/telephone", contact.telephone());
    telephone("/confirmationContact/mobile", contact.mobile());
    email("/confirmationContact/email", contact.email());
  }

  private void telephone(String pointer, @Nullable String number) {
    findings.unless(
        number == null || number.isBlank() || Formats.isTelephone(number),
        pointer,
        "telephone-malformed");
  }

  private void email(String pointer, @Nullable String address) {
    findings.unless(
        address == null || address.isBlank() || Formats.isEmail(address),
        pointer,
        "email-malformed");
  }

  private void attachments() {
    for (int i = 0; i < form.attachments().size(); i++) {
      findings.unless(
          Formats.isSha256(form.attachments().get(i).sha256()),
          "/attachments/" + i + "/sha256",
          "attachment-hash");
    }
  }

  private static boolean isZone(@Nullable String name) {
    try {
      ZoneId.of(String.valueOf(name));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}

package org.quickfreeze.registry.provider;

import com.google.re2j.PatternSyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.ProviderProfile;
import org.quickfreeze.contracts.directory.ProviderProfile.Cost;
import org.quickfreeze.contracts.directory.ProviderProfile.DataHeld;
import org.quickfreeze.contracts.directory.ProviderProfile.IdentifierFormat;
import org.quickfreeze.contracts.directory.ProviderProfile.LegalEntity;
import org.quickfreeze.contracts.directory.ProviderProfile.Service;

/** What a provider's profile must look like (Guidelines of 2008, paragraphs 6, 47 to 50, 54). */
public final class ProviderChecks {
  static final String LAW = "S2 50";

  /** Kinds of data (BC 1, 18). */
  static final List<String> CATEGORIES = List.of("SUBSCRIBER", "TRAFFIC", "CONTENT");

  private static final List<String> COSTS =
      List.of("none", "per-order", "per-identifier", "per-hour", "other");
  private static final List<String> NOTICES = List.of("never", "unless-forbidden", "always");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,2})?");
  private static final int MOST_STATES = 250;
  private static final int MOST_ENTITIES = 20;
  private static final int MOST_SERVICES = 40;
  private static final int LONGEST_PATTERN = 254;
  private static final int MOST_FORMATS = 40;
  private static final int MOST_COSTS = 20;
  private static final int HUNDRED_YEARS = 36_500;

  private final Faults faults = new Faults(LAW);

  private ProviderChecks() {}

  /** What is wrong with a profile; pointers begin with {@code at}. */
  public static List<FieldError> check(String at, ProviderProfile profile) {
    ProviderChecks checks = new ProviderChecks();
    checks.legalEntities(at + "/legalEntities", profile.legalEntities());
    checks.formats(at + "/identifierFormats", profile.identifierFormats());
    checks.services(at + "/services", profile.services(), profile.identifierFormats());
    checks.costs(at + "/costs", profile.costs());
    if (profile.serving() != null) {
      checks.faults.addAll(ServingChecks.check(at + "/serving", profile.serving()));
    }
    if (profile.userNotice() != null) {
      checks.faults.oneOf(at + "/userNotice/kind", NOTICES, profile.userNotice().kind());
      checks.faults.optionalText(at + "/userNotice/text", profile.userNotice().text());
    }
    return checks.faults.errors();
  }

  private void legalEntities(String at, List<LegalEntity> entities) {
    faults.size(at, entities.size(), MOST_ENTITIES);
    for (int i = 0; i < entities.size(); i++) {
      LegalEntity entity = entities.get(i);
      faults.text(at + '/' + i + "/name", entity.name());
      faults.state(at + '/' + i + "/country", entity.country());
      faults.optionalText(at + '/' + i + "/registrationNumber", entity.registrationNumber());
      faults.states(at + '/' + i + "/ordersFrom", entity.ordersFrom(), MOST_STATES);
    }
  }

  private void services(String at, List<Service> services, List<IdentifierFormat> formats) {
    faults.size(at, services.size(), MOST_SERVICES);
    Set<String> known =
        formats.stream().map(format -> String.valueOf(format.id())).collect(Collectors.toSet());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < services.size(); i++) {
      Service service = services.get(i);
      faults.code(at + '/' + i + "/id", service.id());
      faults.once(at + '/' + i + "/id", String.valueOf(service.id()), seen);
      service(at + '/' + i, service, known);
    }
  }

  private void service(String at, Service service, Set<String> formats) {
    faults.text(at + "/name", service.name());
    if (service.link() != null) {
      faults.https(at + "/link", service.link());
    }
    faults.states(at + "/countries", service.countries(), MOST_STATES);
    List<String> named = service.identifierFormats();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < named.size(); i++) {
      faults.once(at + "/identifierFormats/" + i, named.get(i), seen);
      if (!formats.contains(named.get(i))) {
        faults.add(
            at + "/identifierFormats/" + i, "reference", "is no identifier format of this profile");
      }
    }
    data(at + "/data", service.data());
  }

  private void data(String at, List<DataHeld> data) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < data.size(); i++) {
      faults.oneOf(at + '/' + i + "/category", CATEGORIES, data.get(i).category());
      faults.once(at + '/' + i + "/category", String.valueOf(data.get(i).category()), seen);
      faults.number(at + '/' + i + "/retentionDays", data.get(i).retentionDays(), 0, HUNDRED_YEARS);
    }
  }

  private void formats(String at, List<IdentifierFormat> formats) {
    faults.size(at, formats.size(), MOST_FORMATS);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < formats.size(); i++) {
      IdentifierFormat format = formats.get(i);
      faults.code(at + '/' + i + "/id", format.id());
      faults.once(at + '/' + i + "/id", String.valueOf(format.id()), seen);
      faults.text(at + '/' + i + "/name", format.name());
      pattern(at + '/' + i, format.pattern(), format.example());
      standard(at + '/' + i, format);
    }
  }

  private void standard(String at, IdentifierFormat format) {
    faults.optionalText(at + "/owner", format.owner());
    faults.optionalText(at + "/standardName", format.standardName());
    if ((format.owner() == null) != (format.standardName() == null)) {
      faults.add(at + "/standardName", "both", "goes together with owner");
    }
  }

  private void pattern(String at, @Nullable String pattern, @Nullable String example) {
    if (pattern == null || pattern.isEmpty() || pattern.length() > LONGEST_PATTERN) {
      faults.add(
          at + "/pattern", "pattern", "must have from 1 to " + LONGEST_PATTERN + " characters");
      return;
    }
    try {
      // no engine that goes back and tries again: a pattern comes from outside
      if (example == null || !com.google.re2j.Pattern.matches(pattern, example)) {
        faults.add(at + "/example", "example", "must be an identifier that the pattern matches");
      }
    } catch (PatternSyntaxException e) {
      faults.add(
          at + "/pattern",
          "pattern",
          "is no regular expression of RE2 (no look-around or references)");
    }
  }

  private void costs(String at, List<Cost> costs) {
    faults.size(at, costs.size(), MOST_COSTS);
    for (int i = 0; i < costs.size(); i++) {
      cost(at + '/' + i, costs.get(i));
    }
  }

  private void cost(String at, Cost cost) {
    faults.oneOf(at + "/kind", COSTS, cost.kind());
    faults.optionalText(at + "/text", cost.text());
    if ((cost.amount() == null) != (cost.currency() == null)) {
      faults.add(at + "/currency", "both", "goes together with amount");
    }
    if (cost.amount() != null) {
      faults.matches(at + "/amount", AMOUNT, cost.amount(), "a decimal, at most two places");
    }
    if (cost.currency() != null) {
      faults.matches(at + "/currency", CURRENCY, cost.currency(), "three letters (ISO 4217)");
    }
    if ("none".equals(cost.kind()) && cost.amount() != null) {
      faults.add(at + "/amount", "value", "is for what costs something");
    }
  }
}

package org.quickfreeze.contracts.rulebook;

import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.form.DataItem;
import org.quickfreeze.contracts.form.DataItem.Observation;
import org.quickfreeze.contracts.form.DataItem.Period;
import org.quickfreeze.contracts.form.IpAddress;

/** Looks at one data item as a provider would: can it be found with what is said? */
final class ItemCheck {
  private static final String IP = "ip-address";
  private static final String UNKNOWN_ZONE = "unknown";

  private final DataItem item;
  private final int index;
  private final String at;
  private final Findings findings;
  private final Rulebook.Vocabulary words;

  ItemCheck(DataItem item, int index, Findings findings) {
    this.item = item;
    this.index = index;
    this.at = "/items/" + index;
    this.findings = findings;
    this.words = findings.rulebook().vocabulary();
  }

  void check() {
    findings.unless(String.valueOf(index + 1).equals(item.id()), at + "/id", "item-id");
    findings.unless(isKnown(words.itemTypes(), item.type()), at + "/type", "item-type-unknown");
    value();
    categories();
    findings.unless(
        item.holderRole() == null || isKnown(words.holderRoles(), item.holderRole()),
        at + "/holderRole",
        "holder-role-unknown");
    links();
    period();
    for (int i = 0; i < item.observations().size(); i++) {
      observation(at + "/observations/" + i, item.observations().get(i));
    }
    if (IP.equals(item.type())) {
      address();
    }
  }

  private void value() {
    if (Findings.isBlank(item.value())) {
      findings.unless(false, at + "/value", "item-value-missing");
      return;
    }
    boolean formed = isFormed(item.value());
    findings.unless(formed, at + "/value", "item-value-malformed");
    String normalised = item.normalised();
    if (normalised != null && formed) {
      findings.unless(
          isFormed(normalised) && canonical(normalised).equals(canonical(item.value())),
          at + "/normalised",
          "normalised-differs");
    }
  }

  private boolean isFormed(String value) {
    return switch (String.valueOf(item.type())) {
      case IP -> IpAddress.parse(value).isPresent();
      case "email" -> Formats.isEmail(value);
      case "telephone" -> Formats.isTelephone(value);
      case "url" -> Formats.isUrl(value);
      case "domain" -> Formats.isDomain(value);
      default -> true;
    };
  }

  /** What two spellings of one identifier have in common; how a service folds names is its own. */
  private String canonical(String value) {
    return switch (String.valueOf(item.type())) {
      case IP -> IpAddress.parse(value).map(IpAddress::toString).orElse(value);
      case "email", "domain" -> value.strip().toLowerCase(Locale.ROOT);
      case "telephone" -> Formats.digits(value);
      default -> item.value();
    };
  }

  private void categories() {
    findings.unless(!item.categories().isEmpty(), at + "/categories", "categories-missing");
    for (int i = 0; i < item.categories().size(); i++) {
      findings.unless(
          isKnown(words.categories(), item.categories().get(i)),
          at + "/categories/" + i,
          "category-unknown");
    }
  }

  private void links() {
    if (!Objects.equals(item.linkedAccountsWanted(), true)) {
      return;
    }
    if (Findings.isBlank(item.linkedBy())) {
      findings.unless(false, at + "/linkedBy", "link-missing");
      return;
    }
    findings.unless(isKnown(words.links(), item.linkedBy()), at + "/linkedBy", "link-unknown");
  }

  private void period() {
    Period period = item.period();
    if (period == null) {
      return;
    }
    if (period.from() == null || period.to() == null) {
      findings.unless(false, at + "/period", "period-incomplete");
      return;
    }
    findings.unless(period.from().isBefore(period.to()), at + "/period", "period-order");
  }

  private void observation(String here, Observation seen) {
    findings.unless(seen.at() != null, here + "/at", "observation-without-time");
    zone(here + "/zone", seen.zone());
    port(here + "/sourcePort", seen.sourcePort());
    port(here + "/destinationPort", seen.destinationPort());
    findings.unless(
        seen.toleranceSeconds() == null || seen.toleranceSeconds() >= 0,
        here + "/toleranceSeconds",
        "tolerance-negative");
    findings.unless(
        seen.destinationAddress() == null || IpAddress.parse(seen.destinationAddress()).isPresent(),
        here + "/destinationAddress",
        "destination-malformed");
  }

  private void zone(String here, @Nullable String zone) {
    if (zone == null || zone.isBlank()) {
      findings.unless(false, here, "zone-missing");
    } else if (zone.equals(UNKNOWN_ZONE)) {
      findings.unless(false, here, "zone-unknown");
    } else {
      findings.unless(isOffset(zone), here, "zone-malformed");
    }
  }

  private void port(String here, @Nullable Integer port) {
    findings.unless(port == null || (port >= 1 && port <= 65_535), here, "port-range");
  }

  /**
   * An address is lent for a while and shared by many: time says by whom, the port by which one.
   */
  private void address() {
    boolean timed =
        item.observations().stream().anyMatch(o -> o.at() != null) || item.period() != null;
    findings.unless(timed, at + "/observations", "ip-without-time");
    findings.unless(
        item.observations().stream().anyMatch(o -> o.sourcePort() != null),
        at + "/observations",
        "ip-without-port");
  }

  private static boolean isOffset(String zone) {
    return parsed(zone).isPresent();
  }

  private static Optional<ZoneOffset> parsed(String zone) {
    try {
      return Optional.of(ZoneOffset.of(zone));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isKnown(List<String> words, @Nullable String word) {
    return word != null && words.contains(word);
  }
}

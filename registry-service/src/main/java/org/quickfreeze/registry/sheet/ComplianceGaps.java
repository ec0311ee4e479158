package org.quickfreeze.registry.sheet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;

/** What a compliance programme lacks, by rules with a source each. */
final class ComplianceGaps {

  private final List<Found> found = new ArrayList<>();

  private ComplianceGaps() {}

  /** Where a rule comes from, and whether providers are told. */
  enum Rule {
    NO_CONTACT_POINT("no-contact-point", "BC 35(1), S2 21, 39", true),
    NO_TELEPHONE("no-telephone", "S2 24, 39", true),
    NO_MAILBOX("no-mailbox", "S2 24, 39", true),
    NO_LANGUAGE("no-language", "S2 39, 50", true),
    NO_HOURS("no-hours", "S2 39", true),
    NO_SIGNING_KEY("no-signing-key", "S2 24", true),
    NO_ENCRYPTION_KEY("no-encryption-key", "S2 15, 32", true),
    NO_DUTY_RECIPIENT("no-duty-recipient", "S2 15, 32", false),
    NO_RECOVERY_RECIPIENT("no-recovery-recipient", "S2 15, 32", false),
    NO_ROTA("no-rota", "BC 35(1)", false),
    UNCOVERED("uncovered", "BC 35(1)", false),
    NEVER_ATTESTED("never-attested", "BC 27(2)(d)", false),
    STALE("stale", "BC 27(2)(d)", false),
    NEVER_TESTED("never-tested", "BC 35(1)", false),
    NO_ROLES("no-roles", "S0 4, S2 21", false),
    NO_POWERS("no-powers", "BC 29(1), 35(1)", false),
    NO_LAW("no-law", "BC 35(1)", false),
    NOBODY_AUTHORISED("nobody-authorised", "S2 22", false),
    NOBODY_TRAINED("nobody-trained", "S2 21, BC 35(3)", false),
    UNCHECKED("unchecked", "S0 4", false),
    NO_SERVICES("no-services", "S2 50", true),
    NO_PROGRAMME_CONTACT("no-programme-contact", "S2 47, 48, 50", true),
    NO_DATA_TYPES("no-data-types", "S2 50", true);

    private final String code;
    private final String source;
    private final boolean forProviders;

    Rule(String code, String source, boolean forProviders) {
      this.code = code;
      this.source = source;
      this.forProviders = forProviders;
    }

    String code() {
      return code;
    }

    String source() {
      return source;
    }

    boolean forProviders() {
      return forProviders;
    }
  }

  /**
   * A rule that is not kept.
   *
   * @param about id of what does not keep it
   * @param count of hours, channels or entries; 0 where there is nothing to count
   */
  record Found(Rule rule, String about, long count) {}

  /** Gaps of an authority (S2 39). */
  static List<Found> of(AuthorityFacts facts) {
    ComplianceGaps gaps = new ComplianceGaps();
    String id = facts.authority().id();
    gaps.when(facts.points().isEmpty(), Rule.NO_CONTACT_POINT, id);
    facts.points().forEach(point -> gaps.point(facts, point));
    gaps.keys(facts.keys(), id);
    gaps.recipients(facts.keys(), id);
    gaps.law(facts, id);
    gaps.people(facts, id);
    return List.copyOf(gaps.found);
  }

  /**
   * Gaps of a provider (S2 50). Hours, contact and data types have no place in a provider's entry
   * yet, so they are missing of every provider.
   */
  static List<Found> of(ProviderFacts facts) {
    ComplianceGaps gaps = new ComplianceGaps();
    String id = facts.provider().id();
    gaps.when(facts.provider().services().isEmpty(), Rule.NO_SERVICES, id);
    gaps.when(facts.provider().languages().isEmpty(), Rule.NO_LANGUAGE, id);
    gaps.found.add(new Found(Rule.NO_PROGRAMME_CONTACT, id, 0));
    gaps.found.add(new Found(Rule.NO_DATA_TYPES, id, 0));
    gaps.keys(facts.keys(), id);
    return List.copyOf(gaps.found);
  }

  private void point(AuthorityFacts facts, ContactPoint point) {
    String id = point.id();
    when(lacks(point, "telephone"), Rule.NO_TELEPHONE, id);
    when(lacks(point, "email"), Rule.NO_MAILBOX, id);
    when(point.languages().isEmpty(), Rule.NO_LANGUAGE, id);
    when(point.officeHours().isBlank(), Rule.NO_HOURS, id);
    when(point.rota() == null && !facts.past(), Rule.NO_ROTA, id);
    count(hoursUncovered(facts, point), Rule.UNCOVERED, id);
    when(point.attestedUntil() == null, Rule.NEVER_ATTESTED, id);
    when(point.isStale(facts.at()), Rule.STALE, id);
    count(
        point.channels().stream().filter(channel -> channel.testedAt() == null).count(),
        Rule.NEVER_TESTED,
        id);
  }

  private static boolean lacks(ContactPoint point, String kind) {
    return point.channels().stream().map(Channel::kind).noneMatch(kind::equals);
  }

  /** In hours, those that have begun counted as whole ones. */
  private static long hoursUncovered(AuthorityFacts facts, ContactPoint point) {
    long minutes =
        facts.uncovered(point).stream()
            .mapToLong(gap -> Duration.between(gap.from(), gap.until()).toMinutes())
            .sum();
    return (minutes + 59) / 60;
  }

  private void keys(List<KeySince> keys, String id) {
    when(isMissing(keys, "sig"), Rule.NO_SIGNING_KEY, id);
    when(isMissing(keys, "enc"), Rule.NO_ENCRYPTION_KEY, id);
  }

  private void recipients(List<KeySince> keys, String id) {
    when(isMissing(keys, "age-duty"), Rule.NO_DUTY_RECIPIENT, id);
    when(isMissing(keys, "age-recovery"), Rule.NO_RECOVERY_RECIPIENT, id);
  }

  private static boolean isMissing(List<KeySince> keys, String use) {
    return keys.stream().noneMatch(key -> key.use().equals(use));
  }

  private void law(AuthorityFacts facts, String id) {
    when(facts.authority().roles() == null, Rule.NO_ROLES, id);
    when(facts.authority().powers() == null, Rule.NO_POWERS, id);
    when(
        facts.party() == null || facts.party().law() == null,
        Rule.NO_LAW,
        "party/" + facts.authority().party());
    count(unchecked(facts), Rule.UNCHECKED, id);
  }

  private static long unchecked(AuthorityFacts facts) {
    long open = 0;
    if (facts.authority().powers() != null) {
      open += facts.authority().powers().stream().filter(power -> power.check()).count();
    }
    if (facts.authority().roles() != null) {
      open += facts.authority().roles().mandates().stream().filter(one -> one.check()).count();
      open += facts.authority().roles().networks().stream().filter(one -> one.check()).count();
    }
    return open;
  }

  private void people(AuthorityFacts facts, String id) {
    boolean nobody = facts.senders().isEmpty();
    when(nobody, Rule.NOBODY_AUTHORISED, id);
    when(!nobody && facts.senders().stream().noneMatch(facts::trained), Rule.NOBODY_TRAINED, id);
  }

  private void when(boolean missing, Rule rule, String about) {
    if (missing) {
      found.add(new Found(rule, about, 0));
    }
  }

  private void count(long missing, Rule rule, String about) {
    if (missing > 0) {
      found.add(new Found(rule, about, missing));
    }
  }
}

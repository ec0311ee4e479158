package org.quickfreeze.registry.entity;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.sealing.AgeRecipient;
import org.quickfreeze.backbone.sealing.Jwk;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.contact.ChannelChecks;
import org.quickfreeze.registry.duty.RotaChecks;
import org.quickfreeze.registry.law.LawChecks;
import org.quickfreeze.registry.provider.ProviderChecks;

/** What an entity must look like before it enters the register. */
final class EntityChecks {
  private static final Pattern PARTY = Pattern.compile("[A-Z]{2}");
  private static final Pattern SLUG = Pattern.compile("[a-z0-9-]{3,40}");
  private static final String SLUG_FORM = "3 to 40 of a-z, 0-9 and hyphen";
  private static final Set<String> USES = Set.of("sig", "enc", "age");
  private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final List<String> ROLES =
      List.of(
          "officer",
          "supervisor",
          "judicial",
          "central-authority",
          "translator",
          "secretariat",
          "provider",
          "auditor",
          "operator",
          "dpo");

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
  private static final Pattern CALLER = Pattern.compile("[0-9a-f]{64}");

  private final List<FieldError> errors = new ArrayList<>();
  private final Known known;

  private EntityChecks(Known known) {
    this.known = known;
  }

  /** What the register holds already. */
  interface Known {
    boolean inForce(String entity) throws SQLException;

    /** Ids of the providers in force that come to Kafka as this client. */
    Set<String> providersOf(String kafkaClient) throws SQLException;
  }

  /** The id by which an entity is addressed. */
  static String id(DirectoryEntity body) {
    return switch (body) {
      case DirectoryEntity.Party party -> party.code();
      case DirectoryEntity.Authority authority -> authority.id();
      case DirectoryEntity.ContactPoint point -> point.id();
      case DirectoryEntity.Provider provider -> provider.id();
      case DirectoryEntity.Key key -> key.kid();
      case DirectoryEntity.Caller caller -> caller.id();
    };
  }

  static List<FieldError> check(DirectoryEntity body, Known known, LawBook law, Instant now)
      throws SQLException {
    EntityChecks checks = new EntityChecks(known);
    switch (body) {
      case DirectoryEntity.Party party -> {
        checks.matches("/code", PARTY, party.code(), "two capital letters (ISO 3166-1)");
        checks.required("/nameEn", party.nameEn());
        checks.required("/nameFr", party.nameFr());
        checks.errors.addAll(LawChecks.check(party, law, now));
      }
      case DirectoryEntity.Authority authority -> checks.authority(authority, law);
      case DirectoryEntity.ContactPoint point -> checks.contactPoint(point);
      case DirectoryEntity.Provider provider -> checks.provider(provider);
      case DirectoryEntity.Key key -> checks.key(key);
      case DirectoryEntity.Caller caller -> {
        checks.caller(caller);
        checks.errors.addAll(MeasureChecks.check(caller, law));
      }
    }
    return checks.errors;
  }

  private void authority(DirectoryEntity.Authority authority, LawBook law) throws SQLException {
    matches("/id", SLUG, authority.id(), SLUG_FORM);
    required("/office", authority.office());
    for (int i = 0; i < authority.kinds().size(); i++) {
      if (!RoleChecks.KINDS.contains(authority.kinds().get(i))) {
        errors.add(
            new FieldError(
                "/kinds/" + i,
                "value",
                null,
                "must be one of " + String.join(", ", RoleChecks.KINDS)));
      }
    }
    if (authority.roles() != null) {
      errors.addAll(RoleChecks.check(authority.roles()));
    }
    if (!required("/party", authority.party())) {
      return;
    }
    refers("/party", "party/", authority.party());
    ofParty("/id", authority.id(), authority.party());
    List<DirectoryEntity.Power> powers =
        authority.powers() == null ? List.of() : authority.powers();
    errors.addAll(LawChecks.powers(powers, law));
    for (int i = 0; i < powers.size(); i++) {
      String through = powers.get(i).through();
      if (through != null) {
        refers("/powers/" + i + "/through", "authority/", through);
        ofParty("/powers/" + i + "/through", through, authority.party());
      }
    }
  }

  private void contactPoint(DirectoryEntity.ContactPoint point) throws SQLException {
    matches("/id", SLUG, point.id(), SLUG_FORM);
    if (required("/authority", point.authority())) {
      refers("/authority", "authority/", point.authority());
    }
    languages(point.languages());
    if (!ZoneId.getAvailableZoneIds().contains(String.valueOf(point.timeZone()))) {
      errors.add(new FieldError("/timeZone", "value", null, "is no name in the IANA database"));
    }
    required("/officeHours", point.officeHours());
    errors.addAll(ChannelChecks.check("/channels", point.channels()));
    if (point.rota() != null) {
      errors.addAll(RotaChecks.check("/rota", point.rota()));
    }
  }

  private void provider(DirectoryEntity.Provider provider) throws SQLException {
    matches("/id", SLUG, provider.id(), SLUG_FORM);
    required("/legalName", provider.legalName());
    matches("/country", PARTY, provider.country(), "two capital letters (ISO 3166-1)");
    languages(provider.languages());
    if (provider.profile() != null) {
      errors.addAll(ProviderChecks.check("/profile", provider.profile()));
    }
    String client = provider.kafkaClient();
    if (client == null) {
      return;
    }
    // it becomes the name of a principal at the broker, where a star would mean everybody
    matches("/kafkaClient", SLUG, client, SLUG_FORM);
    if (!Set.of(provider.id()).containsAll(known.providersOf(client))) {
      errors.add(
          new FieldError("/kafkaClient", "unique", null, "is the client of another provider"));
    }
  }

  private void key(DirectoryEntity.Key key) throws SQLException {
    if (!USES.contains(String.valueOf(key.use()))) {
      errors.add(new FieldError("/use", "value", "RFC 7517, 4.2", "must be sig, enc or age"));
    }
    if (!known.inForce(String.valueOf(key.owner()))) {
      errors.add(new FieldError("/owner", "reference", null, "is not in the register"));
    }
    boolean age = Recipients.isOne(key);
    String thumbprint =
        age ? AgeRecipient.thumbprintOrEmpty(key.jwk()) : Jwk.thumbprintOrEmpty(key.jwk());
    if (thumbprint.isEmpty() || !thumbprint.equals(key.kid())) {
      String curve = age ? "X25519" : "P-256";
      errors.add(
          new FieldError(
              "/kid",
              "thumbprint",
              "RFC 7638",
              "is not the thumbprint of a public " + curve + " key"));
    }
    if (age
        ? !Recipients.PURPOSES.contains(String.valueOf(key.purpose()))
        : key.purpose() != null) {
      errors.add(
          new FieldError(
              "/purpose", "value", null, "must be duty or recovery, and is for age keys alone"));
    }
    String replaces = key.replaces();
    if (replaces != null && (replaces.equals(key.kid()) || !KID.matcher(replaces).matches())) {
      errors.add(new FieldError("/replaces", "format", null, "must be the kid of another key"));
    }
  }

  private void caller(DirectoryEntity.Caller caller) throws SQLException {
    matches("/id", CALLER, caller.id(), "64 hexadecimal digits");
    if (!ROLES.contains(String.valueOf(caller.role()))) {
      errors.add(
          new FieldError("/role", "value", null, "must be one of " + String.join(", ", ROLES)));
    }
    refers("/party", "party/", caller.party());
    refers("/authority", "authority/", caller.authority());
    refers("/provider", "provider/", caller.provider());
    if (caller.authority() != null) {
      ofParty("/authority", caller.authority(), String.valueOf(caller.party()));
    }
    String client = caller.kafkaClient();
    String provider = caller.provider();
    if (provider != null && caller.authority() != null) {
      errors.add(
          new FieldError(
              "/provider", "one-side", null, "is for nobody who speaks for an authority"));
    }
    if (client != null
        && (provider == null || !Set.of(provider).containsAll(known.providersOf(client)))) {
      errors.add(
          new FieldError("/kafkaClient", "reference", null, "is not the client of its provider"));
    }
  }

  /** Ids of authorities begin with their Party's code. */
  private void ofParty(String pointer, @Nullable String authority, String party) {
    String prefix = party.toLowerCase(Locale.ROOT) + '-';
    if (!String.valueOf(authority).startsWith(prefix)) {
      errors.add(new FieldError(pointer, "party", null, "must begin with " + prefix));
    }
  }

  private void languages(List<String> tags) {
    for (int i = 0; i < tags.size(); i++) {
      matches("/languages/" + i, LANGUAGE, tags.get(i), "a language tag (RFC 5646)");
    }
  }

  private boolean required(String pointer, @Nullable String value) {
    boolean there = value != null && !value.isBlank();
    if (!there) {
      errors.add(new FieldError(pointer, "required", null, "is missing"));
    }
    return there;
  }

  private void matches(String pointer, Pattern pattern, @Nullable String value, String form) {
    if (value == null || !pattern.matcher(value).matches()) {
      errors.add(new FieldError(pointer, "format", null, "must be " + form));
    }
  }

  private void refers(String pointer, String prefix, @Nullable String id) throws SQLException {
    if (id != null && !known.inForce(prefix + id)) {
      errors.add(new FieldError(pointer, "reference", null, "is not in the register"));
    }
  }
}

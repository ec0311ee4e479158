package org.quickfreeze.registry.entity;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.sealing.Jwk;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/** What an entity must look like before it enters the register. */
final class EntityChecks {
  private static final Pattern PARTY = Pattern.compile("[A-Z]{2}");
  private static final Pattern SLUG = Pattern.compile("[a-z0-9-]{3,40}");
  private static final Pattern CALLER = Pattern.compile("[0-9a-f]{64}");

  private final List<FieldError> errors = new ArrayList<>();
  private final Known known;

  private EntityChecks(Known known) {
    this.known = known;
  }

  /** Whether an entity is in force. */
  @FunctionalInterface
  interface Known {
    boolean inForce(String entity) throws SQLException;
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

  static List<FieldError> check(DirectoryEntity body, Known known) throws SQLException {
    EntityChecks checks = new EntityChecks(known);
    switch (body) {
      case DirectoryEntity.Party party ->
          checks.matches("/code", PARTY, party.code(), "two capital letters (ISO 3166-1)");
      case DirectoryEntity.Authority authority -> {
        checks.matches("/id", SLUG, authority.id(), "lower-case letters, digits and hyphens");
        checks.refers("/party", "party/", authority.party());
      }
      case DirectoryEntity.ContactPoint point -> {
        checks.matches("/id", SLUG, point.id(), "lower-case letters, digits and hyphens");
        checks.refers("/authority", "authority/", point.authority());
      }
      case DirectoryEntity.Provider provider ->
          checks.matches("/id", SLUG, provider.id(), "3 to 40 of a-z, 0-9 and hyphen");
      case DirectoryEntity.Key key -> checks.key(key);
      case DirectoryEntity.Caller caller -> checks.caller(caller);
    }
    return checks.errors;
  }

  private void key(DirectoryEntity.Key key) throws SQLException {
    if (!known.inForce(key.owner())) {
      errors.add(new FieldError("/owner", "reference", null, "is not in the register"));
    }
    if (!key.kid().equals(Jwk.thumbprintOrEmpty(key.jwk()))) {
      errors.add(
          new FieldError(
              "/kid", "thumbprint", "RFC 7638", "is not the thumbprint of a public P-256 key"));
    }
  }

  private void caller(DirectoryEntity.Caller caller) throws SQLException {
    matches("/id", CALLER, caller.id(), "64 hexadecimal digits");
    refers("/party", "party/", caller.party());
    refers("/authority", "authority/", caller.authority());
    refers("/provider", "provider/", caller.provider());
  }

  private void matches(String pointer, Pattern pattern, String value, String form) {
    if (!pattern.matcher(value).matches()) {
      errors.add(new FieldError(pointer, "format", null, "must be " + form));
    }
  }

  private void refers(String pointer, String prefix, @Nullable String id) throws SQLException {
    if (id != null && !known.inForce(prefix + id)) {
      errors.add(new FieldError(pointer, "reference", null, "is not in the register"));
    }
  }
}

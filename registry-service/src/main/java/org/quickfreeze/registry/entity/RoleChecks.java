package org.quickfreeze.registry.entity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.AuthorityRoles;
import org.quickfreeze.contracts.directory.AuthorityRoles.Mandate;
import org.quickfreeze.contracts.directory.AuthorityRoles.Membership;

/** What an authority is for and which networks it belongs to, in the register's words. */
final class RoleChecks {
  /** BC 35, 27(2)(c), 24(7); P2 6(6), 7(5)(e), 8(10); and who gives orders at home. */
  static final List<String> KINDS =
      List.of(
          "contact-point-24-7",
          "central-authority",
          "extradition-authority",
          "p2-6-consultation",
          "p2-7-notification",
          "p2-8-authority",
          "prosecutor",
          "judge",
          "ministry",
          "police",
          "interpol-ncb");

  private static final List<String> STAGES = List.of("pre-trial", "trial", "enforcement");

  /** BC 35; G7; UN Convention, Art. 41; INTERPOL's I-24/7. */
  private static final List<String> NETWORKS =
      List.of("budapest-24-7", "g7-24-7", "un-24-7", "interpol");

  private static final int MOST = 50;
  private static final int LONGEST_TEXT = 400;

  private final List<FieldError> errors = new ArrayList<>();

  private RoleChecks() {}

  static List<FieldError> check(AuthorityRoles roles) {
    RoleChecks checks = new RoleChecks();
    checks.size("/roles/mandates", roles.mandates().size());
    checks.size("/roles/networks", roles.networks().size());
    if (roles.mandates().isEmpty()) {
      checks.error("/roles/mandates", "required", "must have an entry: what is it for?");
    }
    for (int i = 0; i < roles.mandates().size(); i++) {
      checks.mandate("/roles/mandates/" + i, roles.mandates().get(i));
    }
    for (int i = 0; i < roles.networks().size(); i++) {
      checks.membership("/roles/networks/" + i, roles.networks().get(i));
    }
    return checks.errors;
  }

  private void mandate(String at, Mandate mandate) {
    oneOf(at + "/kind", KINDS, mandate.kind());
    for (int i = 0; i < mandate.stages().size(); i++) {
      oneOf(at + "/stages/" + i, STAGES, mandate.stages().get(i));
    }
    days(at, mandate.from(), mandate.until());
    source(at, mandate.source());
  }

  private void membership(String at, Membership membership) {
    oneOf(at + "/network", NETWORKS, membership.network());
    days(at, membership.from(), membership.until());
    source(at, membership.source());
  }

  private void oneOf(String pointer, List<String> words, @Nullable String word) {
    if (!words.contains(String.valueOf(word))) {
      error(pointer, "value", "must be one of " + String.join(", ", words));
    }
  }

  private void days(String at, @Nullable LocalDate from, @Nullable LocalDate until) {
    if (from != null && until != null && !until.isAfter(from)) {
      error(at + "/until", "order", "must lie after from");
    }
  }

  private void source(String at, @Nullable String source) {
    if (source == null || source.isBlank() || source.length() > LONGEST_TEXT) {
      error(at + "/source", "required", "is needed, in at most 400 characters");
    }
  }

  private void size(String pointer, int size) {
    if (size > MOST) {
      error(pointer, "size", "must have at most " + MOST + " entries");
    }
  }

  private void error(String pointer, String rule, String message) {
    errors.add(new FieldError(pointer, rule, null, message));
  }
}

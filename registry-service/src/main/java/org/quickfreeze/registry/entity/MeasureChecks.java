package org.quickfreeze.registry.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity.Caller;
import org.quickfreeze.contracts.law.LawBook;

/** What an authorised person may send, and that somebody has trained them for it. */
final class MeasureChecks {
  private static final Set<String> SENDERS =
      Set.of("officer", "supervisor", "judicial", "central-authority");

  private MeasureChecks() {}

  static List<FieldError> check(Caller caller, LawBook law) {
    List<FieldError> errors = new ArrayList<>();
    Set<String> kinds = new TreeSet<>(law.kinds().stream().map(LawBook.Kind::kind).toList());
    for (int i = 0; i < caller.measures().size(); i++) {
      if (!kinds.contains(caller.measures().get(i))) {
        errors.add(
            new FieldError(
                "/measures/" + i, "value", null, "must be one of " + String.join(", ", kinds)));
      }
    }
    if (caller.measures().isEmpty()) {
      return errors;
    }
    if (caller.authority() == null || !SENDERS.contains(String.valueOf(caller.role()))) {
      errors.add(
          new FieldError(
              "/measures", "senders", "S2 21, 22", "are for people who send for an authority"));
    }
    if (caller.trainedUntil() == null) {
      errors.add(
          new FieldError(
              "/trainedUntil",
              "required",
              "BC 35(3)",
              "is missing: who may send has been trained, until a date"));
    }
    return errors;
  }
}

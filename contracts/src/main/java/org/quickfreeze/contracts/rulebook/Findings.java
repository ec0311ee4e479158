package org.quickfreeze.contracts.rulebook;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is found, with the words of the rulebook. */
final class Findings {
  private final Rulebook rulebook;
  private final List<Finding> found = new ArrayList<>();

  Findings(Rulebook rulebook) {
    this.rulebook = rulebook;
  }

  Rulebook rulebook() {
    return rulebook;
  }

  List<Finding> all() {
    return List.copyOf(found);
  }

  void missing(Rulebook.Element element) {
    found.add(
        new Finding(
            element.pointer(), element.rule(), element.cite(), element.severity(), element.text()));
  }

  void unless(boolean fulfilled, String pointer, String rule) {
    if (!fulfilled) {
      Rulebook.Check check = rulebook.check(rule);
      found.add(new Finding(pointer, rule, check.cite(), check.severity(), check.text()));
    }
  }

  static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}

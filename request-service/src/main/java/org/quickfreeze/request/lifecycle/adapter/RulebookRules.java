package org.quickfreeze.request.lifecycle.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.rulebook.Finding;
import org.quickfreeze.contracts.rulebook.FormCheck;
import org.quickfreeze.contracts.rulebook.Rulebook;
import org.quickfreeze.request.lifecycle.application.Intake;
import org.quickfreeze.request.lifecycle.application.Outcome;
import org.quickfreeze.request.lifecycle.domain.ClockName;
import org.quickfreeze.request.lifecycle.domain.Rules;

/** The rulebook as the lifecycle and the intake need it. */
final class RulebookRules implements Intake.FormRules {
  private static final String PRESERVATION = "BC-29";

  private final Rulebook rulebook;

  RulebookRules(Rulebook rulebook) {
    this.rulebook = rulebook;
  }

  /** What the lifecycle of a preservation obeys. */
  Rules preservation() {
    Rulebook.Clock preserved = rulebook.clock("R3");
    Duration minimum = preserved.minimum() == null ? Rules.LEGAL_MINIMUM : preserved.minimum();
    return new Rules(
        PRESERVATION,
        Map.of(
            ClockName.ACKNOWLEDGEMENT, soft("R1"),
            ClockName.ACTION_REPORT, soft("R1b"),
            ClockName.PROVIDER_ACKNOWLEDGEMENT, soft("R2a"),
            ClockName.PRESERVATION_EFFECTED, soft("R2b")),
        minimum,
        preserved.warnDaysLeft(),
        rulebook.groundsOf(PRESERVATION),
        reasons());
  }

  @Override
  public List<Outcome.Finding> errors(PreservationForm form) {
    return FormCheck.check(form, rulebook).stream()
        .filter(Finding::isError)
        .map(f -> new Outcome.Finding(f.pointer(), f.rule(), f.article(), f.message()))
        .toList();
  }

  @Override
  public String version() {
    return rulebook.version();
  }

  private Rules.SoftClock soft(String rule) {
    return new Rules.SoftClock(rule, rulebook.clock(rule).durations());
  }

  private Set<String> reasons() {
    return rulebook.nonExecution().stream().map(Rulebook.Term::code).collect(Collectors.toSet());
  }
}

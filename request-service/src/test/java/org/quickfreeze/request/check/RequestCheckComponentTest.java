package org.quickfreeze.request.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.PartyLaw;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.contracts.rulebook.Finding;
import org.quickfreeze.contracts.rulebook.Rulebook;
import org.quickfreeze.request.check.HolderHints.Hint;
import org.quickfreeze.request.check.RequestCheck.Hindered;
import org.quickfreeze.request.check.RequestCheck.Report;
import org.quickfreeze.request.fixture.RequestDatabase;
import org.quickfreeze.request.fixture.World;
import org.quickfreeze.request.lifecycle.application.Outcome;
import org.quickfreeze.request.lifecycle.application.SendingRules;

/** What an officer of France is told before asking Romania. */
@Timeout(120)
class RequestCheckComponentTest {
  private static final Act.Side ROMANIA = new Act.Side("RO", "ro-24-7");

  private final World world = new World();
  private final String part = "test/" + UUID.randomUUID();
  private final RequestCheck check =
      new RequestCheck(
          world.directory,
          Rulebook.load(),
          new Bases(LawBook.load()),
          world.wiring.intake(),
          new SendingRules(world.directory));

  @AfterEach
  void theRangesAreForgotten() {
    world.transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx -> {
          tx.later("delete from request.held_range where part = ?", part);
          return tx.update("delete from request.range_part where key = ?", part);
        });
  }

  @Test
  void givenACompleteForm_whenChecked_thenItIsSendableAndItsSubmissionIsTaken() {
    Report report = check(World.form());

    assertThat(report.findings()).noneMatch(Finding::isError);
    assertThat(report.hindrances()).isEmpty();
    assertThat(report.hints()).isEmpty();
    assertThat(report.sendable()).isTrue();
    assertThat(world.submit(world.submission(UUID.randomUUID()))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void givenAFormThatLacksSomething_whenChecked_thenTheArticleIsCitedAndNothingIsKept() {
    long before = RequestDatabase.number("select count(*) from request.request");

    Report report = check(form(form -> form.remove("offences")));

    assertThat(report.sendable()).isFalse();
    assertThat(report.findings())
        .filteredOn(Finding::isError)
        .extracting(Finding::pointer, Finding::article)
        .containsExactly(tuple("/form/offences", "BC 29(2)(b)"));
    assertThat(RequestDatabase.number("select count(*) from request.request")).isEqualTo(before);
  }

  @Test
  void givenAnAuthorityThatIsNotThere_whenChecked_thenItIsSaidWithTheRest() {
    Report report =
        check(new Act.Side("RO", "ro-nobody"), form(form -> form.remove("offences")), officer());

    assertThat(report.sendable()).isFalse();
    assertThat(report.findings()).extracting(Finding::pointer).contains("/to", "/form/offences");
  }

  @Test
  void givenAStateThatTheConventionDoesNotBind_whenChecked_thenTheBasisIsMissing() {
    world.register.says(
        new DirectoryEntity.Party("RO", "Romania", "Roumanie", "reciprocity", List.of(), null));

    Report report = check(World.form());

    assertThat(report.sendable()).isFalse();
    assertThat(report.findings())
        .filteredOn(Finding::isError)
        .extracting(Finding::pointer, Finding::rule)
        .containsExactly(tuple("/to/party", "basis"));
  }

  @Test
  void givenADeclaration_whenChecked_thenItIsTold() {
    PartyLaw law =
        new PartyLaw(
            List.of(
                new PartyLaw.Treaty(
                    "BC", null, null, LocalDate.parse("2004-09-01"), null, "treaty office", false)),
            List.of(
                new PartyLaw.Statement(
                    "BC-29(4)", List.of(), List.of(), null, null, "declaration", false)));
    world.register.says(
        new DirectoryEntity.Party("RO", "Romania", "Roumanie", "party", List.of(), law));

    assertThat(check(World.form()).notices())
        .extracting(Bases.Notice::party, Bases.Notice::code)
        .containsExactly(tuple("RO", "BC-29(4)"));
  }

  @Test
  void givenSomebodyWithoutTraining_whenChecked_thenUrgentMayGoWithAReasonAndRoutineNot() {
    Report urgent = check(ROMANIA, World.form(), untrained());
    Report routine = check(ROMANIA, form(form -> form.remove("urgency")), untrained());

    assertThat(urgent.hindrances())
        .extracting(Hindered::code, Hindered::breakable)
        .containsExactly(tuple("untrained", true));
    assertThat(routine.hindrances())
        .extracting(Hindered::code, Hindered::breakable)
        .containsExactly(tuple("untrained", false));
    assertThat(routine.sendable()).isFalse();
  }

  @Test
  void givenAnAddressOfAnotherState_whenChecked_thenItIsHintedAndStillSendable() {
    heldBy("country/DE");

    Report report = check(World.form());

    assertThat(report.hints())
        .extracting(Hint::pointer, Hint::code)
        .containsExactly(tuple("/form/items/0", "held-elsewhere"));
    assertThat(report.sendable()).isTrue();
  }

  @Test
  void givenAnAddressOfAnotherProvider_whenChecked_thenItIsHinted() {
    heldBy("provider/globex");

    assertThat(check(named("acme")).hints())
        .extracting(Hint::code)
        .containsExactly("other-provider");
    assertThat(check(named("globex")).hints()).isEmpty();
    assertThat(check(named(null)).hints()).extracting(Hint::code).containsExactly("provider-known");
  }

  @Test
  void givenARangeThatEndedBeforeItWasSeen_whenChecked_thenItSaysNothing() {
    held("country/DE", LocalDate.parse("2020-01-01"));

    assertThat(check(World.form()).hints()).isEmpty();
  }

  @Test
  void givenUrgencyThatIsSaidToBeRoutine_whenSomebodyIsUntrained_thenNoReasonHelps() {
    Report report =
        check(
            ROMANIA, form(form -> form.putObject("urgency").put("level", "ROUTINE")), untrained());

    assertThat(report.findings()).noneMatch(Finding::isError);
    assertThat(report.hindrances())
        .extracting(Hindered::code, Hindered::breakable)
        .containsExactly(tuple("untrained", false));
    assertThat(report.sendable()).isFalse();
  }

  @Test
  void givenTwoItems_whenTheSecondIsOfAnotherState_thenTheHintPointsToIt() {
    heldBy("country/DE");

    Report report =
        check(
            form(
                form -> {
                  ObjectNode other = form.withArray("items").get(0).deepCopy();
                  form.withArray("items").insert(0, other.put("value", "203.0.113.9"));
                }));

    assertThat(report.hints()).extracting(Hint::pointer).containsExactly("/form/items/1");
  }

  private Report check(PreservationForm form) {
    return check(ROMANIA, form, officer());
  }

  private Report check(Act.Side to, PreservationForm form, Caller caller) {
    return world.transactions.<Report, RuntimeException>inTransaction(
        caller.scope(), tx -> check.check(tx, caller, to, form, world.now));
  }

  private Caller officer() {
    return world.france.officer();
  }

  private static Caller untrained() {
    return new Caller(
        "ab".repeat(32), "officer", "FR", "fr-24-7", null, List.of(), Set.of("preservation"), null);
  }

  private void heldBy(String holder) {
    held(holder, null);
  }

  private void held(String holder, @Nullable LocalDate to) {
    world.register.says(
        new DirectoryEntity.Provider("globex", "Globex SRL", "RO", List.of(), null, List.of()));
    world.transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx -> {
          tx.later("insert into request.range_part (key, version) values (?, 1)", part);
          return tx.update(
              """
              insert into request.held_range (part, kind, key, holder, list, as_of, basis, valid_to)
              values (?, 'ip', '198.51.100.0/24', ?, 'a-list', '2026-11-01', 'declared', ?)""",
              part,
              holder,
              to);
        });
  }

  private static PreservationForm named(@Nullable String provider) {
    return form(form -> form.putObject("custodian").put("provider", provider));
  }

  private static PreservationForm form(Consumer<ObjectNode> change) {
    ObjectNode form = Wire.mapper().valueToTree(World.form());
    change.accept(form);
    try {
      return Wire.read(Wire.bytes(form), PreservationForm.class);
    } catch (Wire.Unreadable e) {
      throw new AssertionError(e);
    }
  }
}

package org.quickfreeze.registry.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.contracts.directory.DirectoryEntity.Caller;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;

/** What a compliance programme lacks. */
class ComplianceGapsTest {
  private static final Instant NOW = SheetFacts.NOW;

  @Test
  void givenAWholeProgramme_whenItIsChecked_thenThereAreNoGaps() {
    assertThat(ComplianceGaps.of(facts(SheetFacts.point(), SheetFacts.keys(), false))).isEmpty();
  }

  @Test
  void givenNothingButAName_whenItIsChecked_thenEveryRuleOfAnAuthoritySpeaks() {
    AuthorityFacts bare =
        new AuthorityFacts(
            SheetFacts.bareAuthority(), null, List.of(), List.of(), List.of(), NOW, false);
    assertThat(codes(ComplianceGaps.of(bare)))
        .containsExactly(
            "no-contact-point",
            "no-signing-key",
            "no-encryption-key",
            "no-duty-recipient",
            "no-recovery-recipient",
            "no-roles",
            "no-powers",
            "no-law",
            "nobody-authorised");
  }

  @Test
  void givenAPointWithoutAnything_whenItIsChecked_thenEveryRuleOfAPointSpeaks() {
    ContactPoint bare =
        new ContactPoint(
            "qm-desk", "qm-24-7", List.of(SheetFacts.untested()), List.of(), "UTC", "", null, null);
    assertThat(codes(ComplianceGaps.of(facts(bare, SheetFacts.keys(), false))))
        .containsExactly(
            "no-telephone",
            "no-mailbox",
            "no-language",
            "no-hours",
            "no-rota",
            "never-attested",
            "never-tested");
    assertThat(codes(ComplianceGaps.of(facts(bare, SheetFacts.keys(), true))))
        .doesNotContain("no-rota");
  }

  @Test
  void givenAWeekdayRota_whenItIsChecked_thenTheHoursWithoutAnybodyAreCounted() {
    assertThat(ComplianceGaps.of(facts(SheetFacts.weekdaysOnly(), SheetFacts.keys(), false)))
        .containsExactly(new ComplianceGaps.Found(ComplianceGaps.Rule.UNCOVERED, "qm-desk", 96));
  }

  @Test
  void givenAnOldWord_whenItIsChecked_thenItIsStale() {
    ContactPoint stale = SheetFacts.point().attested(NOW.minusSeconds(1));
    assertThat(codes(ComplianceGaps.of(facts(stale, SheetFacts.keys(), false))))
        .containsExactly("stale");
  }

  @ParameterizedTest
  @CsvSource({
    "sig, no-signing-key",
    "enc, no-encryption-key",
    "age-duty, no-duty-recipient",
    "age-recovery, no-recovery-recipient"
  })
  void givenNoKeyForAUse_whenItIsChecked_thenItIsMissing(String use, String gap) {
    List<KeySince> others =
        SheetFacts.keys().stream().filter(key -> !key.use().equals(use)).toList();

    assertThat(codes(ComplianceGaps.of(facts(SheetFacts.point(), others, false))))
        .containsExactly(gap);
  }

  @Test
  void givenTrainingThatHasRunOut_whenItIsChecked_thenNobodyIsTrained() {
    AuthorityFacts whole = facts(SheetFacts.point(), SheetFacts.keys(), false);
    AuthorityFacts later =
        new AuthorityFacts(
            whole.authority(),
            whole.party(),
            whole.points(),
            List.of(SheetFacts.person(NOW)),
            whole.keys(),
            NOW,
            false);
    assertThat(codes(ComplianceGaps.of(later))).containsExactly("nobody-trained");
  }

  @Test
  void givenSomebodyWhoMaySendNothing_whenItIsChecked_thenNobodyIsAuthorised() {
    AuthorityFacts whole = facts(SheetFacts.point(), SheetFacts.keys(), false);
    Caller idle =
        new Caller(
            "0123456789abcdef",
            "officer",
            "QM",
            "qm-24-7",
            null,
            List.of(),
            List.of(),
            NOW.plusSeconds(1),
            null);
    AuthorityFacts without =
        new AuthorityFacts(
            whole.authority(),
            whole.party(),
            whole.points(),
            List.of(idle),
            whole.keys(),
            NOW,
            false);

    assertThat(codes(ComplianceGaps.of(without))).containsExactly("nobody-authorised");
  }

  @Test
  void givenAProvider_whenItIsChecked_thenWhatItsEntryCannotHoldIsMissing() {
    assertThat(codes(ComplianceGaps.of(new ProviderFacts(SheetFacts.provider(), List.of(), NOW))))
        .containsExactly(
            "no-programme-contact", "no-data-types", "no-signing-key", "no-encryption-key");
  }

  private static AuthorityFacts facts(ContactPoint point, List<KeySince> keys, boolean past) {
    return new AuthorityFacts(
        SheetFacts.authority(),
        SheetFacts.party(),
        List.of(point),
        List.of(SheetFacts.person(NOW.plusSeconds(1))),
        keys,
        NOW,
        past);
  }

  private static List<String> codes(List<ComplianceGaps.Found> found) {
    return found.stream().map(gap -> gap.rule().code()).toList();
  }
}

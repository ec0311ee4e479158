package org.quickfreeze.registry.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.AuthorityRoles;
import org.quickfreeze.contracts.directory.AuthorityRoles.Mandate;
import org.quickfreeze.contracts.directory.AuthorityRoles.Membership;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.duty.Competences.Wanted;
import org.quickfreeze.registry.fixture.RegistryDatabase;

/** A State whose prosecutor is the one before trial and whose ministry is the one after it. */
@Timeout(120)
class CompetencesComponentTest {
  private static final Instant IN_2026 = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant IN_2027 = Instant.parse("2027-06-01T00:00:00Z");
  private static final LocalDate NEW_YEAR = LocalDate.of(2027, 1, 1);

  private final Transactions transactions = RegistryDatabase.transactions();
  private final DirectoryCopy directory = new DirectoryCopy();
  private final Competences competences = new Competences(directory);

  @BeforeEach
  void aState() {
    RegistryDatabase.enter(
        transactions,
        "party/XS",
        new DirectoryEntity.Party("XS", "Anywhere", "Ailleurs", "party", List.of(), null));
    authority(
        "xs-prosecutor",
        List.of(mandate("central-authority", List.of("pre-trial"), null, null)),
        List.of());
    authority(
        "xs-ministry",
        List.of(
            mandate("central-authority", List.of("trial", "enforcement"), null, null),
            mandate("extradition-authority", List.of(), null, null)),
        List.of());
    authority(
        "xs-desk",
        List.of(
            mandate("contact-point-24-7", List.of(), null, null),
            mandate("p2-7-notification", List.of(), NEW_YEAR, null)),
        List.of(
            new Membership("budapest-24-7", null, null, "a source", true),
            new Membership("g7-24-7", NEW_YEAR, null, "a source", true)));
    RegistryDatabase.enter(
        transactions,
        "authority/xs-old",
        new DirectoryEntity.Authority(
            "xs-old", "XS", List.of("central-authority"), "Office", null, null));
    directory.load(transactions);
  }

  @Test
  void givenAStage_whenTheCentralAuthorityIsAsked_thenTheOneForItIsNamed() {
    assertThat(found("central-authority", "pre-trial", null, IN_2026))
        .containsExactly("xs-old", "xs-prosecutor");
    assertThat(found("central-authority", "enforcement", null, IN_2026))
        .containsExactly("xs-ministry", "xs-old");
    assertThat(found("extradition-authority", "trial", null, IN_2026))
        .containsExactly("xs-ministry");
  }

  @Test
  void givenAnAuthorityWhoseRolesAreNotKnown_whenItIsFound_thenThatIsSaid() {
    assertThat(competences.of("XS", new Wanted("central-authority", "trial", null), IN_2026))
        .hasValueSatisfying(
            all ->
                assertThat(all)
                    .extracting(one -> one.authority() + " " + one.stages())
                    .containsExactly("xs-ministry true", "xs-old false"));
  }

  @Test
  void givenARoleThatBeginsLater_whenItIsAskedBefore_thenNobodyHasIt() {
    assertThat(found("p2-7-notification", null, null, IN_2026)).isEmpty();
    assertThat(found("p2-7-notification", null, null, IN_2027)).containsExactly("xs-desk");
  }

  @Test
  void givenANetwork_whenItsMembersAreAsked_thenThoseOfThatDayAreNamed() {
    assertThat(found(null, null, "budapest-24-7", IN_2026)).containsExactly("xs-desk");
    assertThat(found(null, null, "g7-24-7", IN_2026)).isEmpty();
    assertThat(found(null, null, "g7-24-7", IN_2027)).containsExactly("xs-desk");
  }

  @Test
  void givenAStateThatIsNone_whenAsked_thenThereIsNothing() {
    assertThat(competences.of("QQ", new Wanted(null, null, null), IN_2026)).isEmpty();
  }

  private List<String> found(
      @Nullable String kind, @Nullable String stage, @Nullable String network, Instant at) {
    return competences.of("XS", new Wanted(kind, stage, network), at).orElseThrow().stream()
        .map(Competences.Competent::authority)
        .toList();
  }

  private void authority(String id, List<Mandate> mandates, List<Membership> networks) {
    RegistryDatabase.enter(
        transactions,
        "authority/" + id,
        new DirectoryEntity.Authority(
            id, "XS", List.of(), "Office", null, new AuthorityRoles(mandates, networks)));
  }

  private static Mandate mandate(
      String kind, List<String> stages, @Nullable LocalDate from, @Nullable LocalDate until) {
    return new Mandate(kind, stages, from, until, "a source", true);
  }
}

package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.FileKeyVault;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.ProviderProfile;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.directory.DirectoryPublisher;
import org.quickfreeze.registry.entity.Changes.Confirmation;
import org.quickfreeze.registry.entity.Changes.Outcome;
import org.quickfreeze.registry.entity.Changes.Via;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.fixture.RegistryDatabase;
import org.quickfreeze.registry.provider.Profiles;
import org.quickfreeze.stack.TestParts;

/** A provider's profile in a real database, and somebody who would like to get its orders. */
@Timeout(120)
class ProviderProfileComponentTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final By SETUP = new By("5e7", "secretariat", null, null);
  private static final String OLD_NUMBER = "+44 20 7946 0990";
  private static final String NEW_NUMBER = "+44 20 7946 0991";

  private final Transactions transactions = RegistryDatabase.transactions();
  private final EntityRegister register =
      new EntityRegister(
          new DirectoryPublisher(
              new Outbox(() -> {}),
              FileKeyVault.open(TestParts.stack().vault("registry-service")).signer("register")),
          LawBook.load(),
          Period.ofMonths(6));
  private final Changes changes =
      new Changes(register, (caller, at) -> true, Duration.ofDays(14), Duration.ofDays(3));
  private final String id = "qi-" + UUID.randomUUID().toString().substring(0, 8);
  private final Caller author = secretary("a" + id);
  private final Caller approver = secretary("b" + id);
  private long version;

  @BeforeEach
  void setUp() {
    Instant longAgo = NOON.minus(Duration.ofDays(100));
    EntityRegister.Outcome outcome =
        transactions.<EntityRegister.Outcome, RuntimeException>inTransaction(
            Scope.system(), tx -> register.create(tx, SETUP, provider(OLD_NUMBER), longAgo));
    assertThat(outcome).isInstanceOf(EntityRegister.Outcome.Done.class);
    version = ((EntityRegister.Outcome.Done) outcome).version();
  }

  @Test
  void givenAProfile_whenItIsRead_thenItIsAsItWasWritten() {
    assertThat(present().profile()).isEqualTo(Profiles.acme());
  }

  @Test
  void givenANewEmergencyNumber_whenTheOldOneConfirms_thenItIsApplied() {
    UUID change = waits(propose(provider(NEW_NUMBER)));

    assertThat(approve(change, null)).isInstanceOf(Outcome.Waits.class);
    assertThat(present()).isEqualTo(provider(OLD_NUMBER));
    assertThat(approve(change, by(OLD_NUMBER))).isInstanceOf(Outcome.Applied.class);
    assertThat(present()).isEqualTo(provider(NEW_NUMBER));
  }

  @Test
  void givenANewEmergencyNumber_whenItOrALetterWouldConfirmIt_thenNothingChanges() {
    UUID change = waits(propose(provider(NEW_NUMBER)));

    assertThat(approve(change, by(NEW_NUMBER))).isInstanceOf(Outcome.NotWritten.class);
    assertThat(approve(change, new Confirmation(null, "A letter", "head of unit")))
        .isInstanceOf(Outcome.NotWritten.class);
    assertThat(present()).isEqualTo(provider(OLD_NUMBER));
  }

  @Test
  void givenOtherCosts_whenSomebodyElseApproves_thenTheyAreAppliedWithoutAskingTheProvider() {
    ProviderProfile old = Profiles.acme();
    ProviderProfile free =
        new ProviderProfile(
            old.legalEntities(),
            old.services(),
            old.identifierFormats(),
            old.serving(),
            List.of(),
            old.userNotice());
    UUID change = waits(propose(provider(OLD_NUMBER).with(free)));

    assertThat(approve(change, null)).isInstanceOf(Outcome.Applied.class);
    assertThat(present().profile()).isEqualTo(free);
  }

  @Test
  void givenAProfileThatCannotBe_whenItIsProposed_thenTheFieldIsNamed() {
    Outcome outcome = propose(provider("0990"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.NotWritten.class,
            not ->
                assertThat(not.why())
                    .isInstanceOfSatisfying(
                        EntityRegister.Outcome.Invalid.class,
                        invalid ->
                            assertThat(invalid.errors())
                                .extracting(error -> error.pointer())
                                .containsExactly("/profile/serving/emergency/0/address")));
  }

  private DirectoryEntity.Provider provider(String emergency) {
    ProviderProfile acme = Profiles.acme();
    ProviderProfile.Serving serving = Objects.requireNonNull(acme.serving());
    ProviderProfile.Serving reached =
        new ProviderProfile.Serving(
            serving.languages(),
            serving.ways(),
            serving.timeZone(),
            serving.hours(),
            List.of(new Channel("telephone", emergency, 1, null)),
            serving.emergencyMinutes());
    return new DirectoryEntity.Provider(
        id,
        "Acme Networks SRL",
        "RO",
        List.of("mail"),
        null,
        List.of("en"),
        new ProviderProfile(
            acme.legalEntities(),
            acme.services(),
            acme.identifierFormats(),
            reached,
            acme.costs(),
            acme.userNotice()));
  }

  private DirectoryEntity.Provider present() {
    return transactions
        .<Optional<DirectoryEntity.Provider>, RuntimeException>inTransaction(
            Scope.system(),
            tx ->
                EntityRegister.present(
                    tx, "provider/" + id, DirectoryEntity.Provider.class, NOON.plusSeconds(1)))
        .orElseThrow();
  }

  private Outcome propose(DirectoryEntity body) {
    return transactions.<Outcome, RuntimeException>inTransaction(
        author.scope(), tx -> changes.propose(tx, author, body, version, NOON));
  }

  private Outcome approve(UUID change, @Nullable Confirmation confirmation) {
    return transactions.<Outcome, RuntimeException>inTransaction(
        approver.scope(), tx -> changes.approve(tx, approver, change, confirmation, NOON));
  }

  private static UUID waits(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Waits.class);
    return ((Outcome.Waits) outcome).id();
  }

  private static Confirmation by(String number) {
    return new Confirmation(new Via("telephone", number), null, "duty desk");
  }

  private static Caller secretary(String id) {
    return new Caller(id, "secretariat", null, null, null, List.of(), Set.of(), null);
  }
}

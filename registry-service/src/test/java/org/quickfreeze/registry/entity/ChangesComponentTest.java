package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.sealing.FileKeyVault;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.registry.directory.DirectoryPublisher;
import org.quickfreeze.registry.entity.Changes.Confirmation;
import org.quickfreeze.registry.entity.Changes.Outcome;
import org.quickfreeze.registry.entity.Changes.Via;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.entity.FourEyes.Refusal;
import org.quickfreeze.registry.fixture.RegistryDatabase;
import org.quickfreeze.stack.TestParts;

/** Two people, a real database, and somebody who would like to take a contact point over. */
@Timeout(120)
class ChangesComponentTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final Duration PROPOSAL_AGE = Duration.ofDays(14);
  private static final Duration CHANNEL_AGE = Duration.ofDays(3);

  /** No other test enters this State: what came before its entry would miss it. */
  private static final String STATE = "QX";

  private static final String OLD_NUMBER = "+44 20 7946 0100";
  private static final String NEW_NUMBER = "+44 20 7946 0199";
  private static final By SETUP = new By("5e7", "secretariat", null, null);

  private final Transactions transactions = RegistryDatabase.transactions();
  private final EntityRegister register =
      new EntityRegister(
          new DirectoryPublisher(
              new Outbox(() -> {}),
              FileKeyVault.open(TestParts.stack().vault("registry-service")).signer("register")),
          LawBook.load(),
          Period.ofMonths(6));
  private final Set<String> ended = new HashSet<>();
  private final Changes changes =
      new Changes(register, (caller, at) -> !ended.contains(caller), PROPOSAL_AGE, CHANNEL_AGE);
  private final String authority = "qx-" + UUID.randomUUID().toString().substring(0, 8);
  private final String stranger = "qx-" + UUID.randomUUID().toString().substring(0, 8);
  private final String desk = authority + "-desk";
  private final Caller ann = person("a" + authority, "officer", authority);
  private final Caller bob = person("b" + authority, "supervisor", authority);
  private final Caller eve = person("e" + authority, "officer", stranger);
  private final Caller secretary = person("5ec" + authority, "secretariat", null);
  private final Caller second = person("5ed" + authority, "secretariat", null);
  private Instant now = NOON;
  private long version;

  @BeforeEach
  void setUp() {
    Instant longAgo = NOON.minus(Duration.ofDays(100));
    in(
        tx ->
            register.create(
                tx,
                SETUP,
                new DirectoryEntity.Party(STATE, "Anywhere", "Ailleurs", "party", List.of(), null),
                longAgo));
    for (String id : List.of(authority, stranger)) {
      in(
          tx ->
              register.create(
                  tx,
                  SETUP,
                  new DirectoryEntity.Authority(id, STATE, List.of(), "Desk", null, null),
                  longAgo));
    }
    version = written(in(tx -> register.create(tx, SETUP, point(OLD_NUMBER), longAgo)));
  }

  @Test
  void givenANewNumber_whenAColleagueApprovesAndTheOldNumberConfirms_thenItIsApplied() {
    UUID change = waits(propose(ann, point(NEW_NUMBER), version));

    assertThat(approve(bob, change, null)).isEqualTo(new Outcome.Waits(change));
    assertThat(numbers()).containsExactly(OLD_NUMBER);
    Outcome applied = approve(secretary, change, by(OLD_NUMBER));

    assertThat(applied).isInstanceOf(Outcome.Applied.class);
    assertThat(numbers()).containsExactly(NEW_NUMBER);
    JsonNode event = events("contact-point/" + desk).getLast();
    assertThat(event.path("actor").asText()).isEqualTo("officer");
    assertThat(event.path("approver").asText()).isEqualTo("supervisor");
    assertThat(event.path("change").asText()).isEqualTo(change.toString());
  }

  @Test
  void givenAProposal_whenItsAuthorApprovesOrConfirmsIt_thenTheyMayNotAndNothingMoves() {
    UUID own = waits(propose(ann, point(NEW_NUMBER), version));
    UUID network = waits(propose(secretary, point(NEW_NUMBER, OLD_NUMBER), version));

    assertThat(approve(ann, own, null)).isEqualTo(new Outcome.NotAllowed(Refusal.OWN_CHANGE));
    assertThat(approve(secretary, network, by(OLD_NUMBER)))
        .isEqualTo(new Outcome.NotAllowed(Refusal.OWN_CHANGE));
    assertThat(approve(bob, own, by(OLD_NUMBER)))
        .isEqualTo(new Outcome.NotAllowed(Refusal.CONFIRMED_BY_THE_SECRETARIAT));
    assertThat(numbers()).containsExactly(OLD_NUMBER);
  }

  @Test
  void givenAStrangersProposal_whenSomebodyOfAnotherAuthorityAsks_thenTheyDoNotEvenSeeIt() {
    UUID change = waits(propose(ann, point(NEW_NUMBER), version));

    assertThat(approve(eve, change, null)).isEqualTo(new Outcome.NotFound());
    assertThat(close(eve, change)).isEqualTo(new Outcome.NotFound());
    assertThat(seen(eve, change)).isEmpty();
    assertThat(seen(bob, change)).isPresent();
    assertThat(propose(eve, point(NEW_NUMBER), version))
        .isEqualTo(new Outcome.NotAllowed(Refusal.NOT_YOURS));
  }

  @Test
  void givenTwoWhoApproveAtOnce_whenBothAreThere_thenItIsAppliedOnceAndTheOtherIsTold()
      throws Exception {
    UUID change = waits(propose(ann, point(NEW_NUMBER), version));
    CyclicBarrier start = new CyclicBarrier(2);
    List<Callable<Outcome>> both = new ArrayList<>();
    for (Caller one : List.of(secretary, second)) {
      both.add(
          () -> {
            start.await();
            return approve(one, change, by(OLD_NUMBER));
          });
    }

    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (Future<Outcome> one : pool.invokeAll(both)) {
        outcomes.add(one.get());
      }
    }

    assertThat(outcomes)
        .hasAtLeastOneElementOfType(Outcome.Applied.class)
        .contains(new Outcome.Decided("applied"));
    assertThat(events("contact-point/" + desk)).hasSize(2);
  }

  /**
   * The attacker has taken over an officer's account and would be called back at their own phone.
   */
  @Test
  void givenAHijackThatChangesMailboxAndKeyAtOnce_whenItConfirmsItself_thenNeitherEnters() {
    SampleKey key = SampleKey.fresh();
    UUID mailbox = waits(propose(ann, point(NEW_NUMBER), version));
    UUID wanted = waits(propose(ann, entry(key), null));
    prove(wanted, key);

    assertThat(fault(approve(secretary, mailbox, by(NEW_NUMBER))))
        .isEqualTo("/confirmation/channel");
    assertThat(fault(approve(secretary, wanted, by(NEW_NUMBER))))
        .isEqualTo("/confirmation/channel");
    assertThat(fault(approve(secretary, wanted, letter()))).isEqualTo("/confirmation/channel");

    assertThat(numbers()).containsExactly(OLD_NUMBER);
    List<EntityRows.EntityRow> entered = in(tx -> EntityRows.current(tx, "key/" + key.kid()));
    assertThat(entered).isEmpty();
  }

  @Test
  void givenANumberThatWasChanged_whenItShallConfirmAKey_thenItHasToHaveStoodForThreeDays() {
    UUID number = waits(propose(ann, point(OLD_NUMBER, NEW_NUMBER), version));
    assertThat(approve(secretary, number, by(OLD_NUMBER))).isInstanceOf(Outcome.Applied.class);
    SampleKey key = SampleKey.fresh();
    UUID wanted = waits(propose(ann, entry(key), null));
    prove(wanted, key);

    now = NOON.plus(CHANNEL_AGE).minusSeconds(1);
    assertThat(fault(approve(secretary, wanted, by(NEW_NUMBER))))
        .isEqualTo("/confirmation/channel");
    now = NOON.plus(CHANNEL_AGE);
    assertThat(approve(secretary, wanted, by(NEW_NUMBER))).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void givenAnAuthorityWithoutAnAddressThatIsKnown_whenItsPointIsEntered_thenADocumentHasToDo() {
    ContactPoint first =
        new ContactPoint(
            stranger + "-desk",
            stranger,
            channels(NEW_NUMBER),
            List.of(),
            "UTC",
            "Mo-Su",
            null,
            null);
    UUID change = waits(propose(eve, first, null));

    assertThat(fault(approve(secretary, change, by(NEW_NUMBER))))
        .isEqualTo("/confirmation/instrument");
    assertThat(fault(approve(secretary, change, new Confirmation(null, "A letter", " "))))
        .isEqualTo("/confirmation/reached");
    assertThat(approve(secretary, change, letter())).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void givenAKeyWhosePrivateHalfNobodyHasShown_whenApproved_thenItWaitsForTheProof() {
    SampleKey key = SampleKey.fresh();
    UUID change = waits(propose(ann, entry(key), null));

    assertThat(approve(secretary, change, by(OLD_NUMBER))).isEqualTo(new Outcome.Unproven());
    assertThat(fault(as(ann, tx -> changes.prove(tx, change, "no proof", now))))
        .isEqualTo("/proof");
    prove(change, key);
    assertThat(approve(secretary, change, by(OLD_NUMBER))).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void givenAKeyOfTheRegister_whenItIsChangedIntoAnothers_thenItStays() {
    SampleKey key = SampleKey.fresh();
    long entered = written(in(tx -> register.create(tx, SETUP, entry(key), NOON)));
    DirectoryEntity.Key sealing =
        new DirectoryEntity.Key(key.kid(), "authority/" + authority, "enc", key.members());

    assertThat(fault(propose(ann, sealing, entered))).isEqualTo("/kid");
    assertThat(propose(ann, entry(key), entered)).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void givenAProposal_whenTheEntityHasMovedOnMeanwhile_thenItIsNotWrittenOverIt() {
    UUID change = waits(propose(ann, point(NEW_NUMBER), version));
    ContactPoint hours =
        new ContactPoint(
            desk,
            authority,
            channels(OLD_NUMBER),
            List.of(),
            "UTC",
            "Mo-Su 00:00-24:00",
            null,
            null);
    assertThat(propose(bob, hours, version)).isInstanceOf(Outcome.Applied.class);

    Outcome outcome = approve(secretary, change, by(OLD_NUMBER));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.NotWritten.class,
            not -> assertThat(not.why()).isInstanceOf(EntityRegister.Outcome.Stale.class));
    assertThat(numbers()).containsExactly(OLD_NUMBER);
  }

  @Test
  void givenAProposal_whenNobodyApprovesItInTime_thenItIsOver() {
    UUID change = waits(propose(ann, point(NEW_NUMBER), version));

    now = NOON.plus(PROPOSAL_AGE);
    assertThat(approve(secretary, change, by(OLD_NUMBER)))
        .isEqualTo(new Outcome.Decided("expired"));
    now = NOON.plus(PROPOSAL_AGE).minusSeconds(1);
    assertThat(approve(secretary, change, by(OLD_NUMBER))).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void givenAProposalOfAStolenAccount_whenTheAccountHasBeenEnded_thenNobodyApprovesItByMistake() {
    UUID change = waits(propose(ann, point(NEW_NUMBER), version));
    ended.add(ann.id());

    assertThat(approve(secretary, change, by(OLD_NUMBER)))
        .isEqualTo(new Outcome.Decided("author-ended"));
    assertThat(close(bob, change)).isEqualTo(new Outcome.Over(change));
  }

  @Test
  void givenAProposal_whenRejectedOrWithdrawn_thenNobodyCanApproveItAnyMore() {
    UUID rejected = waits(propose(ann, point(NEW_NUMBER), version));
    UUID withdrawn = waits(propose(ann, point(NEW_NUMBER), version));

    assertThat(close(bob, rejected)).isEqualTo(new Outcome.Over(rejected));
    assertThat(close(ann, withdrawn)).isEqualTo(new Outcome.Over(withdrawn));

    assertThat(approve(secretary, rejected, by(OLD_NUMBER)))
        .isEqualTo(new Outcome.Decided("rejected"));
    assertThat(approve(secretary, withdrawn, by(OLD_NUMBER)))
        .isEqualTo(new Outcome.Decided("withdrawn"));
    assertThat(close(ann, rejected)).isEqualTo(new Outcome.Decided("rejected"));
  }

  @Test
  void givenAnOfficerOfTheirOwn_whenAColleagueApproves_thenTheyMayCallWithoutTheSecretariat() {
    DirectoryEntity.Caller officer = callerEntry("officer", authority);
    UUID change = waits(propose(ann, officer, null));

    assertThat(approve(bob, change, null)).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void givenANewPoint_whenItsPeopleConfirmIt_thenItsWordCountsForSixMonthsFromThen() {
    assertThat(attestedUntil()).isEqualTo("2027-02-17T12:00:00Z");

    now = Instant.parse("2026-12-31T12:00:00Z");
    long confirmed = written(attest(version));

    assertThat(attestedUntil()).isEqualTo("2027-06-30T12:00:00Z");
    assertThat(attest(version)).isEqualTo(new EntityRegister.Outcome.Stale(confirmed));
  }

  @Test
  void givenAPoint_whenItIsChanged_thenThatDoesNotConfirmTheRest() {
    UUID change = waits(propose(ann, point(NEW_NUMBER).attested(NOON.plusSeconds(1)), version));
    approve(secretary, change, by(OLD_NUMBER));

    assertThat(numbers()).containsExactly(NEW_NUMBER);
    assertThat(attestedUntil()).isEqualTo("2027-02-17T12:00:00Z");
  }

  private EntityRegister.Outcome attest(long read) {
    return as(ann, tx -> register.attest(tx, By.alone(ann), "contact-point/" + desk, read, now));
  }

  private String attestedUntil() {
    return String.valueOf(
        in(tx -> EntityRegister.present(tx, "contact-point/" + desk, ContactPoint.class, now))
            .orElseThrow()
            .attestedUntil());
  }

  /** Should the rules above be forgotten somewhere, the database still keeps to them. */
  @Test
  void givenAnOfficersScope_whenTheyWriteWhatIsNotTheirs_thenTheDatabaseRefuses() {
    DirectoryEntity theirs =
        new ContactPoint(
            stranger + "-x", stranger, List.of(), List.of(), "UTC", "Mo-Su", null, null);
    DirectoryEntity key =
        new DirectoryEntity.Key(
            SampleKey.fresh().kid(), "authority/" + stranger, "sig", Map.of("kty", "EC"));
    DirectoryEntity mighty = callerEntry("secretariat", authority);
    DirectoryEntity provider =
        new DirectoryEntity.Provider("p-" + authority, "A", "FR", List.of(), null, List.of());

    DirectoryEntity machine =
        new DirectoryEntity.Caller(
            UUID.randomUUID().toString(),
            "officer",
            STATE,
            authority,
            "acme",
            List.of(),
            List.of(),
            null,
            "acme");

    for (DirectoryEntity body : List.of(theirs, key, mighty, provider, machine)) {
      EntityKind kind = EntityKind.of(body);
      EntityRows.EntityRow row =
          new EntityRows.EntityRow(
              kind.entity(EntityChecks.id(body)),
              kind.word(),
              1,
              NOON,
              null,
              NOON,
              ann.id(),
              "",
              EntityRegister.json(body));
      assertThatThrownBy(
              () ->
                  as(
                      ann,
                      tx -> {
                        EntityRows.replace(tx, row.entity(), NOON, List.of(row));
                        return 0;
                      }))
          .isInstanceOfSatisfying(
              DatabaseFailure.class, failure -> assertThat(failure.sqlState()).isEqualTo("42501"));
    }
  }

  @Test
  void givenAProposal_whenItIsMarkedAsApprovedByItsAuthor_thenTheDatabaseRefuses() {
    UUID change = waits(propose(ann, point(NEW_NUMBER), version));

    for (String mark : List.of("approver", "confirmer")) {
      assertThatThrownBy(
              () ->
                  as(
                      ann,
                      tx ->
                          tx.update(
                              "update registry.change set " + mark + " = author where id = ?",
                              change)))
          .isInstanceOfSatisfying(
              DatabaseFailure.class, failure -> assertThat(failure.sqlState()).isEqualTo("23514"));
    }
    assertThatThrownBy(
            () ->
                as(
                    bob,
                    tx ->
                        tx.update(
                            """
                            update registry.change set state = 'applied', directory_version = 1,
                              approver = 'x' where id = ?""",
                            change)))
        .isInstanceOfSatisfying(
            DatabaseFailure.class, failure -> assertThat(failure.sqlState()).isEqualTo("23514"));
  }

  private Outcome propose(Caller caller, DirectoryEntity body, @Nullable Long base) {
    return as(caller, tx -> changes.propose(tx, caller, body, base, now));
  }

  private Outcome approve(Caller caller, UUID change, @Nullable Confirmation confirmation) {
    return as(caller, tx -> changes.approve(tx, caller, change, confirmation, now));
  }

  private Outcome close(Caller caller, UUID change) {
    return as(caller, tx -> changes.close(tx, caller, change, "no", now));
  }

  private void prove(UUID change, SampleKey key) {
    String challenge = Objects.requireNonNull(seen(ann, change).orElseThrow().challenge());
    String proof =
        key.sign(
            "qf-key-proof+jws",
            Wire.mapper().valueToTree(Map.of("challenge", challenge, "change", change.toString())));
    Outcome outcome = as(ann, tx -> changes.prove(tx, change, proof, now));
    assertThat(outcome).isEqualTo(new Outcome.Waits(change));
  }

  private Optional<Change> seen(Caller caller, UUID change) {
    return as(caller, tx -> ChangeRows.find(tx, change));
  }

  private static Confirmation by(String telephone) {
    return new Confirmation(new Via("telephone", telephone), null, "duty officer");
  }

  private static Confirmation letter() {
    return new Confirmation(null, "Note verbale 12/2026", "head of unit");
  }

  private static UUID waits(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Waits.class);
    return ((Outcome.Waits) outcome).id();
  }

  /** Pointer of the one fault for which something was not written. */
  private static String fault(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.NotWritten.class);
    EntityRegister.Outcome why = ((Outcome.NotWritten) outcome).why();
    assertThat(why).isInstanceOf(EntityRegister.Outcome.Invalid.class);
    List<FieldError> errors = ((EntityRegister.Outcome.Invalid) why).errors();
    assertThat(errors).hasSize(1);
    return errors.getFirst().pointer();
  }

  private static long written(EntityRegister.Outcome outcome) {
    assertThat(outcome).isInstanceOf(EntityRegister.Outcome.Done.class);
    return ((EntityRegister.Outcome.Done) outcome).version();
  }

  private List<String> numbers() {
    return in(tx -> EntityRegister.present(tx, "contact-point/" + desk, ContactPoint.class, now))
        .orElseThrow()
        .channels()
        .stream()
        .map(Channel::address)
        .toList();
  }

  private List<JsonNode> events(String entity) {
    return in(
        tx ->
            tx.query(
                """
                select convert_from(value, 'UTF8') as value from backbone.outbox
                where key = ? and topic = 'registry.events' order by id""",
                row -> json(row.text("value")),
                entity));
  }

  private static JsonNode json(String text) {
    try {
      return Wire.mapper().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ContactPoint point(String... telephones) {
    return new ContactPoint(
        desk, authority, channels(telephones), List.of(), "UTC", "Mo-Su", null, null);
  }

  private static List<Channel> channels(String... telephones) {
    List<Channel> channels = new ArrayList<>();
    for (String telephone : telephones) {
      channels.add(new Channel("telephone", telephone, channels.size() + 1, null));
    }
    return channels;
  }

  private DirectoryEntity.Key entry(SampleKey key) {
    return new DirectoryEntity.Key(key.kid(), "authority/" + authority, "sig", key.members());
  }

  private static DirectoryEntity.Caller callerEntry(String role, String authority) {
    String id = UUID.randomUUID().toString().replace("-", "");
    return new DirectoryEntity.Caller(
        id + id, role, STATE, authority, null, List.of(), List.of(), null, null);
  }

  private static Caller person(String id, String role, @Nullable String authority) {
    return new Caller(id, role, STATE, authority, null, List.of(), Set.of(), null);
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Tx tx) throws SQLException;
  }

  private <T> T in(Work<T> work) {
    return transactions.<T, RuntimeException>inTransaction(Scope.system(), work::run);
  }

  private <T> T as(Caller caller, Work<T> work) {
    return transactions.<T, RuntimeException>inTransaction(caller.scope(), work::run);
  }
}

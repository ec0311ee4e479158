package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.registry.directory.DirectoryPublisher;
import org.quickfreeze.registry.entity.Changes.Confirmation;
import org.quickfreeze.registry.entity.Changes.Outcome;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.entity.EntityRegister.Ending;
import org.quickfreeze.registry.entity.FourEyes.Refusal;
import org.quickfreeze.registry.fixture.AgeKey;
import org.quickfreeze.registry.fixture.RegistryDatabase;
import org.quickfreeze.stack.TestParts;

/** Keys from their proof to their end, and somebody who would like to slip one in. */
@Timeout(120)
class KeysComponentTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final String STATE = "QE";
  private static final String CHECK_VIOLATION = "23514";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final By SETUP = new By("5e7", "secretariat", null, null);

  private final Transactions transactions = RegistryDatabase.transactions();
  private final EntityRegister register =
      new EntityRegister(
          new DirectoryPublisher(
              new Outbox(() -> {}),
              FileKeyVault.open(TestParts.stack().vault("registry-service")).signer("register")),
          LawBook.load(),
          Period.ofMonths(6));
  private final KeyRegister keys = new KeyRegister(register);
  private final Changes changes =
      new Changes(register, (_, _) -> true, Duration.ofDays(14), Duration.ofDays(3));
  private final String authority = "qe-" + UUID.randomUUID().toString().substring(0, 8);
  private final String stranger = "qe-" + UUID.randomUUID().toString().substring(0, 8);
  private final String provider = "p-" + UUID.randomUUID().toString().substring(0, 8);
  private final Caller ann = person("a" + authority, "officer", authority);
  private final Caller bob = person("b" + authority, "supervisor", authority);
  private final Caller eve = person("e" + authority, "officer", stranger);
  private final Caller machine =
      new Caller("f" + provider, "provider", null, null, provider, List.of(), Set.of(), null);
  private final Caller sibling =
      new Caller("0" + provider, "provider", null, null, provider, List.of(), Set.of(), null);
  private final Caller secretary = person("5ec" + authority, "secretariat", null);
  private final Caller second = person("5ed" + authority, "secretariat", null);
  private final SampleKey old = SampleKey.fresh();
  private Instant now = NOON;
  private long oldVersion;

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
    in(
        tx ->
            register.create(
                tx,
                SETUP,
                new DirectoryEntity.Provider(
                    provider, "Fictional", "QE", List.of("mail"), null, List.of()),
                longAgo));
    for (DirectoryEntity.Caller caller :
        List.of(callerEntry("officer", authority, null), callerEntry("provider", null, provider))) {
      in(tx -> register.create(tx, SETUP, caller, longAgo));
    }
    oldVersion = written(in(tx -> register.create(tx, SETUP, signing(old), longAgo)));
  }

  // Renewal

  @Test
  void givenANewKeyThatReplacesAnother_whenItIsApplied_thenBothCountForTheOverlap() {
    SampleKey fresh = SampleKey.fresh();
    UUID change = waits(propose(ann, replacing(fresh, old.kid()), WEEK));
    prove(ann, change, fresh);

    assertThat(endOf(old)).isNull();
    assertThat(approve(bob, change, null)).isEqualTo(new Outcome.Waits(change));
    assertThat(endOf(old)).isNull();
    assertThat(approve(secretary, change, letter())).isInstanceOf(Outcome.Applied.class);

    Instant end = NOON.plus(WEEK);
    assertThat(counts(old, end.minusSeconds(1))).isTrue();
    assertThat(counts(fresh, NOON)).isTrue();
    assertThat(counts(old, end)).isFalse();
    assertThat(counts(fresh, end)).isTrue();
    assertThat(said(fresh).versions().getFirst().body()).isEqualTo(replacing(fresh, old.kid()));
    // what was signed before stays verifiable as of its time
    assertThat(counts(old, NOON.minus(Duration.ofDays(50)))).isTrue();
    assertThat(lastEvent(old)).contains("entity-ended");
    assertThat(lastEvent(fresh)).contains("entity-created");
  }

  @Test
  void givenNoOverlap_whenTheNewKeyEnters_thenTheOldOneIsRevokedWithIt() {
    renew(SampleKey.fresh(), old, Duration.ZERO);

    assertThat(counts(old, NOON)).isFalse();
    assertThat(lastEvent(old)).contains("key-revoked");
  }

  @Test
  void givenAPlannedEnd_whenItIsBroughtForwardOrPutOff_thenItComesNearerAlone() {
    renew(SampleKey.fresh(), old, WEEK);
    long version = version(old);

    EntityRegister.Outcome later =
        in(
            tx ->
                register.end(
                    tx, SETUP, key(old), version, ending(NOON.plus(WEEK).plusSeconds(1)), now));
    assertThat(later)
        .isInstanceOfSatisfying(
            EntityRegister.Outcome.Invalid.class,
            not -> assertThat(not.errors().getFirst().pointer()).isEqualTo("/validTo"));
    assertThat(endOf(old)).isEqualTo(NOON.plus(WEEK));
    now = NOON.plusSeconds(60);
    in(tx -> register.end(tx, SETUP, key(old), version(old), ending(now), now));

    assertThat(endOf(old)).isEqualTo(now);
    assertThat(counts(old, now)).isFalse();
    assertThat(lastEvent(old)).contains("key-revoked");
  }

  @Test
  void givenTwoSuccessors_whenTheLaterOneGrantsALongerOverlap_thenTheFirstEndStays() {
    renew(SampleKey.fresh(), old, WEEK);
    renew(SampleKey.fresh(), old, WEEK.multipliedBy(4));

    assertThat(endOf(old)).isEqualTo(NOON.plus(WEEK));
  }

  /** The key was stolen while its renewal waited: the renewal must still go through. */
  @Test
  void givenAKeyThatIsRevokedMeanwhile_whenItsSuccessorIsApplied_thenItStaysRevoked() {
    SampleKey fresh = SampleKey.fresh();
    UUID change = waits(propose(ann, replacing(fresh, old.kid()), WEEK));
    prove(ann, change, fresh);
    in(tx -> register.end(tx, SETUP, key(old), oldVersion, ending(now), now));

    assertThat(approve(secretary, change, letter())).isInstanceOf(Outcome.Applied.class);

    assertThat(endOf(old)).isEqualTo(NOON);
    assertThat(counts(fresh, NOON)).isTrue();
  }

  @Test
  void givenASuspendedKey_whenItIsReplaced_thenItIsRevokedAndNotTrustedForAWhile() {
    suspend(old);
    renew(SampleKey.fresh(), old, WEEK);

    assertThat(standing(old)).isEqualTo(KeyStanding.OVER);
    assertThat(lastEvent(old)).contains("key-revoked");
  }

  @Test
  void givenAnotherOwnersKey_whenAHijackerNamesItAsReplaced_thenItIsRefusedAndStays() {
    SampleKey fresh = SampleKey.fresh();
    DirectoryEntity.Key hijack =
        new DirectoryEntity.Key(
            fresh.kid(), "authority/" + stranger, "sig", fresh.members(), null, old.kid());

    assertThat(fault(propose(eve, hijack, Duration.ZERO))).isEqualTo("/replaces");
    assertThat(fault(propose(machine, providers(fresh, old.kid()), Duration.ZERO)))
        .isEqualTo("/replaces");
    assertThat(propose(eve, replacing(fresh, old.kid()), Duration.ZERO))
        .isEqualTo(new Outcome.NotAllowed(Refusal.NOT_YOURS));
    assertThat(endOf(old)).isNull();
  }

  @Test
  void givenASuccessorThatIsNeverApproved_whenItIsRejected_thenTheOldKeyHasNoEnd() {
    UUID change = waits(propose(ann, replacing(SampleKey.fresh(), old.kid()), WEEK));

    as(bob, tx -> changes.close(tx, bob, change, "not ours", now));

    assertThat(endOf(old)).isNull();
  }

  /** There may be one machine alone: the secretariat looks, and reaches the provider. */
  @Test
  void givenAProvidersMachine_whenItRenewsItsKey_thenTheSecretariatApprovesAndSaysHowItAsked() {
    SampleKey first = SampleKey.fresh();
    in(tx -> register.create(tx, SETUP, providers(first, null), NOON.minus(WEEK)));
    SampleKey fresh = SampleKey.fresh();
    UUID change = waits(propose(machine, providers(fresh, first.kid()), WEEK));

    assertThat(approve(secretary, change, letter())).isEqualTo(new Outcome.Unproven());
    prove(machine, change, fresh);
    assertThat(approve(machine, change, null))
        .isEqualTo(new Outcome.NotAllowed(Refusal.OWN_CHANGE));
    assertThat(approve(sibling, change, null)).isEqualTo(new Outcome.NotFound());
    assertThat(approve(ann, change, null)).isEqualTo(new Outcome.NotFound());
    assertThat(approve(secretary, change, null)).isEqualTo(new Outcome.Waits(change));
    assertThat(counts(first, NOON.plus(WEEK))).isTrue();
    assertThat(approve(secretary, change, letter())).isInstanceOf(Outcome.Applied.class);

    assertThat(counts(fresh, NOON)).isTrue();
    assertThat(counts(first, NOON.plus(WEEK).minusSeconds(1))).isTrue();
    assertThat(counts(first, NOON.plus(WEEK))).isFalse();
  }

  // Proof

  @Test
  void givenARecipient_whenItDecryptsItsChallenge_thenItEntersAndNotWithAnothersProof() {
    AgeKey duty = AgeKey.fresh();
    AgeKey recovery = AgeKey.fresh();
    UUID one = waits(propose(ann, recipient(duty, "duty"), null));
    UUID other = waits(propose(ann, recipient(recovery, "recovery"), null));

    // what was in the other's file answers nothing here, though the same person sends it
    String inside = recovery.decrypt(shown(ann, other));
    assertThat(fault(proof(ann, one, inside))).isEqualTo("/proof");
    // and the other's key does not open this one
    assertThatThrownBy(() -> recovery.decrypt(shown(ann, one)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(fault(proof(ann, one, shown(ann, one)))).isEqualTo("/proof");
    assertThat(approve(secretary, one, letter())).isEqualTo(new Outcome.Unproven());

    assertThat(proof(ann, one, duty.decrypt(shown(ann, one)) + "\n"))
        .isEqualTo(new Outcome.Waits(one));
    assertThat(approve(secretary, one, letter())).isInstanceOf(Outcome.Applied.class);
    assertThat(said("key/" + duty.recipient().kid()).versions().getFirst().body())
        .isEqualTo(recipient(duty, "duty"));
  }

  @Test
  void givenAProofOfAnEarlierProposal_whenTheSameKeyIsProposedAgain_thenItIsNone() {
    SampleKey key = SampleKey.fresh();
    UUID first = waits(propose(ann, signing(key), null));
    String proof = signed(ann, first, key);
    as(bob, tx -> changes.close(tx, bob, first, "later", now));
    UUID again = waits(propose(ann, signing(key), null));

    assertThat(fault(proof(ann, again, proof))).isEqualTo("/proof");
    assertThat(proof(ann, again, signed(ann, again, key))).isEqualTo(new Outcome.Waits(again));
  }

  // Recipients

  /** Each of two thinks that the other one's key stays. */
  @Test
  void givenTwoWhoEndADutyKeyEachAtOnce_whenNeitherIsCompromised_thenOneOfThemStays()
      throws Exception {
    List<String> duty = List.of(entered("duty"), entered("duty"));
    String recovery = entered("recovery");
    CyclicBarrier start = new CyclicBarrier(2);

    List<Boolean> ended = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      List<Callable<Boolean>> both = new ArrayList<>();
      for (String one : duty) {
        both.add(
            () -> {
              start.await();
              return endedByAnn(one, false, null);
            });
      }
      for (Future<Boolean> one : pool.invokeAll(both)) {
        ended.add(one.get());
      }
    }

    assertThat(ended).containsExactlyInAnyOrder(true, false);
    assertThat(endedByAnn(recovery, false, null)).isFalse();
    assertThat(endedByAnn(recovery, true, NOON.plus(WEEK))).isFalse();
    // what is stolen goes at once, whatever is left
    assertThat(endedByAnn(recovery, true, null)).isTrue();
  }

  @Test
  void givenARecipientInItsOverlap_whenItsSuccessorIsEnded_thenItIsNotTheOneThatStays() {
    String old = entered("duty");
    long version = in(tx -> EntityRegister.version(EntityRows.current(tx, old)));
    in(tx -> register.end(tx, SETUP, old, version, ending(NOON.plus(WEEK)), now));
    String fresh = entered("duty");

    assertThat(endedByAnn(fresh, false, NOON.plus(WEEK))).isFalse();
    assertThat(endedByAnn(fresh, false, NOON.plus(WEEK).minusSeconds(1))).isTrue();
  }

  private String entered(String purpose) {
    DirectoryEntity.Key key = recipient(AgeKey.fresh(), purpose);
    in(tx -> register.create(tx, SETUP, key, NOON.minusSeconds(60)));
    return "key/" + key.kid();
  }

  /** Whether it was ended; not, where it is the last of its purpose. */
  private boolean endedByAnn(String entity, boolean compromised, @Nullable Instant validTo) {
    return as(
        ann,
        tx -> {
          if (KeyRegister.lastRecipient(tx, entity, compromised, validTo, now) != null) {
            return false;
          }
          long read = EntityRegister.version(EntityRows.current(tx, entity));
          Ending ending = ending(validTo == null ? now : validTo);
          written(register.end(tx, By.alone(ann), entity, read, ending, now));
          return true;
        });
  }

  // Suspension

  @Test
  void givenAKeyInDoubt_whenOneOfTheSecretariatSuspendsIt_thenItDoesNotCountFromThenOn() {
    long suspended = written(suspend(old));

    assertThat(counts(old, NOON.minusSeconds(1))).isTrue();
    assertThat(counts(old, NOON)).isFalse();
    assertThat(counts(old, NOON.plus(WEEK))).isFalse();
    assertThat(said(old).directoryVersion()).isEqualTo(suspended);
    assertThat(lastEvent(old)).contains("key-suspended");
    assertThat(suspend(old)).isEqualTo(new EntityRegister.Outcome.Exists(key(old) + "/suspension"));
    assertThat(rows(old).getLast().reason()).isEqualTo("seen elsewhere");
  }

  @Test
  void givenASuspendedKey_whenTwoAgreeAndTheOwnerSaysSo_thenItCountsAgainAndTheGapStays() {
    suspend(old);
    now = NOON.plusSeconds(3600);
    UUID change = waits(resume(ann));

    assertThat(approve(ann, change, null)).isEqualTo(new Outcome.NotAllowed(Refusal.OWN_CHANGE));
    assertThat(approve(bob, change, null)).isEqualTo(new Outcome.Waits(change));
    assertThat(counts(old, now)).isFalse();
    now = NOON.plusSeconds(7200);
    assertThat(approve(secretary, change, letter())).isInstanceOf(Outcome.Applied.class);

    assertThat(counts(old, NOON.minusSeconds(1))).isTrue();
    assertThat(counts(old, NOON)).isFalse();
    assertThat(counts(old, now.minusSeconds(1))).isFalse();
    assertThat(counts(old, now)).isTrue();
    assertThat(standing(old)).isEqualTo(KeyStanding.COUNTS);
    assertThat(lastEvent(old)).contains("key-resumed");
    assertThat(events(old).getLast().path("change").asText()).isEqualTo(change.toString());
    assertThat(events(old).getLast().path("approver").asText()).isEqualTo("supervisor");
  }

  @Test
  void givenOneOfTheSecretariat_whenTheyTryToBringBackAloneWhatTheySuspended_thenTheyCannot() {
    suspend(old);
    UUID change = waits(resume(secretary));
    SampleKey own = SampleKey.fresh();

    assertThat(approve(secretary, change, letter()))
        .isEqualTo(new Outcome.NotAllowed(Refusal.OWN_CHANGE));
    assertThat(propose(secretary, replacing(own, old.kid()), Duration.ZERO))
        .isEqualTo(new Outcome.NotAllowed(Refusal.KEYS_ARE_THEIR_OWNERS));
    assertThat(propose(secretary, signing(own), null))
        .isEqualTo(new Outcome.NotAllowed(Refusal.KEYS_ARE_THEIR_OWNERS));
    assertThat(propose(secretary, providers(own, null), null))
        .isEqualTo(new Outcome.NotAllowed(Refusal.KEYS_ARE_THEIR_OWNERS));
    // nor by entering it once more
    assertThat(propose(ann, signing(old), null))
        .isInstanceOfSatisfying(
            Outcome.NotWritten.class,
            not -> assertThat(not.why()).isInstanceOf(EntityRegister.Outcome.Exists.class));
    assertThat(counts(old, NOON.plus(WEEK))).isFalse();
    // without the owner's word not even two
    assertThat(approve(second, change, null)).isEqualTo(new Outcome.Waits(change));
    assertThat(counts(old, NOON.plus(WEEK))).isFalse();
    assertThat(approve(second, change, letter())).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void givenASuspendedKey_whenSomebodyOfAnotherAuthorityWantsItBack_thenTheyMayNot() {
    suspend(old);

    assertThat(resume(eve)).isEqualTo(new Outcome.NotAllowed(Refusal.NOT_YOURS));
    assertThat(resume(machine)).isEqualTo(new Outcome.NotAllowed(Refusal.NOT_YOURS));
  }

  @Test
  void givenASuspendedKey_whenItIsRevoked_thenItNeverComesBackWhoeverHasAgreedBefore() {
    suspend(old);
    UUID change = waits(resume(ann));
    approve(bob, change, null);
    long version = version(old);

    long revoked =
        written(
            as(ann, tx -> register.end(tx, By.alone(ann), key(old), version, ending(now), now)));

    assertThat(standing(old)).isEqualTo(KeyStanding.OVER);
    assertThat(said(old).directoryVersion()).isEqualTo(revoked);
    assertThat(lastEvent(old)).contains("key-revoked");
    assertThat(rows(old).getLast().reason()).isEqualTo("lost");
    assertThat(approve(secretary, change, letter()))
        .isInstanceOfSatisfying(
            Outcome.NotWritten.class,
            not -> assertThat(not.why()).isEqualTo(new EntityRegister.Outcome.Stale(revoked)));
    assertThat(
            this.<EntityRegister.Outcome>in(tx -> keys.resume(tx, SETUP, key(old), revoked, now)))
        .isEqualTo(new EntityRegister.Outcome.Ended(key(old)));
    assertThat(suspend(old)).isEqualTo(new EntityRegister.Outcome.Ended(key(old)));
    assertThat(counts(old, NOON.plus(WEEK))).isFalse();
  }

  @Test
  void givenAKeyInItsOverlap_whenItIsSuspendedAndResumed_thenItsEndStaysAsItWasPlanned() {
    renew(SampleKey.fresh(), old, WEEK);
    now = NOON.plusSeconds(60);
    suspend(old);
    now = NOON.plusSeconds(120);
    UUID change = waits(resume(ann));
    assertThat(approve(secretary, change, letter())).isInstanceOf(Outcome.Applied.class);

    assertThat(endOf(old)).isEqualTo(NOON.plus(WEEK));
    suspend(old);
    UUID late = waits(resume(ann));
    now = NOON.plus(WEEK);
    assertThat(approve(secretary, late, letter()))
        .isInstanceOfSatisfying(
            Outcome.NotWritten.class,
            not -> assertThat(not.why()).isEqualTo(new EntityRegister.Outcome.Ended(key(old))));
  }

  /** Should the rules above be forgotten somewhere, the database still keeps to them. */
  @Test
  void givenARevokedKey_whenARowOpensItAgain_thenTheDatabaseRefusesWhoeverWritesIt() {
    in(tx -> register.end(tx, SETUP, key(old), oldVersion, ending(NOON), NOON));
    Instant later = NOON.plusSeconds(60);

    for (Scope scope : List.of(Scope.system(), secretary.scope(), ann.scope())) {
      assertThat(refused(scope, row(later, null), later)).isEqualTo(CHECK_VIOLATION);
      assertThat(refused(scope, row(later, later.plus(WEEK)), later)).isEqualTo(CHECK_VIOLATION);
    }
  }

  @Test
  void givenAPlannedEnd_whenARowPutsItOff_thenTheDatabaseRefuses() {
    renew(SampleKey.fresh(), old, WEEK);
    Instant later = NOON.plusSeconds(60);

    assertThat(refused(secretary.scope(), row(NOON, null), later)).isEqualTo(CHECK_VIOLATION);
    assertThat(refused(secretary.scope(), row(NOON, NOON.plus(WEEK).plusSeconds(1)), later))
        .isEqualTo(CHECK_VIOLATION);
    assertThat(refused(secretary.scope(), row(NOON, NOON.plus(WEEK)), later)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givenAnOfficer_whenTheyWriteASuspensionOrItsEnd_thenTheDatabaseRefuses(boolean suspended) {
    if (suspended) {
      suspend(old);
    }
    Instant later = NOON.plusSeconds(60);
    EntityRows.EntityRow row = suspended ? row(later, null) : row(NOON, later).suspended(null);

    assertThat(refused(ann.scope(), row, later)).isEqualTo(INSUFFICIENT_PRIVILEGE);
    assertThat(refused(secretary.scope(), row, later)).isEmpty();
  }

  /** The state of the database as it refuses a row that replaces those of a key; empty when not. */
  private String refused(Scope scope, EntityRows.EntityRow row, Instant at) {
    try {
      transactions.<Integer, RuntimeException>inTransaction(
          scope,
          tx -> {
            EntityRows.replace(tx, key(old), at, List.of(row));
            return 0;
          });
      return "";
    } catch (DatabaseFailure refused) {
      return refused.sqlState();
    }
  }

  private EntityRows.EntityRow row(Instant from, @Nullable Instant to) {
    Instant recorded = NOON.plusSeconds(60);
    return new EntityRows.EntityRow(
        key(old),
        "key",
        version(old) + 1,
        from,
        to,
        recorded,
        "x",
        "",
        EntityRegister.json(signing(old)));
  }

  private void renew(SampleKey fresh, SampleKey former, Duration overlap) {
    UUID change = waits(propose(ann, replacing(fresh, former.kid()), overlap));
    prove(ann, change, fresh);
    assertThat(approve(secretary, change, letter())).isInstanceOf(Outcome.Applied.class);
  }

  private EntityRegister.Outcome suspend(SampleKey key) {
    return as(
        secretary, tx -> keys.suspend(tx, By.alone(secretary), key(key), "seen elsewhere", now));
  }

  private Outcome resume(Caller caller) {
    return as(
        caller,
        tx ->
            changes.proposeResumption(
                tx, caller, signing(old), EntityRows.current(tx, key(old)), now));
  }

  private Outcome propose(Caller caller, DirectoryEntity body, @Nullable Duration overlap) {
    return as(caller, tx -> changes.propose(tx, caller, body, null, overlap, now));
  }

  private Outcome approve(Caller caller, UUID change, @Nullable Confirmation confirmation) {
    return as(caller, tx -> changes.approve(tx, caller, change, confirmation, now));
  }

  private void prove(Caller caller, UUID change, SampleKey key) {
    assertThat(proof(caller, change, signed(caller, change, key)))
        .isEqualTo(new Outcome.Waits(change));
  }

  private Outcome proof(Caller caller, UUID change, String proof) {
    return as(caller, tx -> changes.prove(tx, change, proof, now));
  }

  private String signed(Caller caller, UUID change, SampleKey key) {
    return key.sign(
        "qf-key-proof+jws",
        Wire.mapper()
            .valueToTree(
                Map.of("challenge", challenge(caller, change), "change", change.toString())));
  }

  private String challenge(Caller caller, UUID change) {
    return Objects.requireNonNull(
        as(caller, tx -> ChangeRows.find(tx, change)).orElseThrow().challenge());
  }

  private String shown(Caller caller, UUID change) {
    Change found = as(caller, tx -> ChangeRows.find(tx, change)).orElseThrow();
    return KeyProof.shown(
        (DirectoryEntity.Key) found.body(), Objects.requireNonNull(found.challenge()));
  }

  private List<EntityRows.EntityRow> rows(SampleKey key) {
    return in(tx -> EntityRows.current(tx, key(key)));
  }

  private KeyStanding standing(SampleKey key) {
    return KeyStanding.of(rows(key), now);
  }

  private long version(SampleKey key) {
    return EntityRegister.version(rows(key));
  }

  private @Nullable Instant endOf(SampleKey key) {
    return rows(key).getLast().validTo();
  }

  /** Whether a key is in force, as every service is told. */
  private boolean counts(SampleKey key, Instant at) {
    return said(key).at(at).isPresent();
  }

  private DirectoryRecord said(SampleKey key) {
    return said(key(key));
  }

  /** What the directory said last of an entity. */
  private DirectoryRecord said(String entity) {
    return in(
        tx ->
            tx.first(
                    """
                    select convert_from(value, 'UTF8') as value from backbone.outbox
                    where key = ? and topic = 'registry.directory' order by id desc limit 1""",
                    row -> payload(row.text("value")),
                    entity)
                .orElseThrow());
  }

  private static DirectoryRecord payload(String compact) {
    try {
      return Wire.mapper()
          .readValue(
              java.util.Base64.getUrlDecoder().decode(compact.split("\\.", -1)[1]),
              DirectoryRecord.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String lastEvent(SampleKey key) {
    return in(
        tx ->
            tx.first(
                    """
                    select headers::text as headers from backbone.outbox
                    where key = ? and topic = 'registry.events' order by id desc limit 1""",
                    row -> row.text("headers"),
                    key(key))
                .orElseThrow());
  }

  private List<JsonNode> events(SampleKey key) {
    return in(
        tx ->
            tx.query(
                """
                select convert_from(value, 'UTF8') as value from backbone.outbox
                where key = ? and topic = 'registry.events' order by id""",
                row -> json(row.text("value")),
                key(key)));
  }

  private static JsonNode json(String text) {
    try {
      return Wire.mapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String key(SampleKey key) {
    return "key/" + key.kid();
  }

  private DirectoryEntity.Key signing(SampleKey key) {
    return replacing(key, null);
  }

  private DirectoryEntity.Key replacing(SampleKey key, @Nullable String former) {
    return new DirectoryEntity.Key(
        key.kid(), "authority/" + authority, "sig", key.members(), null, former);
  }

  private DirectoryEntity.Key providers(SampleKey key, @Nullable String former) {
    return new DirectoryEntity.Key(
        key.kid(), "provider/" + provider, "sig", key.members(), null, former);
  }

  private DirectoryEntity.Key recipient(AgeKey key, String purpose) {
    return new DirectoryEntity.Key(
        key.recipient().kid(),
        "authority/" + authority,
        "age",
        key.recipient().members(),
        purpose,
        null);
  }

  private static Ending ending(Instant at) {
    return new Ending(at, "lost");
  }

  private static Confirmation letter() {
    return new Confirmation(null, "Note verbale 12/2026", "head of unit");
  }

  private static UUID waits(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Waits.class);
    return ((Outcome.Waits) outcome).id();
  }

  private static long written(EntityRegister.Outcome outcome) {
    assertThat(outcome).isInstanceOf(EntityRegister.Outcome.Done.class);
    return ((EntityRegister.Outcome.Done) outcome).version();
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

  private static DirectoryEntity.Caller callerEntry(
      String role, @Nullable String authority, @Nullable String provider) {
    String id = UUID.randomUUID().toString().replace("-", "");
    return new DirectoryEntity.Caller(
        id + id,
        role,
        authority == null ? null : STATE,
        authority,
        provider,
        List.of(),
        List.of(),
        null,
        null);
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

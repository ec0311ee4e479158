package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.FileKeyVault;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.directory.DirectoryVersion;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.directory.DirectoryPublisher;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.entity.EntityRegister.Ending;
import org.quickfreeze.registry.entity.EntityRegister.Outcome;
import org.quickfreeze.registry.fixture.RegistryDatabase;
import org.quickfreeze.stack.TestParts;

/** An entity over both axes of time: what was true when, and what was believed of it when. */
@Timeout(120)
class EntityVersionsComponentTest {
  private static final Instant NINE = Instant.parse("2026-11-25T09:00:00Z");
  private static final Instant TEN = Instant.parse("2026-11-25T10:00:00Z");
  private static final Instant ELEVEN = Instant.parse("2026-11-25T11:00:00Z");
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final By SECRETARY = new By("5ec", "secretariat", null, null);

  private final Transactions transactions = RegistryDatabase.transactions();
  private final EntityRegister register =
      new EntityRegister(
          new DirectoryPublisher(
              new Outbox(() -> {}),
              FileKeyVault.open(TestParts.stack().vault("registry-service")).signer("register")),
          LawBook.load(),
          Period.ofMonths(6));
  private final String id = "p-" + UUID.randomUUID().toString().substring(0, 13);
  private final String entity = "provider/" + id;
  private long created;

  @BeforeEach
  void create() {
    created = done(in(tx -> register.create(tx, SECRETARY, named("First"), NINE)));
  }

  @Test
  void givenAnEntity_whenItIsCreatedAgain_thenItIsThereAlreadyAndStaysAsItIs() {
    Outcome again = in(tx -> register.create(tx, SECRETARY, named("Second"), TEN));

    assertThat(again).isEqualTo(new Outcome.Exists(entity));
    assertThat(nameAt(ELEVEN)).isEqualTo("First");
  }

  @Test
  void givenThePresentVersion_whenItIsChanged_thenBothStatesAreReadAtTheirMoments() {
    long changed = done(change("Second", created, TEN));

    assertThat(changed).isGreaterThan(created);
    assertThat(present().directoryVersion()).isEqualTo(changed);
    assertThat(present().at(NINE.minusSeconds(1))).isEmpty();
    assertThat(nameAt(NINE)).isEqualTo("First");
    assertThat(nameAt(TEN.minusSeconds(1))).isEqualTo("First");
    assertThat(nameAt(TEN)).isEqualTo("Second");
  }

  @Test
  void givenAnOlderVersion_whenItIsChangedOrEnded_thenItIsStaleAndNothingMoves() {
    long changed = done(change("Second", created, TEN));

    assertThat(change("Third", created, ELEVEN)).isEqualTo(new Outcome.Stale(changed));
    assertThat(end(created, ELEVEN, ELEVEN)).isEqualTo(new Outcome.Stale(changed));
    assertThat(nameAt(NOON)).isEqualTo("Second");
  }

  @Test
  void givenAnEntityThatIsNotThere_whenItIsChangedOrEnded_thenItIsUnknown() {
    DirectoryEntity nobody = provider("p-nobody", "Nobody");
    Ending ending = new Ending(TEN, "gone");

    assertThat(this.<Outcome>in(tx -> register.change(tx, SECRETARY, nobody, 1, TEN)))
        .isEqualTo(new Outcome.Unknown("provider/p-nobody"));
    assertThat(
            this.<Outcome>in(
                tx -> register.end(tx, SECRETARY, "provider/p-nobody", 1, ending, TEN)))
        .isEqualTo(new Outcome.Unknown("provider/p-nobody"));
  }

  @Test
  void givenAPlannedEnd_whenItIsChangedBefore_thenTheEndStaysPlanned() {
    long planned = done(end(created, NOON, TEN));

    assertThat(nameAt(NOON.minusSeconds(1))).isEqualTo("First");
    assertThat(present().at(NOON)).isEmpty();
    done(change("Second", planned, ELEVEN));

    assertThat(nameAt(ELEVEN)).isEqualTo("Second");
    assertThat(present().at(NOON)).isEmpty();
  }

  @Test
  void givenAnEndAtOnce_whenItIsRead_thenItIsNoLongerInForceAndTheReasonIsKept() {
    done(end(created, TEN, TEN));

    assertThat(nameAt(TEN.minusSeconds(1))).isEqualTo("First");
    assertThat(present().at(TEN)).isEmpty();
    List<EntityRows.EntityRow> rows = in(tx -> EntityRows.current(tx, entity));
    assertThat(rows)
        .singleElement()
        .extracting(EntityRows.EntityRow::validTo, EntityRows.EntityRow::reason)
        .containsExactly(TEN, "no longer a provider");
  }

  @Test
  void givenAnEntityThatHasEnded_whenSomebodyWantsItBack_thenItDoesNotReturn() {
    long ended = done(end(created, TEN, TEN));

    assertThat(change("Again", ended, ELEVEN)).isEqualTo(new Outcome.Ended(entity));
    assertThat(this.<Outcome>in(tx -> register.create(tx, SECRETARY, named("Again"), ELEVEN)))
        .isEqualTo(new Outcome.Exists(entity));
    assertThat(present().at(NOON)).isEmpty();
  }

  /** A court asks later what the register said at a past moment, whatever was entered since. */
  @Test
  void givenChanges_whenOneAsksWhatWasBelievedThen_thenTheRowsOfThatTimeAreThere() {
    long changed = done(change("Second", created, TEN));
    done(end(changed, NOON, ELEVEN));

    assertThat(believed(NINE)).containsExactly(tuple("First", NINE, null));
    assertThat(believed(TEN))
        .containsExactly(tuple("First", NINE, TEN), tuple("Second", TEN, null));
    assertThat(believed(ELEVEN))
        .containsExactly(tuple("First", NINE, TEN), tuple("Second", TEN, NOON));
  }

  /** Should a resource forget to ask for the role, the database still does. */
  @ParameterizedTest
  @ValueSource(strings = {"officer", "provider", "auditor", ""})
  void givenACallerWhoIsNotTheSecretariat_whenTheyWrite_thenTheDatabaseRefuses(String role) {
    Scope other = Scope.of(role, "FR", "fr-24-7", List.of(), "5ec");
    List<EntityRows.EntityRow> rows = in(tx -> EntityRows.current(tx, entity));

    // no next version is to be had by whoever writes nothing at all
    if (!role.equals("officer")) {
      assertThatThrownBy(() -> in(other, EntityRows::nextVersion))
          .isInstanceOf(NoSuchElementException.class);
    }
    assertThatThrownBy(
            () ->
                in(
                    other,
                    tx -> {
                      EntityRows.replace(tx, entity, TEN, rows);
                      return 0;
                    }))
        .isInstanceOfSatisfying(
            DatabaseFailure.class,
            failure -> assertThat(failure.sqlState()).isEqualTo(INSUFFICIENT_PRIVILEGE));

    List<EntityRows.EntityRow> after = in(tx -> EntityRows.current(tx, entity));
    assertThat(after).isEqualTo(rows);
  }

  /** Else readers would ignore what changes next. */
  @ParameterizedTest
  @ValueSource(strings = {"version - 1", "version", "version + 2", "0"})
  void givenSomebodyWhoMayWrite_whenTheVersionIsMoved_thenItGoesOnByOneAlone(String to) {
    Scope officer = Scope.of("officer", "FR", "fr-24-7", List.of(), "5ec");
    long before = in(EntityRows::presentVersion);

    assertThatThrownBy(
            () ->
                in(
                    officer,
                    tx -> tx.update("update registry.directory_version set version = " + to)))
        .isInstanceOfSatisfying(
            DatabaseFailure.class, failure -> assertThat(failure.sqlState()).isEqualTo("23514"));

    assertThat(in(EntityRows::presentVersion)).isEqualTo(before);
  }

  @Test
  void givenTheSecretariatsScope_whenItWrites_thenItMay() {
    Scope secretariat = Scope.of("secretariat", "", "", List.of(), "5ec");

    done(in(secretariat, tx -> register.change(tx, SECRETARY, named("Second"), created, TEN)));

    assertThat(nameAt(TEN)).isEqualTo("Second");
  }

  /** Name, begin and end of each row that was believed at a moment of record time. */
  private List<org.assertj.core.groups.Tuple> believed(Instant at) {
    return in(
        tx ->
            tx.query(
                """
                select body ->> 'legalName' as name, valid_from, valid_to
                from registry.entity_version
                where entity = ? and recorded_at <= ?
                  and (superseded_at is null or superseded_at > ?) order by valid_from""",
                row ->
                    tuple(
                        row.text("name"), row.instant("valid_from"), row.instantOrNull("valid_to")),
                entity,
                at,
                at));
  }

  private Outcome change(String name, long ifVersion, Instant now) {
    return in(tx -> register.change(tx, SECRETARY, named(name), ifVersion, now));
  }

  private Outcome end(long ifVersion, Instant at, Instant now) {
    Ending ending = new Ending(at, "no longer a provider");
    return in(tx -> register.end(tx, SECRETARY, entity, ifVersion, ending, now));
  }

  private DirectoryRecord present() {
    return EntityRegister.directoryRecord(entity, in(tx -> EntityRows.current(tx, entity)));
  }

  private String nameAt(Instant moment) {
    DirectoryVersion version = Objects.requireNonNull(present().at(moment).orElse(null));
    return ((DirectoryEntity.Provider) version.body()).legalName();
  }

  private DirectoryEntity named(String name) {
    return provider(id, name);
  }

  private static DirectoryEntity provider(String id, String name) {
    return new DirectoryEntity.Provider(id, name, "FR", List.of("mail"), null, List.of());
  }

  private static long done(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).version();
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Tx tx) throws SQLException;
  }

  private <T> T in(Work<T> work) {
    return in(Scope.system(), work);
  }

  private <T> T in(Scope scope, Work<T> work) {
    return transactions.<T, RuntimeException>inTransaction(scope, work::run);
  }
}

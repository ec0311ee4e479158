package org.quickfreeze.registry.entity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.Es256Signer;
import org.quickfreeze.backbone.sealing.FileKeyVault;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.directory.DirectoryPublisher;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.entity.EntityRegister.Ending;
import org.quickfreeze.registry.entity.EntityRegister.Outcome;
import org.quickfreeze.registry.fixture.RegistryDatabase;

/** What the register writes into its tables and hands to the outbox. */
@Timeout(120)
class EntityRegisterComponentTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final By SECRETARY = new By("5ec", "secretariat", null, null);

  @TempDir Path folder;
  private final Transactions transactions = RegistryDatabase.transactions();
  private final String id = "p" + UUID.randomUUID().toString().substring(0, 13);
  private final String entity = "provider/" + id;
  private Es256Signer key;
  private EntityRegister register;

  @BeforeEach
  void openVault() throws IOException {
    Path master = folder.resolve("master.key");
    Files.writeString(master, Base64.getEncoder().encodeToString(new byte[32]));
    Files.setPosixFilePermissions(master, PosixFilePermissions.fromString("rw-------"));
    key = FileKeyVault.open(folder).signer("register");
    register =
        new EntityRegister(
            new DirectoryPublisher(new Outbox(() -> {}), key), LawBook.load(), Period.ofMonths(6));
    in(
        tx ->
            register.create(
                tx,
                SECRETARY,
                new DirectoryEntity.Party("FR", "France", "France", "party", List.of(), null),
                NOON));
  }

  @Test
  void givenAnEntityThatHasEnded_whenItsStateIsSaidAgain_thenItIsTheSameStateOfTheSameVersion() {
    long created = version(in(tx -> register.create(tx, SECRETARY, provider(), NOON)));
    Ending ending = new Ending(NOON.plusSeconds(1), "gone");
    long ended =
        version(in(tx -> register.end(tx, SECRETARY, entity, created, ending, ending.at())));

    in(
        tx -> {
          register.sayAgain(tx, List.of("provider/nobody", entity));
          return 0;
        });

    List<JsonNode> said = said(entity);
    assertThat(said).hasSize(3);
    assertThat(said.getLast()).isEqualTo(said.get(1));
    assertThat(said.getLast().path("directoryVersion").asLong()).isEqualTo(ended);
    assertThat(said("provider/nobody")).isEmpty();
    assertThat(events(entity)).hasSize(2);
  }

  /** Else the old state could come to lie above a newer one, which compaction then removes. */
  @Test
  void givenAStateThatIsSaidAgain_whenSomebodyWantsTheNextVersion_thenTheyWait() {
    in(tx -> register.create(tx, SECRETARY, provider(), NOON));

    String refused =
        in(
            tx -> {
              register.sayAgain(tx, List.of(entity));
              return in(EntityRegisterComponentTest::lockOfVersion);
            });

    assertThat(refused).isEqualTo("taken");
  }

  /** What has ended must not use up the places of a page: its reader would take it for the last. */
  @Test
  void givenEntitiesOfWhichSomeHaveEnded_whenListedInPages_thenEachInForceIsThereOnce() {
    String none = entity + "-";
    List<String> ids = new ArrayList<>();
    for (String end : List.of("a", "b", "c", "d", "e")) {
      DirectoryEntity one =
          new DirectoryEntity.Provider(
              id + "-" + end, "Fictional", "FR", List.of("mail"), null, List.of());
      long created = version(in(tx -> register.create(tx, SECRETARY, one, NOON)));
      if (end.equals("b") || end.equals("c")) {
        Ending gone = new Ending(NOON.plusSeconds(1), "gone");
        in(tx -> register.end(tx, SECRETARY, none + end, created, gone, gone.at()));
      } else {
        ids.add(none + end);
      }
    }

    List<String> seen = new ArrayList<>();
    String after = none;
    for (int page = 0; page < 3; page++) {
      String from = after;
      List<EntityRows.EntityRow> rows =
          in(tx -> EntityRows.inForce(tx, "provider", from, NOON.plusSeconds(2), 1));
      rows.forEach(row -> seen.add(row.entity()));
      after = rows.getLast().entity();
    }

    assertThat(seen).isEqualTo(ids);
  }

  /** What outgrew its one record could not be ended any more: not even a key that was stolen. */
  @Test
  void givenAnEntityThatWasChangedManyTimes_whenItIsPublished_thenItsRecordStaysSmall() {
    long now = version(in(tx -> register.create(tx, SECRETARY, provider(), NOON)));
    for (int i = 1; i <= 450; i++) {
      long before = now;
      Instant moment = NOON.plusSeconds(i);
      DirectoryEntity next =
          i <= 150
              ? provider()
              : new DirectoryEntity.Provider(
                  id, "Fictional " + i, "FR", List.of("mail"), null, List.of());
      now = version(in(tx -> register.change(tx, SECRETARY, next, before, moment)));
      if (i == 150) {
        assertThat(said(entity).getLast().path("versions")).hasSize(1);
      }
    }

    JsonNode last = said(entity).getLast();
    assertThat(last.path("versions")).hasSize(200);
    assertThat(last.path("versions").get(199).at("/body/legalName").asText())
        .isEqualTo("Fictional 450");
    assertThat(last.path("directoryVersion").asLong()).isEqualTo(now);
    // the register keeps all of them, each once
    List<EntityRows.EntityRow> rows = in(tx -> EntityRows.current(tx, entity));
    assertThat(rows).hasSize(451);
    long written =
        in(
            tx ->
                tx.first(
                        "select count(*) as number from registry.entity_version where entity = ?",
                        row -> row.number("number"),
                        entity)
                    .orElseThrow());
    assertThat(written).isEqualTo(451 + 450);
  }

  private static String lockOfVersion(Tx tx) throws SQLException {
    return tx.first(
            "select version from registry.directory_version for update skip locked", row -> "free")
        .orElse("taken");
  }

  private DirectoryEntity provider() {
    return new DirectoryEntity.Provider(id, "Fictional", "FR", List.of("mail"), null, List.of());
  }

  private static long version(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).version();
  }

  /** Payloads of the directory records of an entity, in the order in which they will be sent. */
  private List<JsonNode> said(String of) {
    return in(
        tx ->
            tx.query(
                "select value from backbone.outbox where topic = 'registry.directory' and key = ?"
                    + " order by id",
                row -> opened(row.bytes("value")),
                of));
  }

  private JsonNode opened(byte[] compact) {
    Jws.Result result =
        Jws.verify(new String(compact, US_ASCII), "qf-directory+jws", kid -> key.publicKey());
    try {
      return Wire.mapper().readTree(((Jws.Verified) result).payload());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> events(String of) {
    return in(
        tx ->
            tx.query(
                "select event_id::text as id from backbone.outbox"
                    + " where topic = 'registry.events' and key = ?",
                row -> row.text("id"),
                of));
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Tx tx) throws SQLException;
  }

  private <T> T in(Work<T> work) {
    return transactions.<T, RuntimeException>inTransaction(Scope.system(), work::run);
  }
}

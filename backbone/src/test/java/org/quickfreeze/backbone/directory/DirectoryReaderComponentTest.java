package org.quickfreeze.backbone.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.backbone.directory.Entries.FROM;
import static org.quickfreeze.backbone.directory.Entries.heartbeat;
import static org.quickfreeze.backbone.directory.Entries.party;
import static org.quickfreeze.backbone.directory.Entries.signed;
import static org.quickfreeze.backbone.fixture.Eventually.eventually;

import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quickfreeze.backbone.fixture.Keys;
import org.quickfreeze.backbone.fixture.TestDatabase;
import org.quickfreeze.backbone.fixture.TestKafka;
import org.quickfreeze.backbone.quarkus.PinnedKeys;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryRecord;

@Timeout(120)
class DirectoryReaderComponentTest {
  private static final ECKey REGISTER = Keys.fresh();
  private static final ECKey STRANGER = Keys.fresh();
  @TempDir Path folder;
  private final TestKafka kafka = new TestKafka();
  private final Transactions transactions = TestDatabase.transactions("directory-test");
  private final DirectoryCopy copy = new DirectoryCopy();
  private EntryVerifier verifier;

  @BeforeEach
  void beginAtTheEndOfTheTopic() throws IOException {
    TestDatabase.clean();
    TestDatabase.asOwner(
        "update backbone.directory_state set next_offset = " + kafka.end(DirectoryReader.TOPIC));
    Path file = folder.resolve("register-public.jwk");
    Files.writeString(file, REGISTER.toPublicJWK().toJSONString());
    verifier = PinnedKeys.read(file);
  }

  @Test
  void givenSignedEntries_whenRead_thenTheyAreInMemoryAndInTheDatabase() throws Exception {
    try (DirectoryReader reader = started(copy)) {
      send("party/FR", signed(REGISTER, party("FR", 7, "France")));
      send("party/RO", signed(REGISTER, party("RO", 8, "Romania")));

      assertThat(copy.await(8, Duration.ofSeconds(30))).isTrue();
      assertThat(reader).isNotNull();
    }

    assertThat(name(copy, "FR")).isEqualTo("France");
    DirectoryCopy afterRestart = new DirectoryCopy();
    afterRestart.load(transactions);
    assertThat(name(afterRestart, "FR")).isEqualTo("France");
    assertThat(name(afterRestart, "RO")).isEqualTo("Romania");
    assertThat(afterRestart.version()).isEqualTo(8);
    assertThat(afterRestart.refused()).isZero();
  }

  @Test
  void givenEntriesThatTheRegisterHasNotSigned_whenRead_thenTheyAreCountedAndChangeNothing() {
    send("party/FR", signed(REGISTER, party("FR", 3, "France")));
    String good = signed(REGISTER, party("FR", 9, "Nowhere"));
    send("party/FR", signed(STRANGER, party("FR", 9, "Nowhere")));
    send("party/FR", good.substring(0, good.length() - 8) + "AAAAAAAA");
    send("party/FR", "not signed at all");
    send("party/RO", good);
    send("party/FR", ofAnotherType());
    send("heartbeat", signed(STRANGER, heartbeat(99, Instant.now())));
    try (DirectoryReader reader = started(copy)) {
      eventually(() -> assertThat(copy.refused()).isEqualTo(6));
      assertThat(copy.version()).isEqualTo(3);
      assertThat(name(copy, "FR")).isEqualTo("France");
      assertThat(copy.find("party/RO", DirectoryEntity.Party.class, FROM)).isEmpty();
      assertThat(copy.age(Instant.now())).isGreaterThan(Duration.ofDays(365));

      send("party/FR", signed(REGISTER, party("FR", 4, "The French Republic")));
      eventually(() -> assertThat(name(copy, "FR")).isEqualTo("The French Republic"));
      assertThat(reader).isNotNull();
    }
    assertThat(TestDatabase.number("select refused from backbone.directory_state")).isEqualTo(6);
    assertThat(TestDatabase.number("select version from backbone.directory_state")).isEqualTo(4);
  }

  /** Compaction would leave only the record that was refused: the state of then is all we have. */
  @Test
  void givenARefusedRecordOfAnEntity_whenTheHeartbeatGoesOn_thenTheCopyIsNotWholeUntilItsState() {
    Instant before = Instant.parse("2026-11-25T03:00:00Z");
    send("party/FR", signed(REGISTER, party("FR", 3, "France")));
    send("heartbeat", signed(REGISTER, heartbeat(3, before)));
    send("party/FR", signed(STRANGER, party("FR", 4, "Nowhere")));
    send("party/RO", signed(REGISTER, party("RO", 5, "Romania")));
    send("heartbeat", signed(REGISTER, heartbeat(5, before.plusSeconds(10))));
    try (DirectoryReader reader = started(copy)) {
      eventually(() -> assertThat(name(copy, "RO")).isEqualTo("Romania"));
      eventually(() -> assertThat(nextOffset()).isEqualTo(kafka.end(DirectoryReader.TOPIC)));
      assertThat(reader).isNotNull();
    }
    assertThat(copy.version()).isEqualTo(3);
    assertThat(copy.asOf()).isEqualTo(before);
    assertThat(copy.doubted()).isEqualTo(1);

    DirectoryCopy afterRestart = new DirectoryCopy();
    afterRestart.load(transactions);
    assertThat(afterRestart.doubted()).isEqualTo(1);
    send("heartbeat", signed(REGISTER, heartbeat(5, before.plusSeconds(20))));
    send("party/FR", signed(REGISTER, party("FR", 4, "The French Republic")));
    send("heartbeat", signed(REGISTER, heartbeat(5, before.plusSeconds(30))));
    try (DirectoryReader reader = started(afterRestart)) {
      eventually(() -> assertThat(afterRestart.asOf()).isEqualTo(before.plusSeconds(30)));
      assertThat(reader).isNotNull();
    }
    assertThat(afterRestart.version()).isEqualTo(5);
    assertThat(afterRestart.doubted()).isZero();
    assertThat(name(afterRestart, "FR")).isEqualTo("The French Republic");
  }

  @Test
  void givenAnOlderStateSaidAgain_whenTheHeartbeatGoesOn_thenTheCopyIsNotWholeUntilTheNewerOne() {
    Instant beat = Instant.parse("2026-11-25T03:00:00Z");
    send("party/FR", signed(REGISTER, party("FR", 5, "new")));
    send("party/FR", signed(REGISTER, party("FR", 4, "old")));
    send("heartbeat", signed(REGISTER, heartbeat(5, beat)));
    send("party/RO", signed(REGISTER, party("RO", 6, "Romania")));
    try (DirectoryReader reader = started(copy)) {
      eventually(() -> assertThat(name(copy, "RO")).isEqualTo("Romania"));
      assertThat(copy.asOf()).isBefore(beat);
      assertThat(copy.version()).isEqualTo(5);

      send("party/FR", signed(REGISTER, party("FR", 5, "new")));
      send("heartbeat", signed(REGISTER, heartbeat(6, beat.plusSeconds(10))));
      eventually(() -> assertThat(copy.asOf()).isEqualTo(beat.plusSeconds(10)));
      assertThat(reader).isNotNull();
    }
    assertThat(copy.version()).isEqualTo(6);
    assertThat(copy.refused()).isZero();
  }

  @Test
  void givenForgedRecordsUnderInventedKeys_whenTheHeartbeatGoesOn_thenTheyStopNobody() {
    Instant beat = Instant.parse("2026-11-25T03:00:00Z");
    send("party/XX", signed(STRANGER, party("XX", 9, "Nowhere")));
    send("no entity", "not signed");
    send("heartbeat", "not signed");
    send("party/FR", signed(REGISTER, party("FR", 1, "France")));
    send("heartbeat", signed(REGISTER, heartbeat(2, beat)));
    try (DirectoryReader reader = started(copy)) {
      eventually(() -> assertThat(copy.asOf()).isEqualTo(beat));
      assertThat(reader).isNotNull();
    }
    assertThat(copy.version()).isEqualTo(2);
    assertThat(copy.refused()).isEqualTo(3);
    assertThat(copy.doubted()).isZero();
  }

  /** Each replica reads the whole topic: the slower one must not doubt what is settled. */
  @Test
  void givenAReplicaThatLagsBehind_whenItReadsWhatWasSettled_thenItDoubtsNothing() {
    send("party/FR", signed(REGISTER, party("FR", 1, "France")));
    send("party/FR", "not signed");
    send("party/FR", signed(REGISTER, party("FR", 2, "The French Republic")));
    Transactions slow = TestDatabase.transactions("directory-slow");
    long from = nextOffset();
    try (DirectoryReader reader = started(copy)) {
      eventually(() -> assertThat(copy.version()).isEqualTo(2));
      assertThat(reader).isNotNull();
    }

    List<DirectoryRecord> entries = new ArrayList<>();
    DirectoryStore.State after =
        slow.<DirectoryStore.State, RuntimeException>inTransaction(
            Scope.system(),
            tx -> {
              Reading reading = new Reading(tx, DirectoryStore.locked(tx), verifier);
              reading.take(
                  new ConsumerRecord<>(
                      DirectoryReader.TOPIC,
                      0,
                      from + 1,
                      "party/FR".getBytes(UTF_8),
                      "not signed".getBytes(UTF_8)));
              entries.addAll(reading.entries());
              return reading.after();
            });

    assertThat(after.doubted()).isZero();
    assertThat(after.refused()).isEqualTo(1);
    assertThat(after.nextOffset()).isEqualTo(nextOffset());
    assertThat(entries).isEmpty();
  }

  @Test
  void givenAnOldVersionAfterANewerOne_whenRead_thenTheNewerOneStays() {
    send("party/FR", signed(REGISTER, party("FR", 5, "new")));
    send("party/FR", signed(REGISTER, party("FR", 4, "old")));
    send("party/RO", signed(REGISTER, party("RO", 3, "Romania")));
    try (DirectoryReader reader = started(copy)) {
      eventually(() -> assertThat(name(copy, "RO")).isEqualTo("Romania"));
      assertThat(reader).isNotNull();
    }

    assertThat(name(copy, "FR")).isEqualTo("new");
    DirectoryCopy afterRestart = new DirectoryCopy();
    afterRestart.load(transactions);
    assertThat(name(afterRestart, "FR")).isEqualTo("new");
    assertThat(afterRestart.version()).isEqualTo(5);
  }

  @Test
  void givenAReaderThatStopped_whenAnotherStarts_thenItGoesOnFromTheStoredOffset() {
    send("party/FR", "not signed");
    send("party/FR", signed(REGISTER, party("FR", 1, "France")));
    try (DirectoryReader reader = started(copy)) {
      eventually(() -> assertThat(copy.version()).isEqualTo(1));
      assertThat(reader).isNotNull();
    }
    send("party/RO", signed(REGISTER, party("RO", 2, "Romania")));
    DirectoryCopy afterRestart = new DirectoryCopy();
    afterRestart.load(transactions);

    try (DirectoryReader reader = started(afterRestart)) {
      eventually(() -> assertThat(name(afterRestart, "RO")).isEqualTo("Romania"));
      assertThat(reader).isNotNull();
    }

    assertThat(name(afterRestart, "FR")).isEqualTo("France");
    assertThat(afterRestart.refused()).isEqualTo(1);
    assertThat(TestDatabase.number("select next_offset from backbone.directory_state"))
        .isEqualTo(kafka.end(DirectoryReader.TOPIC));
  }

  @Test
  void givenHeartbeats_whenRead_thenTheyGiveAgeAndVersion() {
    Instant now = Instant.parse("2026-11-25T03:00:00Z");
    send("heartbeat", signed(REGISTER, heartbeat(12, now.minusSeconds(30))));
    send("heartbeat", signed(REGISTER, heartbeat(11, now.minusSeconds(50))));
    try (DirectoryReader reader = started(copy)) {
      eventually(() -> assertThat(copy.age(now)).isEqualTo(Duration.ofSeconds(30)));
      assertThat(reader).isNotNull();
    }

    assertThat(copy.version()).isEqualTo(12);
    assertThat(copy.age(now.minusSeconds(60))).isZero();
    DirectoryCopy afterRestart = new DirectoryCopy();
    afterRestart.load(transactions);
    assertThat(afterRestart.age(now)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void givenADatabaseThatIsLostAgainAndAgain_whenItIsBack_thenNoEntryIsMissing() {
    try (DirectoryReader reader = started(copy)) {
      for (int i = 1; i <= 20; i++) {
        send("party/FR", signed(REGISTER, party("FR", i, "v" + i)));
        TestDatabase.terminate("directory-test");
      }
      eventually(() -> assertThat(copy.version()).isEqualTo(20));
      assertThat(reader).isNotNull();
    }
    assertThat(name(copy, "FR")).isEqualTo("v20");
  }

  @Test
  void givenASignedEntryOfAFormThatIsNotKnown_whenRead_thenItIsRefusedAndTheReaderGoesOn() {
    send("party/FR", signed(REGISTER, Map.of("v", 2, "entity", "party/FR", "versions", "many")));
    send("heartbeat", signed(REGISTER, Map.of("v", 2, "at", "soon")));
    send("heartbeat", signed(REGISTER, Map.of("v", 1, "directoryVersion", 9)));
    send(
        "party/FR", signed(REGISTER, Map.of("v", 1, "directoryVersion", 9, "versions", List.of())));
    send("party/RO", signed(REGISTER, party("RO", 2, "Romania")));
    try (DirectoryReader reader = started(copy)) {
      eventually(() -> assertThat(name(copy, "RO")).isEqualTo("Romania"));
      assertThat(reader).isNotNull();
    }
    assertThat(copy.refused()).isEqualTo(4);
    assertThat(copy.version()).isEqualTo(2);
  }

  /** Both replicas share the stored offset: the second must not skip what the first has read. */
  @Test
  void givenAnotherReplicaThatHasReadOn_whenThisOneStarts_thenItMissesNothing() {
    DirectoryCopy second = new DirectoryCopy();
    second.load(transactions);
    send("party/FR", signed(REGISTER, party("FR", 1, "France")));
    try (DirectoryReader reader = started(copy)) {
      eventually(() -> assertThat(copy.version()).isEqualTo(1));
      assertThat(reader).isNotNull();
    }

    try (DirectoryReader reader = started(second)) {
      eventually(() -> assertThat(name(second, "FR")).isEqualTo("France"));
      assertThat(reader).isNotNull();
    }
    assertThat(second.version()).isEqualTo(1);
  }

  private DirectoryReader started(DirectoryCopy into) {
    DirectoryReader reader =
        new DirectoryReader(
            into,
            () -> kafka.clients().consumer("request-service.directory"),
            transactions,
            verifier);
    reader.start();
    return reader;
  }

  private void send(String key, String value) {
    kafka.send(DirectoryReader.TOPIC, key, value);
  }

  private static String ofAnotherType() {
    return Jws.sign(
        Keys.secret(REGISTER),
        REGISTER.getKeyID(),
        "qf-act+jws",
        Wire.mapper().valueToTree(party("FR", 9, "Nowhere")));
  }

  private static long nextOffset() {
    return TestDatabase.number("select next_offset from backbone.directory_state");
  }

  private static String name(DirectoryCopy from, String code) {
    return from.find("party/" + code, DirectoryEntity.Party.class, FROM)
        .map(DirectoryEntity.Party::nameEn)
        .orElse("");
  }
}

package org.quickfreeze.audit.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.quickfreeze.audit.log.ConsistencyProof;
import org.quickfreeze.audit.log.Hash;
import org.quickfreeze.audit.log.InclusionProof;
import org.quickfreeze.audit.log.Merkle;
import org.quickfreeze.audit.record.Streams.Missing;
import org.quickfreeze.audit.record.Streams.StreamState;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

class AppenderComponentTest {
  private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
  private static final UUID REQUEST = UUID.fromString("6f1e7c1e-2f5b-4c47-9d3a-4b1d7a3f0a01");

  private final Transactions transactions = AuditDatabase.empty();
  private final Appender appender = new Appender(new SecureRandom(), InstantSource.fixed(NOW));

  @Test
  void givenEventsThenEachIsALeafInTheirOrderAndTheEdgeHasTheRoot() {
    append(Events.numbered(1, REQUEST), Events.numbered(2, REQUEST));
    append(Events.numbered(3, REQUEST));

    assertThat(AuditDatabase.texts("select index from audit.entry order by index"))
        .containsExactly("0", "1", "2");
    assertThat(AuditDatabase.texts("select sequence from audit.opening order by index"))
        .containsExactly("1", "2", "3");
    assertThat(root()).isEqualTo(rootOverAllLeaves());
    assertThat(AuditDatabase.texts("select encode(substr(leaf, 1, 6), 'hex') from audit.entry"))
        .containsOnly("006600079c53");
  }

  @Test
  void givenTheSameRecordsAgainThenTheLogDoesNotGrow() {
    Incoming first = Events.numbered(1, REQUEST);
    Incoming second = Events.numbered(2, REQUEST);
    append(first, second);

    append(first, second, Events.numbered(3, REQUEST));

    assertThat(AuditDatabase.texts("select sequence from audit.opening order by index"))
        .containsExactly("1", "2", "3");
    assertThat(AuditDatabase.texts("select index from audit.conflict")).isEmpty();
  }

  /** As after a power cut: a broker that lost its last records gives their offsets to others. */
  @Test
  void givenAPlaceThatIsReusedThenBothEventsAreLoggedAndTheConflictIsKept() {
    append(Events.numbered(1, 0, REQUEST), Events.numbered(2, 1, REQUEST));
    Incoming third = Events.numbered(3, 1, REQUEST);

    append(third);
    append(third);

    assertThat(AuditDatabase.texts("select sequence from audit.opening order by index"))
        .containsExactly("1", "2", "3");
    assertThat(AuditDatabase.texts("select index from audit.conflict")).containsExactly("2");
    assertThat(stream().conflicts()).isEqualTo(1);
    assertThat(stream().holes()).isEmpty();
    assertThat(root()).isEqualTo(rootOverAllLeaves());
  }

  @Test
  void givenAPlaceThatIsReusedUnderTheSameIdThenOtherBytesAreLoggedToo() {
    List<String> id = List.of("ce_id", "0c4bd4a5-6f2e-4a6e-9d54-2a1f0b8b7c01");
    append(Events.raw("order.events", 7, "k", id, "{}".getBytes(UTF_8)));

    append(Events.raw("order.events", 7, "k", id, "{\"a\":1}".getBytes(UTF_8)));
    append(Events.raw("order.events", 7, "other", id, "{}".getBytes(UTF_8)));

    assertThat(AuditDatabase.texts("select index from audit.entry order by index"))
        .containsExactly("0", "1", "2");
    assertThat(AuditDatabase.texts("select index from audit.conflict order by index"))
        .containsExactly("1", "2");
    assertThat(read(Streams::conflicts)).isEqualTo(2);
  }

  @Test
  void givenBytesThatNobodyUnderstandsThenTheyAreLoggedAsACommitment() {
    byte[] junk = {0, (byte) 0xff, '{', 0};
    append(
        Events.raw("order.events", 0, "a\0b", List.of("ce_type", "\0", "ce_x", "\0y"), junk),
        Events.raw("order.events", 1, "", List.of(), new byte[0]),
        Events.raw("order.events", 2, "k", List.of("ce_sequence", "9".repeat(19)), junk));

    assertThat(AuditDatabase.texts("select encode(substr(leaf, 1, 2), 'hex') from audit.entry"))
        .containsExactly("0000", "0000", "0000");
    assertThat(
            AuditDatabase.texts("select encode(value, 'hex') from audit.opening where index = 0"))
        .containsExactly("00ff7b00");
    assertThat(root()).isEqualTo(rootOverAllLeaves());
  }

  @Test
  void givenAGapThenTheHoleIsKeptUntilTheMissingCome() {
    append(Events.numbered(1, REQUEST), Events.numbered(5, REQUEST));
    assertThat(stream().holes()).containsExactly(new Missing(2, 4, NOW));
    assertThat(missing()).isEqualTo(3);

    append(Events.numbered(3, REQUEST));
    assertThat(stream().holes()).containsExactly(new Missing(2, 2, NOW), new Missing(4, 4, NOW));

    append(Events.numbered(2, REQUEST), Events.numbered(4, REQUEST));
    assertThat(stream().holes()).isEmpty();
    assertThat(stream().healed()).isEqualTo(3);
    assertThat(stream().last()).isEqualTo(5);
    assertThat(missing()).isZero();
  }

  @Test
  void givenANumberThatTwoEventsBearThenBothAreLoggedAndTheConflictIsKept() {
    append(Events.numbered(1, REQUEST), Events.numbered(2, REQUEST));

    append(Events.numbered(1, 7, REQUEST));

    assertThat(stream().conflicts()).isEqualTo(1);
    assertThat(AuditDatabase.texts("select index from audit.conflict")).containsExactly("2");
  }

  @Test
  void givenTheSameSourceOnAnotherTopicThenItIsAnotherStream() {
    append(Events.numbered(1, REQUEST));
    append(
        Events.raw(
            "order.events",
            0,
            "k",
            List.of("ce_source", "/request", "ce_sequence", "%019d".formatted(9)),
            "{}".getBytes(UTF_8)));

    assertThat(streams())
        .extracting(StreamState::topic, s -> s.holes().size())
        .containsExactly(tuple("order.events", 1), tuple("request.events", 0));
  }

  @Test
  void givenTwoThatAppendAtOnceThenEveryIndexIsGivenOnce() throws Exception {
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      long from = writer * 50L;
      writers.add(
          () -> {
            for (long i = from; i < from + 50; i += 5) {
              List<Incoming> batch = new ArrayList<>();
              for (long n = i; n < i + 5; n++) {
                batch.add(Events.numbered(n + 1, REQUEST));
              }
              append(batch.toArray(Incoming[]::new));
            }
            return true;
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : threads.invokeAll(writers)) {
        assertThat(done.get()).isTrue();
      }
    }

    assertThat(AuditDatabase.texts("select count(*) from audit.entry")).containsExactly("200");
    assertThat(AuditDatabase.texts("select max(index) from audit.entry")).containsExactly("199");
    assertThat(root()).isEqualTo(rootOverAllLeaves());
    assertThat(stream().holes()).isEmpty();
  }

  /** Batches of random size; after each, an older root and a random entry are proved from rows. */
  @Test
  void givenRandomBatchesThenProofsFromTheRowsHold() {
    long seed = 4711;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    long size = 0;
    List<Hash> roots = new ArrayList<>(List.of(Merkle.EMPTY_ROOT));
    List<Long> sizes = new ArrayList<>(List.of(0L));
    for (int step = 0; step < 12; step++) {
      List<Incoming> batch = new ArrayList<>();
      for (int i = random.nextInt(1, 120); i > 0; i--) {
        batch.add(Events.numbered(++size, REQUEST));
      }
      append(batch.toArray(Incoming[]::new));
      roots.add(root());
      sizes.add(size);
      long now = size;
      int older = random.nextInt(sizes.size());
      long index = random.nextLong(size);
      String where = "seed " + seed + " step " + step + " size " + size;

      ConsistencyProof consistency =
          read(tx -> LogStore.reader(tx, now).consistency(sizes.get(older), now));
      InclusionProof inclusion = read(tx -> LogStore.reader(tx, now).inclusion(index, now));
      Hash leaf = read(tx -> LogStore.reader(tx, now).leafHash(index));

      assertThat(consistency.proves(roots.get(older), roots.getLast())).as(where).isTrue();
      assertThat(inclusion.proves(leaf, roots.getLast())).as(where).isTrue();
    }
    assertThat(root()).isEqualTo(rootOverAllLeaves());
  }

  @Test
  void givenTheServicesOwnRolesThenWhatIsLoggedCannotBeChanged() {
    append(Events.numbered(1, REQUEST));
    for (String statement :
        List.of(
            "update audit.entry set leaf = leaf",
            "delete from audit.entry",
            "delete from audit.opening",
            "update audit.opening set event_id = event_id",
            "update audit.node set hash = hash",
            "delete from audit.conflict",
            "update audit.checkpoint set note = note")) {
      for (Scope scope : List.of(Scope.system(), AuditDatabase.AUDITOR)) {
        assertThatThrownBy(() -> transactions.inTransaction(scope, tx -> tx.update(statement)))
            .as(statement)
            .isInstanceOf(DatabaseFailure.class)
            .hasMessageContaining("42501");
      }
    }
  }

  @Test
  void givenAnotherRoleThanAuditorThenNoEventIsSeenWhateverIsAsked() {
    append(Events.numbered(1, REQUEST));
    for (String table : List.of("opening", "stream", "hole", "healed", "conflict")) {
      assertThat(count(AuditDatabase.OFFICER, table)).as(table).isZero();
      assertThat(count(AuditDatabase.PUBLIC, table)).as(table).isZero();
    }
    assertThat(count(AuditDatabase.AUDITOR, "opening")).isEqualTo(1);
    assertThat(count(AuditDatabase.AUDITOR, "stream")).isEqualTo(1);
    assertThat(count(AuditDatabase.OFFICER, "entry")).isZero();
  }

  private long count(Scope scope, String table) {
    return transactions.<Long, RuntimeException>inTransaction(
        scope,
        tx ->
            tx.first("select count(*) as n from audit." + table, row -> row.number("n"))
                .orElseThrow());
  }

  private void append(Incoming... records) {
    transactions.<Boolean, RuntimeException>inTransaction(
        Scope.system(),
        tx -> {
          appender.handle(tx, List.of(records));
          return true;
        });
  }

  private Hash root() {
    return read(tx -> LogStore.edge(tx).root());
  }

  private Hash rootOverAllLeaves() {
    List<byte[]> leaves = read(tx -> LogStore.leaves(tx, 0, 100_000));
    return Merkle.root(leaves.stream().map(Merkle::leafHash).toList());
  }

  private StreamState stream() {
    return streams().getFirst();
  }

  private List<StreamState> streams() {
    return read(Streams::all);
  }

  private long missing() {
    return read(Streams::missing);
  }

  private <T> T read(Transactions.Work<T, RuntimeException> work) {
    return transactions.inTransaction(Scope.system(), (Tx tx) -> work.in(tx));
  }
}

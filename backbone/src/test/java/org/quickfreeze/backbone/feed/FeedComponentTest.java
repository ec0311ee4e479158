package org.quickfreeze.backbone.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.backbone.fixture.Eventually.eventually;

import com.google.crypto.tink.subtle.AesSiv;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.feed.Feed.FeedEntry;
import org.quickfreeze.backbone.feed.Feed.FeedPage;
import org.quickfreeze.backbone.feed.Feed.FeedRow;
import org.quickfreeze.backbone.fixture.TestDatabase;
import org.quickfreeze.backbone.outbox.OnPublished;
import org.quickfreeze.backbone.outbox.Relay;
import org.quickfreeze.backbone.outbox.Wake;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;

/** The relay numbers here without any broker, as it has to. */
@Timeout(60)
class FeedComponentTest {
  private static final Instant AT = Instant.parse("2026-11-25T03:00:00Z");
  private static final Scope FRENCH = Scope.of("officer", "FR", "fr-24-7", List.of(), "c1");
  private final Transactions transactions = TestDatabase.transactions("feed-test");
  private final Feed feed = new Feed(new Siv());
  private final Relay relay =
      new Relay(
          TestDatabase.relay(),
          "request.events",
          () -> {
            throw new KafkaException("there is no broker");
          },
          OnPublished.NOTHING,
          new Wake());

  @BeforeEach
  void start() {
    TestDatabase.clean();
    relay.start();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void givenEntriesOfTwoAuthorities_whenOnePagesThrough_thenItGetsItsOwnInOrder() {
    for (int i = 0; i < 7; i++) {
      add("fr-24-7", "f" + i);
      add("ro-24-7", "r" + i);
    }
    numbered(14);

    List<String> read = new ArrayList<>();
    String cursor = "";
    for (FeedPage page = page(cursor, 3); !page.entries().isEmpty(); page = page(cursor, 3)) {
      page.entries().forEach(entry -> read.add(entry.subject()));
      cursor = page.next();
    }

    assertThat(read).containsExactly("f0", "f1", "f2", "f3", "f4", "f5", "f6");
    assertThat(page(cursor, 3).next()).isEqualTo(cursor);
    add("fr-24-7", "f7");
    numbered(15);
    assertThat(page(cursor, 3).entries()).extracting(FeedEntry::subject).containsExactly("f7");
  }

  @Test
  void givenALowerIdThatCommitsLate_whenTheReaderHasGoneOn_thenItIsNotMissed() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<?> late =
          thread.submit(
              () ->
                  transactions.<Object, Exception>inTransaction(
                      FRENCH,
                      tx -> {
                        Feed.add(tx, List.of(row("fr-24-7", "late")));
                        tx.flush();
                        written.countDown();
                        commit.await();
                        return "done";
                      }));
      written.await();
      add("fr-24-7", "early");
      numbered(1);
      FeedPage before = page("", 10);
      commit.countDown();
      late.get();
      numbered(2);

      assertThat(before.entries()).extracting(FeedEntry::subject).containsExactly("early");
      assertThat(page(before.next(), 10).entries())
          .extracting(FeedEntry::subject)
          .containsExactly("late");
      assertThat(TestDatabase.texts("select subject from backbone.feed order by id"))
          .containsExactly("late", "early");
    }
  }

  @Test
  void givenManyWritersSomeOfWhichFail_whenTheReaderFollows_thenItGetsEachEntryOnce()
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        int writer = w;
        writers.add(threads.submit(() -> write(writer)));
      }
      List<String> read = new ArrayList<>();
      String cursor = "";
      while (read.size() < 4 * 20) {
        FeedPage page = page(cursor, 7);
        page.entries().forEach(entry -> read.add(entry.subject()));
        cursor = page.next();
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(read).doesNotHaveDuplicates().hasSize(80);
      for (int w = 0; w < 4; w++) {
        String prefix = "w" + w + "-";
        assertThat(read.stream().filter(subject -> subject.startsWith(prefix))).isSorted();
      }
    }
    assertThat(TestDatabase.numbers("select position from backbone.feed order by position"))
        .isEqualTo(java.util.stream.LongStream.rangeClosed(1, 80).boxed().toList());
  }

  @Test
  void givenCursors_whenLookedAt_thenTheyShowNoNumberAndServeTheirReaderAlone() {
    add("fr-24-7", "f0");
    add("fr-24-7", "f1");
    numbered(2);
    FeedPage page = page("", 10);

    Set<String> cursors = new HashSet<>();
    for (FeedEntry entry : page.entries()) {
      cursors.add(entry.cursor());
      assertThat(Base64.getUrlDecoder().decode(entry.cursor())).hasSize(24);
      assertThat(read(entry.cursor(), "ro-24-7")).isEmpty();
    }
    assertThat(cursors).hasSize(2);
    assertThat(page("", 10)).isEqualTo(page);
  }

  @Test
  void givenSomethingThatIsNoCursor_whenRead_thenThereIsNoPage() {
    assertThat(read("1", "fr-24-7")).isEmpty();
    assertThat(read("not a cursor!", "fr-24-7")).isEmpty();
    assertThat(read("AAAAAAAAAAE", "fr-24-7")).isEmpty();
    assertThat(read("A".repeat(500), "fr-24-7")).isEmpty();
  }

  private Object write(int writer) {
    for (int i = 0; i < 25; i++) {
      String subject = "w%d-%02d".formatted(writer, i);
      boolean fails = i % 5 == 4;
      try {
        transactions.<Object, RuntimeException>inTransaction(
            FRENCH,
            tx -> {
              Feed.add(tx, List.of(row("fr-24-7", subject)));
              if (fails) {
                throw new IllegalStateException("rolled back");
              }
              return "done";
            });
      } catch (IllegalStateException e) {
        assertThat(fails).isTrue();
      }
    }
    return "done";
  }

  private void add(String authority, String subject) {
    transactions.<Object, RuntimeException>inTransaction(
        FRENCH,
        tx -> {
          Feed.add(tx, List.of(row(authority, subject)));
          return "done";
        });
  }

  private FeedPage page(String after, int limit) {
    return transactions
        .<Optional<FeedPage>, RuntimeException>inTransaction(
            FRENCH, tx -> feed.read(tx, "fr-24-7", after, limit))
        .orElseThrow();
  }

  private Optional<FeedPage> read(String after, String authority) {
    return transactions.<Optional<FeedPage>, RuntimeException>inTransaction(
        Scope.system(), tx -> feed.read(tx, authority, after, 10));
  }

  private static FeedRow row(String authority, String subject) {
    String party = authority.substring(0, 2).toUpperCase(java.util.Locale.ROOT);
    return new FeedRow(party, authority, subject, "type", 1, AT);
  }

  private static void numbered(long rows) {
    eventually(
        () ->
            assertThat(
                    TestDatabase.number(
                        "select count(*) from backbone.feed where position is not null"))
                .isEqualTo(rows));
  }

  /** AES-SIV (RFC 5297): deterministic, bound to the reader. */
  private static final class Siv implements Feed.CursorSeal {
    private final AesSiv siv;

    Siv() {
      byte[] key = new byte[64];
      java.util.Arrays.fill(key, (byte) 7);
      key[0] = 1;
      try {
        siv = new AesSiv(key);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public byte[] seal(byte[] plain, String reader) throws GeneralSecurityException {
      return siv.encryptDeterministically(plain, reader.getBytes(UTF_8));
    }

    @Override
    public byte[] open(byte[] sealed, String reader) throws GeneralSecurityException {
      return siv.decryptDeterministically(sealed, reader.getBytes(UTF_8));
    }
  }
}

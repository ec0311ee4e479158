package org.quickfreeze.backbone.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.quickfreeze.backbone.fixture.Eventually.eventually;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.fixture.TestDatabase;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.KeyUse;
import org.quickfreeze.backbone.problem.Problem.ProblemException;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;

@Timeout(60)
class IdempotencyKeysComponentTest {
  private static final Answer CREATED = new Answer(201, "/requests/1", "\"1\"");
  private final Transactions transactions = TestDatabase.transactions("key-test");
  private final AtomicInteger effects = new AtomicInteger();

  @BeforeEach
  void clean() {
    TestDatabase.clean();
  }

  @Test
  void givenACallThatWasAnswered_whenItComesAgain_thenTheAnswerIsReplayedWithoutEffect() {
    call(use("c1", "key-0001", 1));

    Answer again = call(use("c1", "key-0001", 1));

    assertThat(again).isEqualTo(CREATED);
    assertThat(effects).hasValue(1);
  }

  @Test
  void givenAKeyThatWasUsed_whenAnotherBodyComes_thenItIs422() {
    call(use("c1", "key-0001", 1));

    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> call(use("c1", "key-0001", 2)));

    assertThat(refused.problem().status()).isEqualTo(422);
    assertThat(refused.problem().type()).isEqualTo("idempotency-key-reused");
    assertThat(effects).hasValue(1);
  }

  @Test
  void givenAKeyThatWasUsed_whenAnotherCallerMethodOrPathUsesIt_thenItIsNew() {
    call(use("c1", "key-0001", 1));

    call(use("c2", "key-0001", 2));
    call(new KeyUse("c1", "PUT", "/requests", "key-0001", new byte[] {3}));
    call(new KeyUse("c1", "POST", "/drafts", "key-0001", new byte[] {3}));

    assertThat(effects).hasValue(4);
  }

  @Test
  void givenACallThatWasRefused_whenItIsCorrectedUnderTheSameKey_thenItIsNew() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                transactions.<Optional<Answer>, RuntimeException>inTransaction(
                    scope("c1"),
                    tx -> {
                      IdempotencyKeys.begin(tx, use("c1", "key-0001", 1));
                      throw new IllegalStateException("refused");
                    }));

    Answer answer = call(use("c1", "key-0001", 2));

    assertThat(answer).isEqualTo(CREATED);
    assertThat(effects).hasValue(1);
  }

  @Test
  void givenTheFirstStillUnderWay_whenTheSecondWaitsAndTheFirstCommits_thenItReplays()
      throws Exception {
    try (First first = new First();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Answer> second = threads.submit(() -> call(use("c1", "key-0001", 1)));
      eventually(() -> assertThat(TestDatabase.waiting("key-test")).isEqualTo(1));
      first.goOn.countDown();

      assertThat(second.get()).isEqualTo(CREATED);
      assertThat(effects).hasValue(1);
    }
  }

  @Test
  void givenTheFirstStillUnderWay_whenTheSecondWaitsAndTheFirstFails_thenTheSecondHasTheEffect()
      throws Exception {
    try (First first = new First();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      first.fails = true;
      Future<Answer> second = threads.submit(() -> call(use("c1", "key-0001", 1)));
      eventually(() -> assertThat(TestDatabase.waiting("key-test")).isEqualTo(1));
      first.goOn.countDown();

      assertThat(second.get()).isEqualTo(CREATED);
      assertThat(effects).hasValue(1);
      assertThat(TestDatabase.number("select count(*) from backbone.idempotency_key")).isEqualTo(1);
    }
  }

  @Test
  void givenTheFirstStillUnderWay_whenTheSecondHasWaitedTwoSeconds_thenItIs409() throws Exception {
    try (First first = new First()) {
      ProblemException refused =
          catchThrowableOfType(ProblemException.class, () -> call(use("c1", "key-0001", 1)));

      assertThat(refused.problem().status()).isEqualTo(409);
      assertThat(refused.problem().type()).isEqualTo("idempotency-key-in-use");
      assertThat(first.ended.isDone()).isFalse();
    }
    assertThat(effects).hasValue(1);
  }

  private Answer call(KeyUse use) {
    return transactions.<Answer, RuntimeException>inTransaction(
        scope(use.caller()),
        tx -> {
          Optional<Answer> before = IdempotencyKeys.begin(tx, use);
          if (before.isPresent()) {
            return before.get();
          }
          effects.incrementAndGet();
          IdempotencyKeys.complete(tx, use, CREATED);
          return CREATED;
        });
  }

  private static Scope scope(String caller) {
    return Scope.of("officer", "FR", "fr-24-7", List.of(), caller);
  }

  private static KeyUse use(String caller, String key, int body) {
    return new KeyUse(caller, "POST", "/requests", key, new byte[] {(byte) body});
  }

  /** A first call that holds its transaction open until it may go on. */
  private final class First implements AutoCloseable {
    final CountDownLatch goOn = new CountDownLatch(1);
    final ExecutorService thread = Executors.newSingleThreadExecutor();
    final Future<?> ended;
    volatile boolean fails;

    First() throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      KeyUse use = use("c1", "key-0001", 1);
      ended =
          thread.submit(
              () ->
                  TestDatabase.transactions("key-first")
                      .<Object, Exception>inTransaction(
                          scope("c1"),
                          tx -> {
                            assertThat(IdempotencyKeys.begin(tx, use)).isEmpty();
                            begun.countDown();
                            goOn.await();
                            if (fails) {
                              throw new IllegalStateException("refused");
                            }
                            effects.incrementAndGet();
                            IdempotencyKeys.complete(tx, use, CREATED);
                            return "done";
                          }));
      begun.await();
    }

    @Override
    public void close() {
      goOn.countDown();
      thread.close();
    }
  }
}

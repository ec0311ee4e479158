package org.quickfreeze.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.quickfreeze.audit.log.Checkpoint;
import org.quickfreeze.audit.log.LogSigner;
import org.quickfreeze.audit.log.Merkle;
import org.quickfreeze.audit.log.SignedNote;
import org.quickfreeze.audit.log.Signers;
import org.quickfreeze.audit.record.LogStore.SignedCheckpoint;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;

class CheckpointSignerComponentTest {
  private static final Instant T0 = Instant.parse("2026-11-25T03:00:00Z");
  private static final UUID REQUEST = UUID.fromString("6f1e7c1e-2f5b-4c47-9d3a-4b1d7a3f0a01");

  private final Transactions transactions = AuditDatabase.empty();
  private final LogSigner log = Signers.named("log.example.org");
  private final Publication publication = new Publication(Duration.ofMinutes(5), 100);
  private Instant now = T0;
  private CheckpointSigner signer = started();
  private long sequence;

  @Test
  void givenAnEmptyLogThenItsEmptyTreeIsSignedAndPublished() {
    signer.step();

    SignedCheckpoint first = latest(AuditDatabase.PUBLIC);
    SignedNote note = SignedNote.parse(first.note()).orElseThrow();
    assertThat(note.verifies(List.of(log.key()))).isTrue();
    assertThat(Checkpoint.parse(note.text()))
        .contains(Checkpoint.of("log.example.org", 0, Merkle.EMPTY_ROOT));
    assertThat(published()).isEqualTo(1);
  }

  @Test
  void givenNewEntriesThenAuditorsHaveACheckpointAtOnceAndThePublicLater() {
    signer.step();
    append(3);

    signer.step();
    assertThat(latest(AuditDatabase.AUDITOR).size()).isEqualTo(3);
    assertThat(latest(AuditDatabase.PUBLIC).size()).isZero();
    assertThat(published()).isEqualTo(1);

    now = T0.plus(Duration.ofMinutes(5));
    signer.step();
    assertThat(latest(AuditDatabase.PUBLIC).size()).isEqualTo(3);
    assertThat(published()).isEqualTo(2);
  }

  @Test
  void givenAHundredEntriesThenThePublicNeedNotWait() {
    signer.step();
    append(100);

    signer.step();

    assertThat(latest(AuditDatabase.PUBLIC).size()).isEqualTo(100);
  }

  @Test
  void givenNoGrowthThenNothingMoreIsSigned() {
    append(2);
    signer.step();
    now = T0.plus(Duration.ofHours(3));
    signer.step();
    signer.step();

    assertThat(AuditDatabase.texts("select size from audit.checkpoint")).containsExactly("2");
    assertThat(published()).isEqualTo(1);
  }

  @Test
  void givenInternalCheckpointsThenTheyGoAfterAnHourAndPublicOnesStay() {
    signer.step();
    append(1);
    signer.step();
    now = T0.plusSeconds(1);
    append(1);
    signer.step();
    now = T0.plus(Duration.ofHours(2));
    append(1);
    signer.step();

    assertThat(AuditDatabase.texts("select size from audit.checkpoint order by size"))
        .containsExactly("0", "3");
  }

  @Test
  void givenARestartThenAnInternalCheckpointIsPublishedUnderTheSameSignature() {
    signer.step();
    append(2);
    signer.step();
    byte[] before = latest(AuditDatabase.AUDITOR).note();

    signer = started();
    signer.step();

    assertThat(latest(AuditDatabase.PUBLIC).note()).isEqualTo(before);
    assertThat(published()).isEqualTo(2);
  }

  @Test
  void givenRowsThatContradictWhatWasSignedThenNothingIsSignedAnyMore() {
    append(3);
    signer.step();
    AuditDatabase.asOwner("update audit.entry set leaf_hash = sha256('x') where index = 1");
    append(1);

    signer.step();

    assertThat(signer.figures().contradicted()).isTrue();
    assertThat(latest(AuditDatabase.AUDITOR).size()).isEqualTo(3);
  }

  @Test
  void givenATreeSmallerThanWhatWasSignedThenNothingIsSignedAnyMore() {
    append(3);
    signer.step();
    AuditDatabase.asOwner("update audit.edge set size = 0, peaks = ''");

    signer.step();

    assertThat(signer.figures().contradicted()).isTrue();
    assertThat(AuditDatabase.texts("select size from audit.checkpoint")).containsExactly("3");
  }

  private CheckpointSigner started() {
    InstantSource time = () -> now;
    return new CheckpointSigner(transactions, new Outbox(() -> {}), log, publication, time);
  }

  private void append(int count) {
    Appender appender = new Appender(new SecureRandom(), () -> now);
    for (int i = 0; i < count; i++) {
      sequence++;
      transactions.<Boolean, RuntimeException>inTransaction(
          Scope.system(),
          tx -> {
            appender.handle(tx, List.of(Events.numbered(sequence, REQUEST)));
            return true;
          });
    }
  }

  private SignedCheckpoint latest(Scope scope) {
    return transactions
        .<Optional<SignedCheckpoint>, RuntimeException>inTransaction(scope, LogStore::checkpoint)
        .orElseThrow();
  }

  private static long published() {
    return Long.parseLong(
        AuditDatabase.texts(
                "select count(*) from backbone.outbox where topic = 'audit.checkpoints'")
            .getFirst());
  }
}

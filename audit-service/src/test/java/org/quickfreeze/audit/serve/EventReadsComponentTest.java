package org.quickfreeze.audit.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quickfreeze.audit.log.LogSigner;
import org.quickfreeze.audit.log.Signers;
import org.quickfreeze.audit.record.AuditDatabase;
import org.quickfreeze.audit.serve.EventReads.EventView;
import org.quickfreeze.audit.serve.EventReads.OpenedView;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.verify.Main;

class EventReadsComponentTest {
  private static final String REQUEST = "6f1e7c1e-2f5b-4c47-9d3a-4b1d7a3f0a01";
  private static final String ORDER = "0a2b9c1e-2f5b-4c47-9d3a-4b1d7a3f0a02";
  private static final String ACKNOWLEDGED = "org.quickfreeze.request.acknowledged.v1";
  private static final String DELIVERED = "org.quickfreeze.order.order-delivered.v1";

  @TempDir private Path temp;

  private final Transactions transactions = AuditDatabase.empty();
  private final LogSigner log = Signers.named("log.example.org");

  @BeforeEach
  void log() {
    byte[] value = ("{\"request\":\"" + REQUEST + "\"}").getBytes(UTF_8);
    AuditDatabase.log(
        transactions,
        log,
        event("request.events", 0, REQUEST, ACKNOWLEDGED, value),
        event("order.events", 0, ORDER, DELIVERED, value),
        event("request.events", 1, "not an id \u0000", "?", new byte[] {(byte) 0xff, 0}));
  }

  @Test
  void givenARequestThenItsOrdersEventsAreFoundWithItAndAnOrderItsOwnAlone() {
    assertThat(events(REQUEST)).extracting(EventView::index).containsExactly(0L, 1L);
    assertThat(events(ORDER)).extracting(EventView::type).containsExactly(DELIVERED);
    assertThat(events("")).hasSize(3);
    assertThat(events(UUID.randomUUID().toString())).isEmpty();
  }

  @Test
  void givenAnAuditorThenEachEventsProofConvincesTheIndependentVerifier() throws IOException {
    for (long index = 0; index < 3; index++) {
      assertThat(verify(index, index)).as("entry " + index).isZero();
    }
    assertThat(verify(0, 1)).isEqualTo(1);
  }

  @Test
  void givenAnotherRoleThenThereIsNoEventAndNoOpening() {
    for (Scope scope : List.of(AuditDatabase.OFFICER, AuditDatabase.PUBLIC)) {
      List<EventView> seen = read(scope, tx -> EventReads.events(tx, "", -1, 10));
      Optional<OpenedView> opened = read(scope, tx -> EventReads.opened(tx, 0));

      assertThat(seen).isEmpty();
      assertThat(opened).isEmpty();
    }
  }

  @Test
  void givenAnErasedEventThenItsLeafIsShownWithoutAnOpeningAndIsStillProved() throws IOException {
    AuditDatabase.asOwner(
        "update audit.opening set salt = null, key = null, headers = null, value = null");

    OpenedView erased = read(AuditDatabase.AUDITOR, tx -> EventReads.opened(tx, 1)).orElseThrow();

    assertThat(erased.opening()).isNull();
    assertThat(erased.event()).isNull();
    Path proof = proof(1);
    assertThat(Main.run("--proof", proof.toString(), "--leaf", erased.leaf(), "--vkey", vkey()))
        .isZero();
  }

  @Test
  void givenAnIndexBeyondTheCheckpointThenThereIsNoProof() {
    Optional<byte[]> proof = read(AuditDatabase.AUDITOR, tx -> EventReads.proof(tx, 3));

    assertThat(proof).isEmpty();
  }

  private int verify(long proved, long opened) throws IOException {
    OpenedView view =
        read(AuditDatabase.AUDITOR, tx -> EventReads.opened(tx, opened)).orElseThrow();
    Path opening = temp.resolve(opened + ".json");
    Files.write(opening, Wire.bytes(view));
    return Main.run(
        "--proof", proof(proved).toString(), "--opening", opening.toString(), "--vkey", vkey());
  }

  private Path proof(long index) throws IOException {
    byte[] proof = read(AuditDatabase.AUDITOR, tx -> EventReads.proof(tx, index)).orElseThrow();
    return Files.write(temp.resolve(index + ".tlog-proof"), proof);
  }

  private String vkey() {
    return log.key().vkey();
  }

  private List<EventView> events(String subject) {
    return read(AuditDatabase.AUDITOR, tx -> EventReads.events(tx, subject, -1, 10));
  }

  private <T> T read(Scope scope, Transactions.Work<T, RuntimeException> work) {
    return transactions.inTransaction(scope, work);
  }

  private static Incoming event(String topic, long offset, String key, String type, byte[] value) {
    List<String> headers = List.of("ce_id", UUID.randomUUID().toString(), "ce_type", type);
    return new Incoming(topic, 0, offset, key, headers, value);
  }
}

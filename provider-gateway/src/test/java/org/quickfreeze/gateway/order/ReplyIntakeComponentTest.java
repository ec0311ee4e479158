package org.quickfreeze.gateway.order;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.consume.Handler;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.order.OrderCodec;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.OrderReply.Body;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.demo.SampleKey;

/** Replies under keys that the copy of the register does not hold, in a real database. */
@Timeout(120)
class ReplyIntakeComponentTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final String ANSWERED = "org.quickfreeze.order.order-answered.v1";
  private static final String REFUSED = "org.quickfreeze.order.reply-refused.v1";

  private final Transactions transactions = GatewayDatabase.transactions();
  private final DirectoryCopy directory = new DirectoryCopy();
  private final DomainClock clock = new DomainClock(Clock.fixed(NOON, ZoneOffset.UTC));
  private final ReplyIntake replies =
      new ReplyIntake(
          new Outbox(() -> {}), new DirectoryKeys(directory), directory, clock, () -> NOON);
  private final ParkedReplies parked = new ParkedReplies(transactions, replies, directory);
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String acme = "acme-" + run;
  private final String globex = "globex-" + run;
  private final SampleKey known = SampleKey.fresh();
  private final SampleKey fresh = SampleKey.fresh();

  /** Time begins before noon again, whatever other tests have left. */
  @BeforeEach
  void begin() {
    in(tx -> tx.update("update backbone.directory_state set heartbeat_at = '-infinity'"));
    in(tx -> tx.update("delete from gateway.parked_reply"));
  }

  @Test
  void givenANewKey_whenItComesAfterTheReply_thenTheReplyCountsAndNoneOvertakesIt() {
    UUID order = ordered(acme);
    beats(NOON);
    entered(acme, known);
    hears(
        reply(acme, order, fresh, ReplyCode.ACKNOWLEDGED, Body.EMPTY),
        reply(acme, order, known, ReplyCode.PRESERVED, preserved()));
    parked.decide();
    assertThat(state(order)).isEqualTo("Issued");
    assertThat(said(order)).isEmpty();

    entered(acme, fresh);
    parked.decide();
    parked.decide();

    assertThat(state(order)).isEqualTo("Preserved");
    assertThat(said(order)).containsExactly(ANSWERED, ANSWERED);
  }

  @Test
  void givenForgedReplies_whenAnotherProviderReplies_thenItIsNotHeldUpAndTheForgedAreRefused() {
    UUID forged = ordered(acme);
    UUID honest = ordered(globex);
    entered(globex, known);
    beats(NOON);

    hears(
        reply(acme, forged, fresh, ReplyCode.PRESERVED, preserved()),
        reply(globex, honest, known, ReplyCode.PRESERVED, preserved()));

    assertThat(state(honest)).isEqualTo("Preserved");
    parked.decide();
    assertThat(said(forged)).as("the copy may be behind").isEmpty();
    beats(NOON.plusSeconds(3));
    parked.decide();
    assertThat(said(forged)).containsExactly(REFUSED);
    assertThat(state(forged)).isEqualTo("Issued");
  }

  @Test
  void givenMoreForgedRepliesThanMayWait_whenTheyCome_thenTheRestIsRefusedAtOnce() {
    UUID order = ordered(acme);
    beats(NOON);
    Incoming forged = reply(acme, order, fresh, ReplyCode.PRESERVED, preserved());

    hears(Collections.nCopies(ParkedRows.MOST_OF_A_PROVIDER + 2, forged).toArray(Incoming[]::new));

    assertThat(said(order)).containsExactly(REFUSED, REFUSED);
    beats(NOON.plusSeconds(3));
    parked.decide();
    assertThat(said(order)).hasSize(ParkedRows.MOST_OF_A_PROVIDER + 2);
    parked.decide();
    assertThat(parked.waiting()).isZero();
  }

  @Test
  void givenNoMoreRoom_whenAGoodReplyComesBehindOneThatWaits_thenItIsRefusedAndDoesNotOvertake() {
    UUID order = ordered(acme);
    UUID other = ordered(acme);
    entered(acme, known);
    beats(NOON);
    Incoming forged = reply(acme, order, fresh, ReplyCode.PRESERVED, preserved());
    hears(Collections.nCopies(ParkedRows.MOST_OF_A_PROVIDER, forged).toArray(Incoming[]::new));

    hears(
        reply(acme, order, known, ReplyCode.PRESERVED, preserved()),
        reply(acme, other, known, ReplyCode.PRESERVED, preserved()));

    assertThat(state(order)).isEqualTo("Issued");
    assertThat(reasons(order)).containsExactly("too-many-waiting");
    assertThat(state(other)).as("nothing of this order waits").isEqualTo("Preserved");
  }

  /** Else one order's forged replies would hold up what others wait for. */
  @Test
  void givenManyThatWait_whenTheKeyOfALaterOneComes_thenItIsDecidedAndTheyWaitOn() {
    UUID order = ordered(acme);
    UUID honest = ordered(globex);
    beats(NOON);
    Incoming forged = reply(acme, order, fresh, ReplyCode.PRESERVED, preserved());
    hears(Collections.nCopies(250, forged).toArray(Incoming[]::new));
    hears(reply(globex, honest, known, ReplyCode.PRESERVED, preserved()));

    entered(globex, known);
    parked.decide();

    assertThat(state(honest)).isEqualTo("Preserved");
    assertThat(said(order)).isEmpty();
  }

  /** Whoever reads the event waits for the register to be as new as what it was checked by. */
  @Test
  void givenACopyWhoseVersionIsHeldBack_whenAReplyIsAnswered_thenItNamesTheVersionOfTheKey() {
    UUID order = ordered(acme);
    entered(acme, known, 7);
    beats(NOON);
    assertThat(directory.version()).isLessThan(7);

    hears(reply(acme, order, known, ReplyCode.PRESERVED, preserved()));

    assertThat(header(order, "ce_directoryversion")).containsExactly("7");
  }

  private UUID ordered(String provider) {
    UUID order = UUID.randomUUID();
    UUID request = UUID.randomUUID();
    in(
        tx -> {
          var _ = OrderRows.insert(tx, order, request, provider, NOON);
          OrderRows.document(
              tx,
              new OrderRows.Outgoing(
                  UUID.randomUUID(), order, request, provider, "preserve", hash(), "sealed"),
              NOON);
          return 0;
        });
    return order;
  }

  private void entered(String provider, SampleKey key) {
    entered(provider, key, 1);
  }

  private void entered(String provider, SampleKey key, long version) {
    GatewayDatabase.entered(
        transactions,
        "key/" + key.kid(),
        new DirectoryEntity.Key(key.kid(), "provider/" + provider, "sig", key.members()),
        version);
    directory.load(transactions);
  }

  private void beats(Instant at) {
    in(tx -> tx.update("update backbone.directory_state set heartbeat_at = ?", at));
    directory.load(transactions);
  }

  private static Incoming reply(
      String provider, UUID order, SampleKey key, ReplyCode code, Body body) {
    OrderReply reply = new OrderReply(1, order, hash(), provider, NOON, code, body);
    return new Incoming(
        "provider." + provider + ".replies",
        0,
        0,
        order.toString(),
        List.of(),
        key.sign("qf-reply+jws", OrderCodec.json(reply)).getBytes(US_ASCII));
  }

  private static Body preserved() {
    return Body.preserved(NOON.plus(Duration.ofDays(90)), 3);
  }

  private static String hash() {
    return "A".repeat(43);
  }

  private void hears(Incoming... records) {
    in(
        tx -> {
          try {
            replies.handle(tx, List.of(records));
            return 0;
          } catch (Handler.Poisoned e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private String state(UUID order) {
    return in(tx -> OrderRows.lock(tx, order).orElseThrow().state().name());
  }

  private List<String> said(UUID order) {
    return header(order, "ce_type");
  }

  private List<String> header(UUID order, String name) {
    return in(
        tx ->
            tx.query(
                "select headers[array_position(headers, ?) + 1] as value"
                    + " from backbone.outbox where key = ? order by id",
                row -> row.text("value"),
                name,
                order.toString()));
  }

  private List<String> reasons(UUID order) {
    return in(
        tx ->
            tx.query(
                "select convert_from(value, 'UTF8')::jsonb ->> 'reason' as reason"
                    + " from backbone.outbox where key = ? order by id",
                row -> row.text("reason"),
                order.toString()));
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Tx tx) throws SQLException;
  }

  private <T> T in(Work<T> work) {
    return transactions.<T, RuntimeException>inTransaction(Scope.system(), work::run);
  }
}

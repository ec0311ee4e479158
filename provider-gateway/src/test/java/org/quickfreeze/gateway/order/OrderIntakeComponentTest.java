package org.quickfreeze.gateway.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.consume.ConsumerLoop;
import org.quickfreeze.backbone.consume.Trust;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.outbox.Relay;
import org.quickfreeze.backbone.outbox.Wake;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.event.RequestEvent.OrderIssued;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.gateway.channel.ChannelAdmin;
import org.quickfreeze.gateway.channel.Channels;
import org.quickfreeze.stack.TestParts;

/** From {@code request.events} to the providers' topics, with channels that do not open. */
@Timeout(120)
class OrderIntakeComponentTest {
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Transactions transactions = GatewayDatabase.transactions();
  private final KafkaClients anybody = new KafkaClients(TestParts.kafka().clientSettings("admin"));
  private final KafkaClients gateway =
      new KafkaClients(TestParts.kafka().clientSettings("provider-gateway"));
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String acme = "acme-" + run;
  private final String globex = "globex-" + run;
  private final String events = "test.events." + run;
  private final Broker broker = new Broker();
  private final Wake wake = new Wake();
  private final Outbox outbox = new Outbox(wake::ring);
  private final DomainClock clock = new DomainClock(Clock.systemUTC());
  private final DirectoryCopy directory = new DirectoryCopy();
  private final Channels channels = new Channels(directory, clock, transactions, broker);
  private final UndeliverableOrders undeliverable = new UndeliverableOrders(outbox);
  private final Dispatch dispatch = dispatch(InstantSource.system());

  @Test
  void givenAChannelThatCannotBeOpened_whenOrdersCome_thenOthersGoOnAndItsOwnWaitInTheirOrder() {
    registered(acme, globex);
    broker.fails.add(acme);
    UUID waits = UUID.randomUUID();
    UUID goes = UUID.randomUUID();
    broker.make(events);
    try (Relay relay = relay();
        ConsumerLoop loop = loop();
        Channels running = channels) {
      relay.start();
      running.start(List.of(dispatch::sendWaiting));
      loop.start();

      issued(waits, acme, "preserve");
      issued(goes, globex, "preserve");
      issued(waits, acme, "cancel");

      eventually()
          .untilAsserted(() -> assertThat(onTopic(globex)).containsExactly("preserve " + goes));
      eventually().untilAsserted(() -> assertThat(state(waits)).isEqualTo("Cancelling"));
      broker.fails.clear();
      eventually()
          .untilAsserted(
              () ->
                  assertThat(onTopic(acme))
                      .containsExactly("preserve " + waits, "cancel " + waits));
      issued(UUID.randomUUID(), acme, "preserve");
      eventually().untilAsserted(() -> assertThat(onTopic(acme)).hasSize(3));
    }

    assertThat(onTopic(acme)).startsWith("preserve " + waits, "cancel " + waits).hasSize(3);
    assertThat(undeliverable.count()).isZero();
  }

  @Test
  void givenAChannelThatDoesNotOpen_whenItsOrderHasWaitedTooLong_thenItIsSetAside() {
    registered(acme);
    broker.fails.add(acme);
    UUID order = UUID.randomUUID();
    UUID later = UUID.randomUUID();
    broker.make(events);
    try (ConsumerLoop loop = loop();
        Channels running = channels) {
      running.start(List.of());
      loop.start();
      issued(order, acme, "preserve");
      issued(order, acme, "cancel");
      issued(later, acme, "preserve");
      eventually().untilAsserted(() -> assertThat(state(later)).isEqualTo("Issued"));
      in(
          "update gateway.waiting set since = since + interval '10 minutes' where event_id ="
              + " (select event_id from gateway.document where order_id = '"
              + later
              + "')");
      in(
          "update gateway.waiting set since = since + interval '5 minutes' where event_id ="
              + " (select event_id from gateway.document where kind = 'cancel' and order_id = '"
              + order
              + "')");

      Instant start = Instant.now();
      AtomicReference<Instant> now = new AtomicReference<>(start);
      Dispatch patient = dispatch(now::get);
      now.set(start.plus(PATIENCE).minusSeconds(60));
      patient.sendWaiting();
      assertThat(undeliverable.count()).isZero();
      now.set(start.plus(PATIENCE).plusSeconds(60));
      patient.sendWaiting();
      assertThat(patient.waiting()).isEqualTo(3);
      patient.sendWaiting();
      assertThat(patient.waiting()).isEqualTo(1);
    }

    assertThat(state(order))
        .as("as for any order whose cancellation is lost")
        .isEqualTo("Cancelling");
    assertThat(state(later)).isEqualTo("Issued");
    assertThat(undeliverable.count()).isEqualTo(2);
    in("delete from gateway.waiting");
  }

  private void in(String statement) {
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(), tx -> tx.update(statement));
  }

  @Test
  void givenAProviderThatNoChannelIsWantedFor_whenAnOrderComes_thenItIsSetAside() {
    UUID order = UUID.randomUUID();
    broker.make(events);
    try (ConsumerLoop loop = loop()) {
      loop.start();

      issued(order, acme, "preserve");

      eventually().untilAsserted(() -> assertThat(undeliverable.count()).isEqualTo(1));
    }

    assertThat(state(order)).isEqualTo("Undeliverable");
  }

  /** As long as a slow machine takes, topics that are not there yet included. */
  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
  }

  private void registered(String... providers) {
    for (String id : providers) {
      GatewayDatabase.entered(
          transactions,
          "provider/" + id,
          new DirectoryEntity.Provider(id, id, "DE", List.of(), id, List.of("en")));
      GatewayDatabase.entered(
          transactions,
          "caller/" + id,
          new DirectoryEntity.Caller(
              id, "provider", null, null, id, List.of(), List.of(), null, id));
    }
    directory.load(transactions);
  }

  private Dispatch dispatch(InstantSource real) {
    return new Dispatch(outbox, undeliverable, channels, transactions, clock, real, PATIENCE);
  }

  private Relay relay() {
    return new Relay(
        GatewayDatabase.relay(),
        "order.events",
        gateway::producer,
        new Delivery(outbox, undeliverable, clock),
        wake);
  }

  private ConsumerLoop loop() {
    return new ConsumerLoop(
        "orders-" + run,
        Pattern.compile(Pattern.quote(events)),
        Trust.OURS,
        () -> anybody.consumer("provider-gateway." + run),
        transactions,
        outbox,
        "provider-gateway.dead-letter",
        new OrderIntake(dispatch, channels, clock));
  }

  private void issued(UUID order, String provider, String kind) {
    OrderIssued event =
        new OrderIssued(
            new UUID(0, order.getLeastSignificantBits()),
            facts(),
            "officer/RO/ro-24-7",
            null,
            order,
            provider,
            List.of("1"),
            kind,
            hash(kind),
            kind.equals("preserve") ? null : hash("preserve"),
            null,
            "sealed");
    OutboundRecord sent = CloudEvents.of(UUID.randomUUID(), event, Instant.now(), null);
    ProducerRecord<byte[], byte[]> kafka =
        new ProducerRecord<>(events, null, sent.key().getBytes(UTF_8), sent.value());
    for (int i = 0; i < sent.headers().size(); i += 2) {
      kafka.headers().add(sent.headers().get(i), sent.headers().get(i + 1).getBytes(UTF_8));
    }
    try (Producer<byte[], byte[]> producer = anybody.producer()) {
      producer.send(kafka).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(String kind) {
    return kind + "-".repeat(43 - kind.length());
  }

  private static RequestFacts facts() {
    return new RequestFacts(
        new Side("FR", "fr-24-7"),
        new Side("RO", "ro-24-7"),
        "BC-29",
        "preservation",
        "URGENT",
        List.of("SUBSCRIBER"),
        List.of("BC-2"),
        List.of("1"),
        List.of("acme"),
        "1",
        false);
  }

  private String state(UUID order) {
    return transactions.<String, RuntimeException>inTransaction(
        Scope.system(),
        tx -> OrderRows.lock(tx, order).map(row -> row.state().name()).orElse("none"));
  }

  /** Kind and order of each record, in the topic's order. */
  private List<String> onTopic(String provider) {
    TopicPartition partition = new TopicPartition("provider." + provider + ".orders", 0);
    try (Consumer<byte[], byte[]> consumer = anybody.consumer("test." + UUID.randomUUID())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<String> records = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                r ->
                    records.add(
                        new String(r.headers().lastHeader("qf_kind").value(), UTF_8)
                            + " "
                            + new String(r.key(), UTF_8)));
      }
      return records;
    }
  }

  /** Makes topics, except for providers whose channel cannot be opened. */
  private final class Broker implements ChannelAdmin {
    private final Set<String> fails = ConcurrentHashMap.newKeySet();

    @Override
    public void open(String provider, String client) {
      if (fails.contains(provider)) {
        throw new IllegalStateException("the broker refuses");
      }
      make("provider." + provider + ".orders");
    }

    @Override
    public void close(String provider, String client) {
      throw new IllegalStateException("nobody has ended");
    }

    private void make(String topic) {
      try (Admin admin = anybody.admin()) {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      } catch (ExecutionException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

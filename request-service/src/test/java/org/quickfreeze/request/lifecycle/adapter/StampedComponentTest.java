package org.quickfreeze.request.lifecycle.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.feed.Feed;
import org.quickfreeze.backbone.feed.Feed.FeedEntry;
import org.quickfreeze.backbone.feed.Feed.FeedPage;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.outbox.OnPublished;
import org.quickfreeze.backbone.outbox.Relay;
import org.quickfreeze.backbone.outbox.Wake;
import org.quickfreeze.request.fixture.RequestDatabase;
import org.quickfreeze.request.fixture.Side;
import org.quickfreeze.request.fixture.World;
import org.quickfreeze.stack.TestParts;

/** What the funnel wrote, on its way through the relay to broker and feeds. */
@Timeout(120)
class StampedComponentTest {
  private static final String TOPIC = "request.events";
  private final World world = new World();
  private final KafkaClients kafka = new KafkaClients(TestParts.kafka().clientSettings("admin"));

  @Test
  void givenARequest_whenRelayed_thenTopicAndFeedsShowItInOrder() {
    topic();
    Feed feed = new RequestBeans().feed(world.vault);
    String start = cursor(feed, world.romania);
    UUID request = world.submitted();
    assertThat(page(feed, world.romania, start).entries()).isEmpty();
    world.act(world.romania, request, world.acknowledge());

    try (Relay relay =
        new Relay(
            RequestDatabase.relay(), TOPIC, kafka::producer, OnPublished.NOTHING, new Wake())) {
      relay.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(published(request)).hasSize(2));
    }

    assertThat(
            RequestDatabase.number(
                "select count(*) from backbone.outbox where position is null or sequence is null"))
        .isZero();
    List<ConsumerRecord<byte[], byte[]>> records = published(request);
    assertThat(records)
        .extracting(r -> header(r, "ce_type"))
        .containsExactly(
            "org.quickfreeze.request.preservation-requested.v1",
            "org.quickfreeze.request.acknowledged.v1");
    assertThat(records)
        .extracting(r -> header(r, "ce_sequence"))
        .isSorted()
        .allMatch(sequence -> sequence.matches("[0-9]{19}"));
    FeedPage news = page(feed, world.romania, start);
    assertThat(news.entries())
        .filteredOn(entry -> entry.subject().equals(request.toString()))
        .extracting(FeedEntry::version)
        .containsExactly(1L, 2L);
    assertThat(page(feed, world.romania, news.next()).entries()).isEmpty();
  }

  private String cursor(Feed feed, Side side) {
    return page(feed, side, "").next();
  }

  private FeedPage page(Feed feed, Side side, String after) {
    Optional<FeedPage> page =
        world.inTransaction(side, tx -> feed.read(tx, side.self().authority(), after, 500));
    return page.orElseThrow();
  }

  private List<ConsumerRecord<byte[], byte[]>> published(UUID request) {
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = kafka.consumer("test." + UUID.randomUUID())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(Duration.ofMillis(100))) {
          if (new String(polled.key(), UTF_8).equals(request.toString())) {
            found.add(polled);
          }
        }
      }
    }
    return found;
  }

  private static String header(ConsumerRecord<byte[], byte[]> polled, String name) {
    return new String(polled.headers().lastHeader(name).value(), UTF_8);
  }

  private void topic() {
    try (Admin admin = kafka.admin()) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(TopicExistsException.class);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

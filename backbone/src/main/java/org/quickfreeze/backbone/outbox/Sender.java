package org.quickfreeze.backbone.outbox;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.outbox.RelayStore.PendingRecord;

/**
 * Sends one batch at a time without making the relay wait for the broker, so that numbering goes on
 * meanwhile. After an error the producer is closed without flushing and the batch begins again from
 * the mark: what the broker already has comes twice, with the same id and number.
 */
final class Sender implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Sender.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);
  private static final Duration SLOW = Duration.ofSeconds(2);

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Wake wake;
  private @Nullable Producer<byte[], byte[]> producer;
  private List<PendingRecord> batch = List.of();
  private List<Future<?>> acknowledgements = List.of();
  private long notBefore = System.nanoTime();
  private long sentAt = System.nanoTime();
  private boolean brokerUp = true;

  Sender(Supplier<Producer<byte[], byte[]>> producers, Wake wake) {
    this.producers = producers;
    this.wake = wake;
  }

  /** False after a refusal, and while a batch waits longer than {@link #SLOW}. */
  boolean brokerUp() {
    boolean slow = !batch.isEmpty() && System.nanoTime() - sentAt > SLOW.toNanos();
    return brokerUp && !slow;
  }

  /** Begins or ends a batch if there is one to begin or end; returns whether it did. */
  boolean step(RelayStore store, OnPublished hook) throws SQLException, InterruptedException {
    if (!batch.isEmpty()) {
      return acknowledgements.stream().allMatch(Future::isDone) && finish(store, hook);
    }
    if (System.nanoTime() - notBefore < 0) {
      return false;
    }
    batch = store.pending();
    if (batch.isEmpty()) {
      return false;
    }
    acknowledgements = sendAll(batch);
    batch = batch.subList(0, acknowledgements.size());
    sentAt = System.nanoTime();
    return false;
  }

  /** Stops at the first record that is refused at once: a later one must not overtake it. */
  private List<Future<?>> sendAll(List<PendingRecord> records) {
    List<Future<?>> sent = new ArrayList<>(records.size());
    for (PendingRecord pending : records) {
      Future<?> acknowledgement = send(pending);
      sent.add(acknowledgement);
      if (acknowledgement.isDone() && acknowledgement.state() == Future.State.FAILED) {
        break;
      }
    }
    return sent;
  }

  private Future<?> send(PendingRecord pending) {
    try {
      if (producer == null) {
        producer = producers.get();
      }
      return producer.send(kafkaRecord(pending), (metadata, failure) -> wake.ring());
    } catch (KafkaException e) {
      wake.ring();
      return CompletableFuture.failedFuture(e);
    }
  }

  private boolean finish(RelayStore store, OnPublished hook)
      throws SQLException, InterruptedException {
    for (int i = 0; i < batch.size(); i++) {
      Throwable failure = failureOf(acknowledgements.get(i));
      if (failure != null) {
        failed(store, hook, batch.get(i), failure, batch.subList(0, i));
        return true;
      }
    }
    store.published(batch, hook);
    brokerUp = true;
    clear();
    return true;
  }

  private void failed(
      RelayStore store,
      OnPublished hook,
      PendingRecord pending,
      Throwable failure,
      List<PendingRecord> before)
      throws SQLException {
    List<PendingRecord> confirmed = List.copyOf(before);
    clear();
    closeProducer();
    if (!confirmed.isEmpty()) {
      store.published(confirmed, hook);
    }
    String cause = Relay.unsendable(failure, pending.age());
    if (cause != null && mayStepAside(pending.outbound().topic())) {
      LOG.log(Level.SEVERE, "a record was set aside", Fact.cause(cause));
      store.setAside(pending, cause, hook);
      return;
    }
    brokerUp = false;
    notBefore = System.nanoTime() + RETRY_AFTER.toNanos();
    LOG.log(Level.WARNING, "the broker did not take a batch", Fact.error(failure));
  }

  /** Where numbers have no hole, a record that cannot go must be seen to stand there. */
  private static boolean mayStepAside(String topic) {
    return topic.startsWith("provider.") || topic.endsWith(".dead-letter");
  }

  private static @Nullable Throwable failureOf(Future<?> acknowledgement)
      throws InterruptedException {
    try {
      acknowledgement.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
  }

  private static ProducerRecord<byte[], byte[]> kafkaRecord(PendingRecord pending) {
    OutboundRecord outbound = pending.outbound();
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < outbound.headers().size(); i += 2) {
      headers.add(outbound.headers().get(i), utf8(outbound.headers().get(i + 1)));
    }
    if (pending.sequence() != null) {
      headers.add("ce_sequence", utf8("%019d".formatted(pending.sequence())));
    }
    return new ProducerRecord<>(
        outbound.topic(), null, utf8(outbound.key()), outbound.value(), headers);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void clear() {
    batch = List.of();
    acknowledgements = List.of();
  }

  private void closeProducer() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  @Override
  public void close() {
    closeProducer();
  }
}

package org.quickfreeze.backbone.consume;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Tx;

/** Remembers, in the transaction of the effect, which records have had theirs. */
final class Inbox {
  private final String consumer;
  private final String deadLetterTopic;
  private final Outbox outbox;

  Inbox(String consumer, String deadLetterTopic, Outbox outbox) {
    this.consumer = consumer;
    this.deadLetterTopic = deadLetterTopic;
    this.outbox = outbox;
  }

  /** Claims the records for this transaction and returns those that nobody has claimed before. */
  List<Incoming> claim(Tx tx, List<Incoming> records) throws SQLException {
    Object[] ids = records.stream().map(Incoming::id).distinct().toArray();
    Set<UUID> fresh =
        new HashSet<>(
            tx.query(
                """
                insert into backbone.inbox (consumer, event_id)
                select ?, unnest(?::uuid[]) on conflict do nothing returning event_id""",
                row -> row.uuid("event_id"),
                consumer,
                tx.array("uuid", ids)));
    List<Incoming> claimed = new ArrayList<>();
    for (Incoming incoming : records) {
      if (fresh.remove(incoming.id())) {
        claimed.add(incoming);
      }
    }
    return claimed;
  }

  /** Whether an earlier record of the same topic and key lies in the dead letter. */
  boolean followsDeadOne(Tx tx, Incoming incoming) throws SQLException {
    return tx.first(
            "select 1 as one from backbone.dead_key where consumer = ? and topic = ? and key = ?",
            row -> row.number("one"),
            consumer,
            incoming.topic(),
            incoming.key())
        .isPresent();
  }

  boolean hasDeadKeys(Tx tx) throws SQLException {
    return tx.first(
            "select exists (select 1 from backbone.dead_key where consumer = ?) as any",
            row -> row.flag("any"),
            consumer)
        .orElseThrow();
  }

  /**
   * Sends the record's own bytes to the dead letter, with its cause and its place. Of its headers
   * only those go along that a handler reads: others come from outsiders and may hold anything.
   */
  void deadLetter(Tx tx, Incoming incoming, String cause) throws SQLException {
    tx.update(
        """
        insert into backbone.dead_key (consumer, topic, key, cause) values (?, ?, ?, ?)
        on conflict do nothing""",
        consumer,
        incoming.topic(),
        incoming.key(),
        cause);
    List<String> headers = known(incoming.headers());
    headers.addAll(
        List.of(
            "qf_cause", cause,
            "qf_consumer", consumer,
            "qf_topic", incoming.topic(),
            "qf_partition", Integer.toString(incoming.partition()),
            "qf_offset", Long.toString(incoming.offset())));
    outbox.write(
        tx,
        new OutboundRecord(
            UUID.randomUUID(), deadLetterTopic, incoming.key(), headers, incoming.value()));
  }

  private static List<String> known(List<String> headers) {
    List<String> known = new ArrayList<>();
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).startsWith("ce_") || headers.get(i).equals("content-type")) {
        known.add(headers.get(i));
        known.add(headers.get(i + 1));
      }
    }
    return known;
  }
}

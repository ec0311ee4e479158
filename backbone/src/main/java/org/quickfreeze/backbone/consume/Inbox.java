package org.quickfreeze.backbone.consume;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.tx.Tx;

/** Remembers, in the transaction of the effect, which records have had theirs. */
final class Inbox {
  /** What the dead letter takes from outside is bounded: a letter that is too big would stay. */
  private static final int MAX_TEXT = 200;

  private static final Pattern OWN_HEADER = Pattern.compile("ce_[a-z0-9]{1,30}|content-type");
  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]{0," + MAX_TEXT + "}");

  private final String consumer;
  private final Trust trust;
  private final String deadLetterTopic;
  private final Outbox outbox;

  Inbox(String consumer, Trust trust, String deadLetterTopic, Outbox outbox) {
    this.consumer = consumer;
    this.trust = trust;
    this.deadLetterTopic = deadLetterTopic;
    this.outbox = outbox;
  }

  /** Claims the records for this transaction and returns those that nobody has claimed before. */
  List<Incoming> claim(Tx tx, List<Incoming> records) throws SQLException {
    Object[] ids = records.stream().map(r -> r.id(trust)).distinct().toArray();
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
      if (fresh.remove(incoming.id(trust))) {
        claimed.add(incoming);
      }
    }
    return claimed;
  }

  /** Those of the records that come behind a dead one of the same topic and key. */
  List<Incoming> behindDeadOnes(Tx tx, List<Incoming> records) throws SQLException {
    if (trust != Trust.OURS || records.isEmpty()) {
      return List.of();
    }
    Object[] keys = records.stream().map(r -> plain(r.key())).distinct().toArray();
    Set<Place> dead =
        new HashSet<>(
            tx.query(
                """
                select topic, key from backbone.dead_key
                where consumer = ? and key = any(?::text[])""",
                row -> new Place(row.text("topic"), row.text("key")),
                consumer,
                tx.array("text", keys)));
    return records.stream()
        .filter(r -> dead.contains(new Place(r.topic(), plain(r.key()))))
        .toList();
  }

  private record Place(String topic, String key) {}

  /**
   * Sends the record's own bytes to the dead letter, with its cause and its place; of bytes that no
   * letter could hold, their SHA-256. Headers go along only where they are our own: an outsider's
   * may hold anything.
   */
  void deadLetter(Tx tx, Incoming incoming, String cause) throws SQLException {
    String key = plain(incoming.key());
    if (trust == Trust.OURS) {
      tx.update(
          """
          insert into backbone.dead_key (consumer, topic, key, cause) values (?, ?, ?, ?)
          on conflict do nothing""",
          consumer,
          incoming.topic(),
          key,
          cause);
    }
    boolean whole = incoming.value().length <= Outbox.MAX_VALUE_BYTES;
    List<String> headers = ownHeaders(incoming);
    headers.addAll(
        List.of(
            "qf_cause",
            cause,
            "qf_consumer",
            consumer,
            "qf_topic",
            incoming.topic(),
            "qf_partition",
            Integer.toString(incoming.partition()),
            "qf_offset",
            Long.toString(incoming.offset()),
            "qf_value",
            whole ? "whole" : "sha-256"));
    byte[] value =
        whole ? incoming.value() : Jws.sha256(incoming.value()).getBytes(StandardCharsets.US_ASCII);
    outbox.write(tx, new OutboundRecord(UUID.randomUUID(), deadLetterTopic, key, headers, value));
  }

  private List<String> ownHeaders(Incoming incoming) {
    List<String> own = new ArrayList<>();
    if (trust == Trust.OURS) {
      for (int i = 0; i < incoming.headers().size(); i += 2) {
        String header = incoming.headers().get(i);
        String text = incoming.headers().get(i + 1);
        if (OWN_HEADER.matcher(header).matches() && PLAIN.matcher(text).matches()) {
          own.add(header);
          own.add(text);
        }
      }
    }
    return own;
  }

  /** The text, or a stand-in of the same meaning where no column or header could hold it. */
  private static String plain(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : "sha-256:" + Jws.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}

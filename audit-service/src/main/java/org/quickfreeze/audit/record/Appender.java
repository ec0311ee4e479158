package org.quickfreeze.audit.record;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.audit.log.Bytes;
import org.quickfreeze.audit.log.CompactRange;
import org.quickfreeze.audit.log.Hash;
import org.quickfreeze.audit.log.Leaf;
import org.quickfreeze.audit.log.Opening;
import org.quickfreeze.audit.record.LogStore.NewEntry;
import org.quickfreeze.backbone.consume.Handler;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.event.EventTypes;

/**
 * Appends what the event topics bring. Nothing is dead-lettered: what cannot be understood is in
 * the log all the same, as a commitment to its bytes.
 */
public final class Appender implements Handler {
  private final SecureRandom random = new SecureRandom();
  private final Supplier<Instant> realNow;
  private final Runnable appended;

  /**
   * @param appended told after each commit that made the log grow
   */
  public Appender(Supplier<Instant> realNow, Runnable appended) {
    this.realNow = realNow;
    this.appended = appended;
  }

  @Override
  public void handle(Tx tx, List<Incoming> records) throws SQLException {
    CompactRange edge = LogStore.lockEdge(tx);
    Instant now = realNow.get().truncatedTo(ChronoUnit.MICROS);
    List<NewEntry> entries = new ArrayList<>();
    for (Incoming incoming : fresh(tx, records)) {
      entries.add(entry(tx, edge, incoming, now));
    }
    if (entries.isEmpty()) {
      return;
    }
    LogStore.append(tx, entries);
    LogStore.keepEdge(tx, edge);
    Streams.seen(tx, entries, now);
    tx.afterCommit(appended);
  }

  /** The inbox has dealt with repeated ids; a place in a topic is logged once in any case. */
  private static List<Incoming> fresh(Tx tx, List<Incoming> records) throws SQLException {
    Set<String> places = new HashSet<>();
    for (Incoming r : records) {
      for (long known : LogStore.known(tx, r.topic(), r.partition(), List.of(r.offset()))) {
        places.add(r.topic() + '/' + r.partition() + '/' + known);
      }
    }
    return records.stream()
        .filter(r -> !places.contains(r.topic() + '/' + r.partition() + '/' + r.offset()))
        .toList();
  }

  private NewEntry entry(Tx tx, CompactRange edge, Incoming incoming, Instant now)
      throws SQLException {
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    Opening opening = opening(salt, incoming);
    String type = incoming.header("ce_type");
    int code = type == null ? 0 : EventTypes.named(type).map(EventTypes::code).orElse(0);
    Leaf leaf = Leaf.of(code, now, opening);
    long index = edge.size();
    List<Node> nodes = new ArrayList<>();
    edge.append(leaf.hash(), (level, position, node) -> nodes.add(new Node(level, position, node)));
    for (Node node : nodes) {
      LogStore.node(tx, node.level(), node.position(), node.hash());
    }
    return new NewEntry(
        index,
        leaf.bytes(),
        leaf.hash(),
        now,
        incoming.id(),
        incoming.topic(),
        incoming.partition(),
        incoming.offset(),
        type,
        incoming.header("ce_source"),
        sequence(incoming),
        subject(incoming),
        salt,
        incoming.key().getBytes(StandardCharsets.UTF_8),
        incoming.headers().toArray(String[]::new),
        incoming.value());
  }

  /** The opening of a leaf, from what was received. */
  static Opening opening(byte[] salt, Incoming incoming) {
    List<Opening.Header> headers = new ArrayList<>();
    for (int i = 0; i < incoming.headers().size(); i += 2) {
      headers.add(
          new Opening.Header(incoming.headers().get(i), bytes(incoming.headers().get(i + 1))));
    }
    return new Opening(
        Bytes.of(salt),
        incoming.topic(),
        bytes(incoming.key()),
        headers,
        Bytes.of(incoming.value()));
  }

  /** An order's events are found by their request as well. */
  private static String subject(Incoming incoming) {
    if (!incoming.topic().equals("order.events")) {
      return incoming.key();
    }
    try {
      return org.quickfreeze.contracts.Wire.mapper()
          .readTree(incoming.value())
          .path("request")
          .asText(incoming.key());
    } catch (java.io.IOException e) {
      return incoming.key();
    }
  }

  private static @Nullable Long sequence(Incoming incoming) {
    String sequence = incoming.header("ce_sequence");
    return sequence != null && sequence.matches("\\d{19}") ? Long.valueOf(sequence) : null;
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private record Node(int level, long position, Hash hash) {}
}

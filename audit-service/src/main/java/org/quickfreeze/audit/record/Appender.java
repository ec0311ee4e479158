package org.quickfreeze.audit.record;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quickfreeze.audit.log.Bytes;
import org.quickfreeze.audit.log.CompactRange;
import org.quickfreeze.audit.log.Hash;
import org.quickfreeze.audit.log.Leaf;
import org.quickfreeze.audit.log.Opening;
import org.quickfreeze.audit.record.LogStore.NewEntry;
import org.quickfreeze.audit.record.LogStore.NewNode;
import org.quickfreeze.backbone.consume.Handler;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.tx.Tx;

/**
 * Appends what the event topics bring: a batch in one transaction, under the lock of the tree's
 * edge. Nothing is refused: what cannot be understood is in the log all the same, as a commitment
 * to its bytes.
 */
final class Appender implements Handler {
  private final SecureRandom random;
  private final InstantSource realTime;

  /**
   * @param random makes the salts
   * @param realTime not domain time: the log attests when it saw, whatever the others pretend
   */
  Appender(SecureRandom random, InstantSource realTime) {
    this.random = random;
    this.realTime = realTime;
  }

  @Override
  public void handle(Tx tx, List<Incoming> records) throws SQLException {
    CompactRange edge = LogStore.lockEdge(tx);
    List<Incoming> fresh = fresh(tx, records);
    if (fresh.isEmpty()) {
      return;
    }
    Instant now = realTime.instant().truncatedTo(ChronoUnit.MICROS);
    List<NewEntry> entries = new ArrayList<>(fresh.size());
    List<NewNode> nodes = new ArrayList<>();
    for (Incoming incoming : fresh) {
      NewEntry entry = entry(edge.size(), Received.of(incoming), now);
      edge.append(
          entry.leafHash(),
          (level, position, hash) -> nodes.add(new NewNode(level, position, hash)));
      entries.add(entry);
    }
    LogStore.append(tx, entries, nodes);
    LogStore.keepEdge(tx, edge);
    Streams.seen(tx, entries, now);
  }

  /** Repeated bytes went no further than the inbox; here a place in a topic is logged once. */
  private static List<Incoming> fresh(Tx tx, List<Incoming> records) throws SQLException {
    List<Incoming> fresh = new ArrayList<>(records);
    Map<Place, List<Incoming>> places =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    r -> new Place(r.topic(), r.partition()), TreeMap::new, Collectors.toList()));
    for (Map.Entry<Place, List<Incoming>> place : places.entrySet()) {
      Place at = place.getKey();
      Set<Long> known = LogStore.known(tx, at.topic(), at.partition(), place.getValue());
      fresh.removeIf(r -> at.holds(r) && known.contains(r.offset()));
    }
    return fresh;
  }

  private NewEntry entry(long index, Received received, Instant now) {
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    Opening opening = received.opening(Bytes.of(salt));
    Leaf leaf = Leaf.of(received.code(), now, opening);
    Hash hash = leaf.hash();
    return new NewEntry(index, leaf, hash, now, opening, received);
  }

  private record Place(String topic, int partition) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::topic).thenComparingInt(Place::partition);

    boolean holds(Incoming incoming) {
      return incoming.topic().equals(topic) && incoming.partition() == partition;
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }
}

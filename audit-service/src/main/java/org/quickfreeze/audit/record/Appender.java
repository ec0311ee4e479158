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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quickfreeze.audit.log.Bytes;
import org.quickfreeze.audit.log.CompactRange;
import org.quickfreeze.audit.log.Hash;
import org.quickfreeze.audit.log.Leaf;
import org.quickfreeze.audit.log.Opening;
import org.quickfreeze.audit.record.LogStore.Logged;
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
    List<Fresh> fresh = fresh(tx, records);
    if (fresh.isEmpty()) {
      return;
    }
    Instant now = realTime.instant().truncatedTo(ChronoUnit.MICROS);
    List<NewEntry> entries = new ArrayList<>(fresh.size());
    List<NewNode> nodes = new ArrayList<>();
    for (Fresh one : fresh) {
      NewEntry entry = entry(edge.size(), one, now);
      edge.append(
          entry.leafHash(),
          (level, position, hash) -> nodes.add(new NewNode(level, position, hash)));
      entries.add(entry);
    }
    LogStore.append(tx, entries, nodes);
    LogStore.keepEdge(tx, edge);
    Streams.seen(tx, entries, now);
  }

  /** A record that is not in the log yet, and whether another one is there for its place. */
  private record Fresh(Received received, boolean reused) {}

  /**
   * Repeated bytes went no further than the inbox, nor do they here. A place alone says nothing: a
   * broker that lost its tail in a power cut gives the same offsets to other events.
   */
  private static List<Fresh> fresh(Tx tx, List<Incoming> records) throws SQLException {
    Map<Place, List<Incoming>> places =
        records.stream()
            .collect(Collectors.groupingBy(Place::of, TreeMap::new, Collectors.toList()));
    Map<Place, List<Logged>> logged = new TreeMap<>();
    for (Map.Entry<Place, List<Incoming>> at : places.entrySet()) {
      Place place = at.getKey();
      logged.put(place, LogStore.logged(tx, place.topic(), place.partition(), at.getValue()));
    }
    List<Fresh> fresh = new ArrayList<>();
    for (Incoming incoming : records) {
      Received received = Received.of(incoming);
      List<Logged> there =
          logged.getOrDefault(Place.of(incoming), List.of()).stream()
              .filter(l -> l.offset() == incoming.offset())
              .toList();
      if (there.stream().noneMatch(received::isLoggedAs)) {
        fresh.add(new Fresh(received, !there.isEmpty()));
      }
    }
    return fresh;
  }

  private NewEntry entry(long index, Fresh fresh, Instant now) {
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    Received received = fresh.received();
    Opening opening = received.opening(Bytes.of(salt));
    Leaf leaf = Leaf.of(received.code(), now, opening);
    Hash hash = leaf.hash();
    return new NewEntry(index, leaf, hash, now, opening, received, fresh.reused());
  }

  private record Place(String topic, int partition) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::topic).thenComparingInt(Place::partition);

    static Place of(Incoming incoming) {
      return new Place(incoming.topic(), incoming.partition());
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }
}

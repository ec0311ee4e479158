package org.quickfreeze.audit.record;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.audit.record.LogStore.NewEntry;
import org.quickfreeze.audit.record.SequenceTrack.Healed;
import org.quickfreeze.audit.record.SequenceTrack.Hole;
import org.quickfreeze.audit.record.SequenceTrack.Seen;
import org.quickfreeze.backbone.tx.Tx;

/** Watches the numbers of each stream: what one source publishes on one topic. */
public final class Streams {
  private Streams() {}

  /** Numbers that are missing, both ends included. */
  public record Missing(long from, long to, Instant since) {}

  /**
   * A stream as far as it was seen.
   *
   * @param last the greatest number seen
   * @param holes what is missing below it
   * @param healed how many numbers came late
   * @param conflicts how many entries bore a number, or stood at a place, that another event had
   */
  public record StreamState(
      String topic, String source, long last, List<Missing> holes, long healed, long conflicts) {}

  private record Key(String topic, String source) {}

  /** Takes note of the numbers of these entries, in their order. */
  static void seen(Tx tx, List<NewEntry> entries, Instant now) throws SQLException {
    Map<Key, SequenceTrack> tracks = new LinkedHashMap<>();
    for (NewEntry entry : entries) {
      String source = entry.from().source();
      Long sequence = entry.from().sequence();
      if (entry.reused()) {
        conflict(tx, entry, now);
      }
      if (source == null || sequence == null) {
        continue;
      }
      Key key = new Key(entry.opening().topic(), source);
      SequenceTrack track = tracks.get(key);
      if (track == null) {
        track = load(tx, key);
        tracks.put(key, track);
      }
      if (track.accept(sequence, now) == Seen.TWICE) {
        conflict(tx, entry, now);
      }
    }
    for (Map.Entry<Key, SequenceTrack> track : tracks.entrySet()) {
      keep(tx, track.getKey(), track.getValue(), now);
    }
  }

  private static SequenceTrack load(Tx tx, Key key) throws SQLException {
    long last =
        tx.first(
                "select last from audit.stream where topic = ? and source = ?",
                row -> row.number("last"),
                key.topic(),
                key.source())
            .orElse(0L);
    return new SequenceTrack(last, holes(tx, key));
  }

  private static List<Hole> holes(Tx tx, Key key) throws SQLException {
    return tx.query(
        """
        select first, last, since from audit.hole
        where topic = ? and source = ? order by first""",
        row -> new Hole(row.number("first"), row.number("last"), row.instant("since")),
        key.topic(),
        key.source());
  }

  private static void keep(Tx tx, Key key, SequenceTrack track, Instant now) throws SQLException {
    tx.update(
        """
        insert into audit.stream (topic, source, last) values (?, ?, ?)
        on conflict (topic, source) do update set last = excluded.last""",
        key.topic(),
        key.source(),
        track.last());
    if (holes(tx, key).equals(track.holes())) {
      return;
    }
    tx.update("delete from audit.hole where topic = ? and source = ?", key.topic(), key.source());
    tx.batch(
        "insert into audit.hole (topic, source, first, last, since) values (?, ?, ?, ?, ?)",
        track.holes().stream().map(h -> row(key, h.first(), h.last(), h.since())).toList());
    tx.batch(
        """
        insert into audit.healed (topic, source, sequence, since, at) values (?, ?, ?, ?, ?)
        on conflict do nothing""",
        track.healed().stream().map((Healed h) -> row(key, h.sequence(), h.since(), now)).toList());
  }

  private static @Nullable Object[] row(Key key, Object third, Object fourth, Object fifth) {
    return new @Nullable Object[] {key.topic(), key.source(), third, fourth, fifth};
  }

  /** An entry whose number, or whose place in its topic, another one has; one row for both. */
  private static void conflict(Tx tx, NewEntry entry, Instant now) throws SQLException {
    tx.update(
        """
        insert into audit.conflict (index, topic, source, sequence, at) values (?, ?, ?, ?, ?)
        on conflict do nothing""",
        entry.index(),
        entry.opening().topic(),
        entry.from().source(),
        entry.from().sequence(),
        now);
  }

  /** All streams that the scope may see, in the order of their names. */
  public static List<StreamState> all(Tx tx) throws SQLException {
    return tx.query(
        """
        select s.topic, s.source, s.last,
          (select count(*) from audit.healed h
             where h.topic = s.topic and h.source = s.source) as healed,
          (select count(*) from audit.conflict c
             where c.topic = s.topic and c.source = s.source) as conflicts
        from audit.stream s order by s.topic, s.source""",
        row -> {
          Key key = new Key(row.text("topic"), row.text("source"));
          return new StreamState(
              key.topic(),
              key.source(),
              row.number("last"),
              holes(tx, key).stream()
                  .map(h -> new Missing(h.first(), h.last(), h.since()))
                  .toList(),
              row.number("healed"),
              row.number("conflicts"));
        });
  }

  /** How many numbers are missing now, in all streams. */
  static long missing(Tx tx) throws SQLException {
    return tx.first(
            "select coalesce(sum(last - first + 1), 0)::bigint as n from audit.hole",
            row -> row.number("n"))
        .orElse(0L);
  }

  /** How many entries bore a number, or stood at a place, that another event had. */
  static long conflicts(Tx tx) throws SQLException {
    return tx.first("select count(*) as n from audit.conflict", row -> row.number("n")).orElse(0L);
  }
}

package org.quickfreeze.registry.ranges;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Row;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.holder.Basis;
import org.quickfreeze.contracts.holder.HeldRange;
import org.quickfreeze.contracts.holder.RangeKind;

/** Lists, their readings, and what they say, in the register's tables. */
final class RangeRows {
  private RangeRows() {}

  static void insert(Tx tx, RangeSnapshot snapshot) throws SQLException {
    var _ =
        tx.update(
            """
            insert into registry.range_snapshot
              (id, list, format, as_of, holders, state, author, author_role, created_at)
            values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)""",
            snapshot.id(),
            snapshot.list(),
            word(snapshot.format()),
            snapshot.asOf(),
            json(snapshot.holders()),
            word(snapshot.state()),
            snapshot.author(),
            snapshot.authorRole(),
            snapshot.createdAt());
  }

  static Optional<RangeSnapshot> find(Tx tx, UUID id) throws SQLException {
    return tx.first("select * from registry.range_snapshot where id = ?", RangeRows::snapshot, id);
  }

  /** The same, and nobody else changes it until the end of the transaction. */
  static Optional<RangeSnapshot> lock(Tx tx, UUID id) throws SQLException {
    return tx.first(
        "select * from registry.range_snapshot where id = ? for update", RangeRows::snapshot, id);
  }

  /** Readings of a list that nobody has published or withdrawn. */
  static List<UUID> drafts(Tx tx, String list) throws SQLException {
    return tx.query(
        "select id from registry.range_snapshot where list = ? and state = 'draft' for update",
        row -> row.uuid("id"),
        list);
  }

  static List<RangeSnapshot> latest(Tx tx, int most) throws SQLException {
    return tx.query(
        "select * from registry.range_snapshot order by created_at desc, id limit ?",
        RangeRows::snapshot,
        most);
  }

  private static RangeSnapshot snapshot(Row row) throws SQLException {
    return new RangeSnapshot(
        row.uuid("id"),
        row.text("list"),
        RangeLines.Format.valueOf(row.text("format").toUpperCase(Locale.ROOT)),
        LocalDate.parse(row.text("as_of")),
        holders(row.text("holders")),
        RangeSnapshot.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.text("author"),
        row.text("author_role"),
        row.instant("created_at"),
        row.numberOrNull("added"),
        row.numberOrNull("ended"));
  }

  /** The day as of which a list was last published; empty for a list that never was. */
  static Optional<LocalDate> publishedAsOf(Tx tx, String list) throws SQLException {
    return tx.first(
        "select as_of from registry.range_list where name = ?",
        row -> LocalDate.parse(row.text("as_of")),
        list);
  }

  /** Puts lines in the place of what the part said before. */
  static void put(Tx tx, UUID snapshot, int part, RangeLines.Parsed parsed) throws SQLException {
    tx.later("delete from registry.range_line where snapshot = ? and part = ?", snapshot, part);
    tx.later(
        "delete from registry.range_snapshot_part where snapshot = ? and part = ?", snapshot, part);
    tx.later(
        "insert into registry.range_snapshot_part (snapshot, part, lines, ignored) values (?, ?, ?, ?)",
        snapshot,
        part,
        parsed.lines().size(),
        parsed.ignored());
    List<RangeLines.Line> lines = parsed.lines();
    var _ =
        tx.update(
            """
            insert into registry.range_line (snapshot, part, kind, key, holder, basis, valid_from)
            select ?, ?, kind, key, holder, basis, valid_from::date
            from unnest(?, ?, ?, ?, ?) as line (kind, key, holder, basis, valid_from)""",
            snapshot,
            part,
            lines.stream().map(line -> line.kind().word()).toArray(String[]::new),
            lines.stream().map(RangeLines.Line::key).toArray(String[]::new),
            lines.stream().map(RangeLines.Line::holder).toArray(String[]::new),
            lines.stream().map(line -> line.basis().word()).toArray(String[]::new),
            lines.stream()
                .map(line -> line.from() == null ? null : line.from().toString())
                .toArray(String[]::new));
  }

  /** How much was handed in for a reading. */
  record Parts(long parts, long lines, long ignored) {}

  static Parts parts(Tx tx, UUID snapshot) throws SQLException {
    return tx.first(
            """
            select count(*) as parts, coalesce(sum(lines), 0) as lines,
              coalesce(sum(ignored), 0) as ignored
            from registry.range_snapshot_part where snapshot = ?""",
            row -> new Parts(row.number("parts"), row.number("lines"), row.number("ignored")),
            snapshot)
        .orElseThrow();
  }

  static void forget(Tx tx, UUID snapshot) throws SQLException {
    tx.later("delete from registry.range_line where snapshot = ?", snapshot);
    tx.later("delete from registry.range_snapshot_part where snapshot = ?", snapshot);
  }

  static void close(
      Tx tx,
      UUID snapshot,
      RangeSnapshot.State state,
      String by,
      @Nullable Difference what,
      Instant now)
      throws SQLException {
    tx.later(
        """
        update registry.range_snapshot set state = ?, closed_at = ?, closed_by = ?, added = ?, ended = ?
        where id = ?""",
        word(state),
        now,
        by,
        what == null ? null : what.added(),
        what == null ? null : what.ended(),
        snapshot);
  }

  /** What publishing a reading adds and ends. */
  record Difference(long added, long ended) {}

  /** Lets what follows be planned for as many lines as there are. */
  static void count(Tx tx) throws SQLException {
    tx.later("analyze registry.range_line");
  }

  static Difference difference(Tx tx, RangeSnapshot snapshot) throws SQLException {
    return tx.first(
            """
            select
              (select count(*) from (select distinct kind, key, holder from registry.range_line l
                where l.snapshot = ? and not exists (select from registry.held_range h
                  where h.list = ? and h.valid_to is null
                    and h.kind = l.kind and h.key = l.key and h.holder = l.holder)) as fresh)
                as added,
              (select count(*) from registry.held_range h where h.list = ? and h.valid_to is null
                and not exists (select from registry.range_line l where l.snapshot = ?
                  and l.kind = h.kind and l.key = h.key and l.holder = h.holder)) as ended""",
            row -> new Difference(row.number("added"), row.number("ended")),
            snapshot.id(),
            snapshot.list(),
            snapshot.list(),
            snapshot.id())
        .orElseThrow();
  }

  /**
   * Ends what the list no longer says and adds what it says anew. When a range changed hands
   * between two readings is not known: in between both are told.
   */
  static void apply(Tx tx, RangeSnapshot snapshot, Instant now) throws SQLException {
    LocalDate before = publishedAsOf(tx, snapshot.list()).orElse(null);
    tx.later(
        """
        update registry.held_range h set valid_to = ? where h.list = ? and h.valid_to is null
          and not exists (select from registry.range_line l where l.snapshot = ?
            and l.kind = h.kind and l.key = h.key and l.holder = h.holder)""",
        snapshot.asOf(),
        snapshot.list(),
        snapshot.id());
    tx.later(
        """
        insert into registry.held_range (kind, key, holder, list, basis, valid_from)
        select distinct on (l.kind, l.key, l.holder) l.kind, l.key, l.holder, ?, l.basis,
          case when exists (select from registry.held_range g where g.list = ? and g.kind = l.kind
              and g.key = l.key and g.valid_to = ?)
            then greatest(l.valid_from, ?::date) else coalesce(l.valid_from, ?::date) end
        from registry.range_line l
        where l.snapshot = ? and not exists (select from registry.held_range h
          where h.list = ? and h.valid_to is null
            and h.kind = l.kind and h.key = l.key and h.holder = l.holder)
        order by l.kind, l.key, l.holder, l.valid_from""",
        snapshot.list(),
        snapshot.list(),
        snapshot.asOf(),
        before,
        before,
        snapshot.id(),
        snapshot.list());
    tx.later(
        """
        insert into registry.range_list (name, as_of, snapshot, published_at) values (?, ?, ?, ?)
        on conflict (name) do update set as_of = excluded.as_of, snapshot = excluded.snapshot,
          published_at = excluded.published_at""",
        snapshot.list(),
        snapshot.asOf(),
        snapshot.id(),
        now);
    tx.later("analyze registry.held_range");
  }

  static long nextVersion(Tx tx) throws SQLException {
    return tx.first(
            "update registry.range_version set version = version + 1 returning version",
            row -> row.number("version"))
        .orElseThrow();
  }

  /** Everybody of whom a list says something, or ever did. */
  static List<String> holders(Tx tx, String list) throws SQLException {
    return tx.query(
        "select distinct holder from registry.held_range where list = ? order by holder",
        row -> row.text("holder"),
        list);
  }

  static List<HeldRange> heldBy(Tx tx, String holder) throws SQLException {
    return tx.query(
        """
        select kind, key, valid_from, valid_to, basis, list from registry.held_range
        where holder = ? order by kind, key, valid_from nulls first, list""",
        RangeRows::range,
        holder);
  }

  /** Each list, and the day as of which it was published. */
  static Map<String, LocalDate> lists(Tx tx) throws SQLException {
    Map<String, LocalDate> lists = new TreeMap<>();
    for (Map.Entry<String, LocalDate> one :
        tx.query(
            "select name, as_of from registry.range_list",
            row -> Map.entry(row.text("name"), LocalDate.parse(row.text("as_of"))))) {
      lists.put(one.getKey(), one.getValue());
    }
    return lists;
  }

  static int partsOf(Tx tx, String holder) throws SQLException {
    return tx.first(
            "select parts from registry.range_holder where holder = ?",
            row -> (int) row.number("parts"),
            holder)
        .orElse(0);
  }

  static void keepParts(Tx tx, String holder, int parts) throws SQLException {
    tx.later(
        """
        insert into registry.range_holder (holder, parts) values (?, ?)
        on conflict (holder) do update set parts = excluded.parts""",
        holder,
        parts);
  }

  /** How often something was published. */
  static long version(Tx tx) throws SQLException {
    return tx.first("select version from registry.range_version", row -> row.number("version"))
        .orElseThrow();
  }

  /** Gives every range to an index, in the order that it needs. */
  static void each(Tx tx, RangeIndex.Builder index) throws SQLException {
    tx.each(
        """
        select kind, key, holder, list, basis, valid_from - date '1970-01-01' as since,
          valid_to - date '1970-01-01' as until
        from registry.held_range order by kind, key""",
        row ->
            index.add(
                RangeKind.named(row.text("kind")).orElseThrow(),
                row.text("key"),
                row.text("holder"),
                row.text("list"),
                Basis.named(row.text("basis")).orElseThrow(),
                row.numberOrNull("since"),
                row.numberOrNull("until")));
  }

  private static HeldRange range(Row row) throws SQLException {
    return new HeldRange(
        RangeKind.named(row.text("kind")).orElseThrow(),
        row.text("key"),
        day(row.textOrNull("valid_from")),
        day(row.textOrNull("valid_to")),
        Basis.named(row.text("basis")).orElseThrow(),
        row.text("list"));
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    return text == null ? null : LocalDate.parse(text);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String json(Map<String, String> holders) {
    try {
      return Wire.mapper().writeValueAsString(holders);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts always has a JSON form", e);
    }
  }

  private static Map<String, String> holders(String json) {
    try {
      return Wire.mapper().readValue(json, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("holders of a reading cannot be read", e);
    }
  }
}

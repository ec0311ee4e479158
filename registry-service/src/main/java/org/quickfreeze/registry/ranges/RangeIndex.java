package org.quickfreeze.registry.ranges;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.holder.Basis;
import org.quickfreeze.contracts.holder.HeldRange;
import org.quickfreeze.contracts.holder.Holders.Found;
import org.quickfreeze.contracts.holder.Lookup;
import org.quickfreeze.contracts.holder.RangeKind;

/**
 * All ranges in memory, about 35 bytes for each: keys one after the other in one array, in their
 * order, and what is said of them beside it. Never changes.
 */
final class RangeIndex {
  private static final int UNKNOWN = Integer.MIN_VALUE;

  private final Map<RangeKind, Keys> kinds;
  private final String[] holders;
  private final String[] lists;
  private final Map<String, LocalDate> asOf;

  private RangeIndex(
      Map<RangeKind, Keys> kinds, String[] holders, String[] lists, Map<String, LocalDate> asOf) {
    this.kinds = kinds;
    this.holders = holders;
    this.lists = lists;
    this.asOf = asOf;
  }

  /** An index without ranges. */
  static RangeIndex empty() {
    return new Builder(Map.of()).build();
  }

  int size() {
    return kinds.values().stream().mapToInt(keys -> keys.size).sum();
  }

  /** Every range around an identifier, whoever held it and whenever. */
  Collection<Found> around(Lookup lookup) {
    List<Found> found = new ArrayList<>();
    Keys keys = kinds.get(lookup.kind());
    if (keys != null) {
      for (String key : lookup.keys()) {
        for (int at = keys.first(key); at < keys.size && keys.compare(at, key) == 0; at++) {
          found.add(found(lookup.kind(), key, keys, at));
        }
      }
    }
    return found;
  }

  private Found found(RangeKind kind, String key, Keys keys, int at) {
    String list = lists[keys.list[at]];
    HeldRange range =
        new HeldRange(
            kind,
            key,
            day(keys.from[at]),
            day(keys.to[at]),
            keys.declared[at] ? Basis.DECLARED : Basis.DELEGATED,
            list);
    LocalDate read = asOf.get(list);
    return new Found(holders[keys.holder[at]], range, read == null ? LocalDate.EPOCH : read);
  }

  private static @Nullable LocalDate day(int epochDay) {
    return epochDay == UNKNOWN ? null : LocalDate.ofEpochDay(epochDay);
  }

  /** The ranges of one kind, by their keys. */
  private static final class Keys {
    private final ByteArrayOutputStream growing = new ByteArrayOutputStream();
    private byte[] text = {};
    private int[] end = new int[1024];
    private int[] holder = new int[1024];
    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private short[] list = new short[1024];
    private boolean[] declared = new boolean[1024];
    private int size;

    /** The place of the first range with a key that is not below this one. */
    int first(String key) {
      int low = 0;
      int high = size;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (compare(middle, key) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    int compare(int at, String key) {
      int begin = at == 0 ? 0 : end[at - 1];
      int length = end[at] - begin;
      for (int i = 0; i < Math.min(length, key.length()); i++) {
        int difference = (text[begin + i] & 0xff) - key.charAt(i);
        if (difference != 0) {
          return difference;
        }
      }
      return length - key.length();
    }

    private void grow() {
      if (size == end.length) {
        int larger = size * 2;
        end = Arrays.copyOf(end, larger);
        holder = Arrays.copyOf(holder, larger);
        from = Arrays.copyOf(from, larger);
        to = Arrays.copyOf(to, larger);
        list = Arrays.copyOf(list, larger);
        declared = Arrays.copyOf(declared, larger);
      }
    }
  }

  /** Takes ranges in the order of their keys' bytes, each kind by itself. */
  static final class Builder {
    private final Map<RangeKind, Keys> kinds = new EnumMap<>(RangeKind.class);
    private final Map<String, Integer> holders = new HashMap<>();
    private final Map<String, Integer> lists = new HashMap<>();
    private final Map<String, LocalDate> asOf;

    /**
     * @param asOf each list, and the day as of which it was published
     */
    Builder(Map<String, LocalDate> asOf) {
      this.asOf = Map.copyOf(asOf);
    }

    /**
     * Adds a range.
     *
     * @param from day since the epoch; null where it is not known
     * @param to day since the epoch; null while it holds
     */
    void add(
        RangeKind kind,
        String key,
        String holder,
        String list,
        Basis basis,
        @Nullable Long from,
        @Nullable Long to) {
      Keys keys = kinds.computeIfAbsent(kind, _ -> new Keys());
      keys.grow();
      int at = keys.size++;
      keys.growing.writeBytes(key.getBytes(StandardCharsets.US_ASCII));
      keys.end[at] = keys.growing.size();
      keys.holder[at] = number(holders, holder);
      keys.list[at] = (short) number(lists, list);
      keys.declared[at] = basis == Basis.DECLARED;
      keys.from[at] = from == null ? UNKNOWN : from.intValue();
      keys.to[at] = to == null ? UNKNOWN : to.intValue();
    }

    RangeIndex build() {
      for (Keys keys : kinds.values()) {
        keys.text = keys.growing.toByteArray();
        keys.growing.reset();
      }
      return new RangeIndex(kinds, names(holders), names(lists), asOf);
    }

    private static int number(Map<String, Integer> numbers, String name) {
      return numbers.computeIfAbsent(name, _ -> numbers.size());
    }

    private static String[] names(Map<String, Integer> numbers) {
      String[] names = new String[numbers.size()];
      numbers.forEach((name, number) -> names[number] = name);
      return names;
    }
  }
}

package org.quickfreeze.audit.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tile or an entry bundle is (C2SP tlog-tiles): {@code tile/<level>/<index>} or {@code
 * tile/entries/<index>}, followed by {@code .p/<width>} when it is partial. The index comes in
 * groups of three digits, all but the last with an {@code x} before them.
 *
 * @param level 0 to 63, or {@link #ENTRIES}
 * @param index number of the tile, from 0
 * @param width 1 to 255 of a partial one, 256 of a full one
 */
public record TilePath(int level, long index, int width) {
  /** The level that stands for entry bundles. */
  public static final int ENTRIES = -1;

  // Five groups: 10^15 tiles, so that no number below overflows.
  private static final Pattern FORM =
      Pattern.compile(
          "tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  public TilePath {
    boolean lawful = level >= ENTRIES && level <= 63 && index >= 0 && width >= 1;
    if (!lawful || width > Tiles.WIDTH) {
      throw new IllegalArgumentException("no such tile: " + level + ' ' + index + ' ' + width);
    }
  }

  /** Reads a path without a leading slash; empty unless it is the one lawful form of a tile. */
  public static Optional<TilePath> parse(String path) {
    Matcher form = FORM.matcher(path);
    if (!form.matches()) {
      return Optional.empty();
    }
    int level = form.group(1).equals("entries") ? ENTRIES : Integer.parseInt(form.group(1));
    long index = Long.parseLong(form.group(2).replaceAll("[x/]", ""));
    String partial = form.group(3);
    int width = partial == null ? Tiles.WIDTH : Integer.parseInt(partial);
    if (level > 63 || (partial != null && width >= Tiles.WIDTH)) {
      return Optional.empty();
    }
    TilePath tile = new TilePath(level, index, width);
    return tile.path().equals(path) ? Optional.of(tile) : Optional.empty();
  }

  /** Whether this is a bundle of entries rather than a tile of hashes. */
  public boolean entries() {
    return level == ENTRIES;
  }

  public boolean partial() {
    return width < Tiles.WIDTH;
  }

  /** The level whose nodes it shows; a bundle stands beside the tile of level 0. */
  public int nodeLevel() {
    return Math.max(level, 0);
  }

  /** Number of nodes of its level that a tree must have for this tile to exist. */
  public long lastNode() {
    return index * Tiles.WIDTH + width;
  }

  /** The path without a leading slash. */
  public String path() {
    StringBuilder groups = new StringBuilder("%03d".formatted(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      groups.insert(0, "x%03d/".formatted(rest % 1000));
    }
    String kind = entries() ? "entries" : Integer.toString(level);
    return "tile/" + kind + '/' + groups + (partial() ? ".p/" + width : "");
  }
}

package org.quickfreeze.registry.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.sealing.Utf8;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.registry.exchange.RosterLine.Fault;

/**
 * Reads a roster in the forms in which it is exported: CSV (RFC 4180, UTF-8, a header row, several
 * values of a cell separated by semicolons) or JSON. What cannot be read is a fault of its row;
 * only what leaves no rows at all is a fault of the file.
 */
final class RosterReader {
  /** No roster of the world's contact points is longer. */
  static final int MOST_ROWS = 20_000;

  private static final int LONGEST_CELL = 2000;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /**
   * Columns that an import needs; what the register derives itself may stand there, for nothing.
   */
  private static final List<String> NEEDED =
      List.of(
          "party", "authority", "office", "kinds", "contact_point", "time_zone", "office_hours");

  private static final List<String> CHANNELS = List.of("telephone", "email", "fax", "webhook");
  private static final ObjectReader JSON =
      Wire.mapper().reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private RosterReader() {}

  /** How a roster is written. */
  enum Format {
    CSV,
    JSON
  }

  /** A file of which no rows can be made out; the code and the words are for whoever sent it. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String rule;

    Unreadable(String rule, String message) {
      super(message);
      this.rule = rule;
    }

    String rule() {
      return rule;
    }
  }

  static List<RosterLine> read(Format format, byte[] bytes) throws Unreadable {
    String text = text(bytes);
    List<RosterLine> rows = format == Format.CSV ? csv(text) : json(text);
    if (rows.isEmpty()) {
      throw new Unreadable("empty", "has no rows");
    }
    return rows;
  }

  private static String text(byte[] bytes) throws Unreadable {
    try {
      String text = Utf8.decode(bytes);
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Unreadable("utf-8", "is not UTF-8");
    }
  }

  private static List<RosterLine> csv(String text) throws Unreadable {
    List<RosterLine> rows = new ArrayList<>();
    List<String> header = null;
    try (CSVParser parser = CSVParser.parse(new StringReader(text), CSVFormat.RFC4180)) {
      for (CSVRecord cells : parser) {
        if (header == null) {
          header = header(cells);
        } else if (rows.size() == MOST_ROWS) {
          throw tooMany();
        } else {
          rows.add(line(header, cells));
        }
      }
    } catch (UncheckedIOException | IOException e) {
      throw new Unreadable(
          "quotes", "cannot be read beyond row " + (rows.size() + 1) + ": its quotes do not match");
    }
    return rows;
  }

  private static List<String> header(CSVRecord cells) throws Unreadable {
    List<String> header = cells.stream().map(String::strip).toList();
    if (!RosterCsv.COLUMNS.containsAll(header)) {
      throw new Unreadable(
          "column",
          "has a column that is not known; known: " + String.join(", ", RosterCsv.COLUMNS));
    }
    if (new HashSet<>(header).size() != header.size()) {
      throw new Unreadable("column", "has a column twice");
    }
    List<String> missing = NEEDED.stream().filter(column -> !header.contains(column)).toList();
    if (!missing.isEmpty()) {
      throw new Unreadable("column", "lacks columns: " + String.join(", ", missing));
    }
    return header;
  }

  private static Unreadable tooMany() {
    return new Unreadable("rows", "has more than " + MOST_ROWS + " rows");
  }

  private static RosterLine line(List<String> header, CSVRecord cells) {
    int row = (int) cells.getRecordNumber();
    if (cells.size() != header.size()) {
      return RosterLine.unreadable(
          row, "", "cells", "has " + cells.size() + " cells, the header " + header.size());
    }
    List<Fault> faults = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      String value = plain(cells.get(i));
      values.add(value);
      if (value.length() > LONGEST_CELL || value.chars().anyMatch(Character::isISOControl)) {
        faults.add(
            new Fault(
                header.get(i),
                "text",
                "",
                "must be at most " + LONGEST_CELL + " characters without control characters"));
      }
    }
    return line(row, new Cells(header, values), faults);
  }

  private record Cells(List<String> header, List<String> values) {
    String one(String column) {
      int at = header.indexOf(column);
      return at < 0 ? "" : values.get(at);
    }

    List<String> several(String column) {
      return Arrays.stream(one(column).split(";", -1))
          .map(String::strip)
          .filter(value -> !value.isEmpty())
          .toList();
    }
  }

  private static RosterLine line(int row, Cells cells, List<Fault> faults) {
    List<Channel> channels = new ArrayList<>();
    for (String kind : CHANNELS) {
      for (String address : cells.several(kind)) {
        channels.add(new Channel(kind, address, channels.size() + 1, null));
      }
    }
    return new RosterLine(
        row,
        cells.one("party"),
        cells.one("authority"),
        cells.one("office"),
        cells.several("kinds"),
        cells.one("contact_point"),
        cells.several("languages"),
        cells.one("time_zone"),
        cells.one("office_hours"),
        channels,
        faults);
  }

  /** Without the apostrophe that keeps a spreadsheet from taking the cell for a formula. */
  private static String plain(String cell) {
    String value = cell.strip();
    boolean guarded = value.length() > 1 && value.charAt(0) == '\'';
    return guarded && "=+-@".indexOf(value.charAt(1)) >= 0 ? value.substring(1) : value;
  }

  private static List<RosterLine> json(String text) throws Unreadable {
    JsonNode tree;
    try {
      tree = Wire.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new Unreadable("json", "is not JSON");
    }
    JsonNode items = tree.isArray() ? tree : tree.path("items");
    if (!items.isArray()) {
      throw new Unreadable("json", "must be an array of rows, or an object with items");
    }
    if (items.size() > MOST_ROWS) {
      throw tooMany();
    }
    List<RosterLine> rows = new ArrayList<>();
    for (JsonNode item : items) {
      rows.add(line(rows.size() + 1, item));
    }
    return rows;
  }

  /** A row as {@code GET /exports/roster} writes it; what the register derives may be left out. */
  private record Item(
      @Nullable String party,
      @Nullable String partyNameEn,
      @Nullable String partyNameFr,
      @Nullable String authority,
      @Nullable String office,
      @Nullable List<String> kinds,
      @Nullable String contactPoint,
      @Nullable List<String> languages,
      @Nullable String timeZone,
      @Nullable String officeHours,
      @Nullable List<ItemChannel> channels,
      @Nullable String attestedUntil,
      @Nullable Boolean stale) {}

  private record ItemChannel(
      @Nullable String kind,
      @Nullable String address,
      @Nullable Integer order,
      @Nullable String testedAt) {}

  private static final Map<String, String> COLUMN_OF =
      Map.of(
          "contactPoint", "contact_point", "timeZone", "time_zone", "officeHours", "office_hours");

  private static RosterLine line(int row, JsonNode node) {
    try {
      Item item = JSON.forType(Item.class).readValue(node);
      List<Channel> channels = new ArrayList<>();
      for (ItemChannel channel : orEmpty(item.channels())) {
        channels.add(
            new Channel(
                or(channel.kind()),
                or(channel.address()),
                channel.order() == null ? channels.size() + 1 : channel.order(),
                null));
      }
      return new RosterLine(
          row,
          or(item.party()),
          or(item.authority()),
          or(item.office()),
          orEmpty(item.kinds()),
          or(item.contactPoint()),
          orEmpty(item.languages()),
          or(item.timeZone()),
          or(item.officeHours()),
          channels,
          List.of());
    } catch (IOException | NullPointerException e) {
      return RosterLine.unreadable(
          row, column(e), "json", "is unknown, or of a wrong type; see GET /exports/roster");
    }
  }

  private static String column(Exception e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "";
    }
    String field = mapping.getPath().getFirst().getFieldName();
    return field == null ? "" : COLUMN_OF.getOrDefault(field, field);
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text.strip();
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}

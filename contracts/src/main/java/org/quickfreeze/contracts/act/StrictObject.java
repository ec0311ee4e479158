package org.quickfreeze.contracts.act;

import static org.quickfreeze.contracts.act.ActCodec.MalformedAct.Problem.MISSING;
import static org.quickfreeze.contracts.act.ActCodec.MalformedAct.Problem.NOT_JSON;
import static org.quickfreeze.contracts.act.ActCodec.MalformedAct.Problem.TOO_LARGE;
import static org.quickfreeze.contracts.act.ActCodec.MalformedAct.Problem.UNKNOWN_MEMBER;
import static org.quickfreeze.contracts.act.ActCodec.MalformedAct.Problem.WRONG_LENGTH;
import static org.quickfreeze.contracts.act.ActCodec.MalformedAct.Problem.WRONG_TYPE;
import static org.quickfreeze.contracts.act.ActCodec.MalformedAct.Problem.WRONG_VALUE;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct;

/**
 * One JSON object read member by member: each member is named once by its reader, and {@link #end}
 * refuses whatever was not named. A signed document is read this way because a member that is
 * ignored is a member that one side believes and the other never saw.
 */
public final class StrictObject {

  /** Largest document, in bytes. */
  public static final int MAX_BYTES = 256 * 1024;

  /** Longest free text, in UTF-16 units. */
  public static final int MAX_TEXT = 20_000;

  /** Longest line (name, function, address), in UTF-16 units. */
  public static final int MAX_LINE = 300;

  /** Most elements of a list. */
  public static final int MAX_LIST = 200;

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?Z");
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  // The last character carries four bits only; other letters would be a second spelling.
  private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");
  private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
  private static final Pattern PROVIDER = Pattern.compile("[a-z0-9-]{3,40}");
  private static final Pattern ITEM_ID = Pattern.compile("[1-9][0-9]{0,2}");

  private static final ObjectMapper STRICT =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(20)
                          .maxStringLength(MAX_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectReader RECORDS =
      Wire.mapper().reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Reads one element of a list of objects. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(StrictObject element) throws MalformedAct;
  }

  private final JsonNode node;
  private final String pointer;
  private final Set<String> named = new HashSet<>();

  private StrictObject(JsonNode node, String pointer) throws MalformedAct {
    if (!node.isObject()) {
      throw new MalformedAct(pointer, WRONG_TYPE);
    }
    this.node = node;
    this.pointer = pointer;
  }

  /**
   * @throws MalformedAct when the bytes are not one JSON object within the limits
   */
  public static StrictObject parse(byte[] json) throws MalformedAct {
    if (json.length > MAX_BYTES) {
      throw new MalformedAct("", TOO_LARGE);
    }
    try {
      return new StrictObject(STRICT.readTree(json), "");
    } catch (IOException e) {
      throw new MalformedAct("", NOT_JSON);
    }
  }

  /** Refuses members that no reader has named. */
  public void end() throws MalformedAct {
    for (var member : node.properties()) {
      if (!named.contains(member.getKey())) {
        throw new MalformedAct(at(member.getKey()), UNKNOWN_MEMBER);
      }
    }
  }

  /** A problem at a member, for checks that the caller makes on a value read here. */
  public MalformedAct wrong(String member) {
    return new MalformedAct(at(member), WRONG_VALUE);
  }

  /** Whether the member stands there, if only as null, which its reader then refuses. */
  public boolean has(String member) {
    return node.has(member);
  }

  public StrictObject object(String member) throws MalformedAct {
    return new StrictObject(required(member), at(member));
  }

  /**
   * The member as a record of the contracts that is not read member by member here: unknown members
   * are refused, missing ones are left to whoever judges the record.
   */
  public <T> T record(String member, Class<T> type) throws MalformedAct {
    return convert(required(member), type, at(member));
  }

  /** A list of such records. */
  public <T> List<T> records(String member, int min, Class<T> type) throws MalformedAct {
    var elements = array(member, min);
    var read = new ArrayList<T>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      read.add(convert(elements.get(i), type, at(member) + "/" + i));
    }
    return List.copyOf(read);
  }

  public <T> List<T> objects(String member, int min, Reader<T> reader) throws MalformedAct {
    var elements = array(member, min);
    var read = new ArrayList<T>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      var element = new StrictObject(elements.get(i), at(member) + "/" + i);
      read.add(reader.read(element));
      element.end();
    }
    return List.copyOf(read);
  }

  /** Item ids: `1`, `2`, …; at least one, each once. */
  public List<String> itemIds(String member) throws MalformedAct {
    return texts(member, 1, ITEM_ID);
  }

  /** A list of texts of one format, each of them once. */
  public List<String> texts(String member, int min, Pattern format) throws MalformedAct {
    var elements = array(member, min);
    var read = new LinkedHashSet<String>();
    for (int i = 0; i < elements.size(); i++) {
      var element = elements.get(i);
      if (!element.isTextual()
          || !format.matcher(element.textValue()).matches()
          || !read.add(element.textValue())) {
        throw new MalformedAct(at(member) + "/" + i, WRONG_VALUE);
      }
    }
    return List.copyOf(read);
  }

  /** Free text, not blank, at most {@link #MAX_TEXT}. */
  public String text(String member) throws MalformedAct {
    return text(member, MAX_TEXT);
  }

  /** A line, not blank, at most {@link #MAX_LINE}. */
  public String line(String member) throws MalformedAct {
    return text(member, MAX_LINE);
  }

  public @Nullable String optionalLine(String member) throws MalformedAct {
    return absent(member) ? null : line(member);
  }

  public @Nullable String optionalText(String member) throws MalformedAct {
    return absent(member) ? null : text(member);
  }

  public String matching(String member, Pattern format) throws MalformedAct {
    var value = text(member, MAX_LINE);
    if (!format.matcher(value).matches()) {
      throw wrong(member);
    }
    return value;
  }

  public @Nullable String optionalMatching(String member, Pattern format) throws MalformedAct {
    return absent(member) ? null : matching(member, format);
  }

  /** A code: lower-case letters, digits and hyphens, at most 60. */
  public String code(String member) throws MalformedAct {
    return matching(member, CODE);
  }

  /** A provider's id. */
  public String providerId(String member) throws MalformedAct {
    return matching(member, PROVIDER);
  }

  /** base64url SHA-256 without padding: 43 characters. */
  public String hash(String member) throws MalformedAct {
    return matching(member, HASH);
  }

  public @Nullable String optionalHash(String member) throws MalformedAct {
    return absent(member) ? null : hash(member);
  }

  /** A hash, or the empty text where there is nothing before. */
  public String hashOrEmpty(String member) throws MalformedAct {
    var value = required(member);
    return value.isTextual() && value.textValue().isEmpty() ? "" : hash(member);
  }

  /** Version 4, lower case. */
  public UUID uuid(String member) throws MalformedAct {
    return UUID.fromString(matching(member, UUID_TEXT));
  }

  /** RFC 3339 in UTC with `Z`, microseconds at most. */
  public Instant time(String member) throws MalformedAct {
    var value = matching(member, TIME);
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw wrong(member);
    }
  }

  public @Nullable Instant optionalTime(String member) throws MalformedAct {
    return absent(member) ? null : time(member);
  }

  public boolean bool(String member) throws MalformedAct {
    var value = required(member);
    if (!value.isBoolean()) {
      throw new MalformedAct(at(member), WRONG_TYPE);
    }
    return value.booleanValue();
  }

  /** A whole number within the bounds, both included. */
  public int number(String member, int min, int max) throws MalformedAct {
    var value = required(member);
    if (!value.isIntegralNumber()) {
      throw new MalformedAct(at(member), WRONG_TYPE);
    }
    if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
      throw wrong(member);
    }
    return value.intValue();
  }

  /** A member of a closed list, by its code. */
  public <E extends Enum<E> & Coded> E choice(String member, Class<E> type) throws MalformedAct {
    var value = code(member);
    for (var constant : type.getEnumConstants()) {
      if (constant.wire().equals(value)) {
        return constant;
      }
    }
    throw wrong(member);
  }

  private static <T> T convert(JsonNode node, Class<T> type, String pointer) throws MalformedAct {
    if (!node.isObject()) {
      throw new MalformedAct(pointer, WRONG_TYPE);
    }
    try {
      return RECORDS.forType(type).readValue(node);
    } catch (JsonMappingException e) {
      throw new MalformedAct(pointer + place(e), WRONG_VALUE);
    } catch (IOException e) {
      throw new MalformedAct(pointer, WRONG_VALUE);
    }
  }

  private static String place(JsonMappingException e) {
    var place = new StringBuilder();
    for (var step : e.getPath()) {
      place.append('/');
      place.append(
          step.getFieldName() == null
              ? String.valueOf(step.getIndex())
              : escaped(step.getFieldName()));
    }
    return place.toString();
  }

  private boolean absent(String member) {
    named.add(member);
    return !node.has(member);
  }

  private JsonNode required(String member) throws MalformedAct {
    named.add(member);
    var value = node.get(member);
    if (value == null || value.isNull()) {
      throw new MalformedAct(at(member), MISSING);
    }
    return value;
  }

  private JsonNode array(String member, int min) throws MalformedAct {
    var value = required(member);
    if (!value.isArray()) {
      throw new MalformedAct(at(member), WRONG_TYPE);
    }
    if (value.size() < min || value.size() > MAX_LIST) {
      throw new MalformedAct(at(member), WRONG_LENGTH);
    }
    return value;
  }

  private String text(String member, int max) throws MalformedAct {
    var value = required(member);
    if (!value.isTextual()) {
      throw new MalformedAct(at(member), WRONG_TYPE);
    }
    var text = value.textValue();
    if (text.isBlank() || text.length() > max) {
      throw new MalformedAct(at(member), WRONG_LENGTH);
    }
    return text;
  }

  private String at(String member) {
    return pointer + "/" + escaped(member);
  }

  private static String escaped(String member) {
    return member.replace("~", "~0").replace("/", "~1");
  }
}

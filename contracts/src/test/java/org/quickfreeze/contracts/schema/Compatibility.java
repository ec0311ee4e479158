package org.quickfreeze.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a schema may stand for the released one under the same version. Old readers must take new
 * records and new readers old ones (topics keep them for months), so that all that may happen is a
 * new member that nobody has to send. Words for people may change.
 */
final class Compatibility {
  private static final Set<String> FOR_PEOPLE =
      Set.of("title", "description", "examples", "$comment", "$id", "$schema", "$defs");
  private static final Set<String> STRUCTURE =
      Set.of("properties", "required", "items", "oneOf", "$ref");

  private final JsonNode released;
  private final JsonNode present;
  private final List<String> breaks = new ArrayList<>();

  private Compatibility(JsonNode released, JsonNode present) {
    this.released = released;
    this.present = present;
  }

  /** What the present schema breaks; empty when it only adds. */
  static List<String> breaks(JsonNode released, JsonNode present) {
    Compatibility compared = new Compatibility(released, present);
    compared.compare("", released, present);
    return compared.breaks;
  }

  private void compare(String at, JsonNode oldSchema, JsonNode newSchema) {
    JsonNode before = resolved(released, oldSchema);
    JsonNode after = resolved(present, newSchema);
    constraints(at, before, after);
    members(at, before, after);
    if (before.has("items")) {
      compare(at + "/*", before.path("items"), after.path("items"));
    }
    alternatives(at, before.path("oneOf"), after.path("oneOf"));
  }

  private void constraints(String at, JsonNode before, JsonNode after) {
    Set<String> keywords = names(before);
    keywords.addAll(names(after));
    keywords.removeAll(FOR_PEOPLE);
    keywords.removeAll(STRUCTURE);
    for (String keyword : keywords) {
      if (!before.path(keyword).equals(after.path(keyword))) {
        breaks.add(at + ": " + keyword + " has changed");
      }
    }
  }

  private void members(String at, JsonNode before, JsonNode after) {
    Set<String> old = names(before.path("properties"));
    for (String member : old) {
      if (after.path("properties").has(member)) {
        compare(
            at + '/' + member,
            before.path("properties").path(member),
            after.path("properties").path(member));
      } else {
        breaks.add(at + '/' + member + ": is gone");
      }
    }
    if (!texts(before.path("required")).equals(texts(after.path("required")))) {
      breaks.add(at + ": what is required has changed");
    }
  }

  private void alternatives(String at, JsonNode before, JsonNode after) {
    if (before.size() != after.size()) {
      breaks.add(at + ": alternatives have changed");
      return;
    }
    for (int i = 0; i < before.size(); i++) {
      compare(at + "/oneOf/" + i, before.get(i), after.get(i));
    }
  }

  private static JsonNode resolved(JsonNode root, JsonNode schema) {
    JsonNode ref = schema.path("$ref");
    return ref.isMissingNode() ? schema : resolved(root, root.at(ref.asText().substring(1)));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}

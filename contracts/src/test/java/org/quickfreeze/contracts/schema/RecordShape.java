package org.quickfreeze.contracts.schema;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares a schema with the record that carries it: members, types, and what may be absent. */
final class RecordShape {
  private final JsonNode root;
  private final List<String> differences = new ArrayList<>();

  RecordShape(JsonNode root) {
    this.root = root;
  }

  List<String> differences(Class<?> type) {
    compare("", type, root, List.of());
    return differences;
  }

  private void compare(String at, Class<?> type, JsonNode schema, List<String> discriminators) {
    List<String> members = new ArrayList<>(discriminators);
    List<String> required = new ArrayList<>(discriminators);
    for (RecordComponent component : type.getRecordComponents()) {
      members.add(component.getName());
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        required.add(component.getName());
      }
      JsonNode member = schema.path("properties").path(component.getName());
      value(at + '/' + component.getName(), component.getGenericType(), resolved(member));
    }
    same(at + " members", new TreeSet<>(members), names(schema.path("properties")));
    same(at + " required", new TreeSet<>(required), texts(schema.path("required")));
  }

  private void value(String at, Type type, JsonNode schema) {
    switch (type) {
      case ParameterizedType generic when generic.getRawType() == List.class -> {
        same(at, "array", schema.path("type").asText());
        value(at + "/*", generic.getActualTypeArguments()[0], resolved(schema.path("items")));
      }
      case ParameterizedType generic when generic.getRawType() == Map.class ->
          same(at, "object", schema.path("type").asText());
      case Class<?> plain when plain.isRecord() -> compare(at, plain, schema, List.of());
      case Class<?> plain when plain.isSealed() -> alternatives(at, plain, schema.path("oneOf"));
      default -> same(at, scalar(type), kind(schema));
    }
  }

  private void alternatives(String at, Class<?> type, JsonNode oneOf) {
    JsonSubTypes.Type[] subtypes = type.getAnnotation(JsonSubTypes.class).value();
    same(at + " alternatives", subtypes.length, oneOf.size());
    for (JsonNode alternative : oneOf) {
      JsonNode schema = resolved(alternative);
      String kind = schema.path("properties").path("kind").path("const").asText();
      Arrays.stream(subtypes)
          .filter(subtype -> subtype.name().equals(kind))
          .findFirst()
          .ifPresentOrElse(
              subtype -> compare(at + '/' + kind, subtype.value(), schema, List.of("kind")),
              () -> differences.add(at + ": no record for " + kind));
    }
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode ref = schema.path("$ref");
    return ref.isMissingNode() ? schema : resolved(root.at(ref.asText().substring(1)));
  }

  private static String kind(JsonNode schema) {
    if (schema.has("const")) {
      return schema.path("const").isInt() ? "integer" : "string";
    }
    return schema.has("enum") ? "string" : schema.path("type").asText();
  }

  private static String scalar(Type type) {
    if (type == boolean.class) {
      return "boolean";
    }
    if (type == int.class || type == long.class || type == Integer.class) {
      return "integer";
    }
    if (Set.of(String.class, UUID.class, Instant.class, LocalDate.class).contains(type)) {
      return "string";
    }
    return "unknown " + type.getTypeName();
  }

  private void same(String at, Object record, Object schema) {
    if (!record.equals(schema)) {
      differences.add(at + ": record has " + record + ", schema has " + schema);
    }
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

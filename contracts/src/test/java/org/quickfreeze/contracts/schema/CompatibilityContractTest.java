package org.quickfreeze.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.EventTypes;

class CompatibilityContractTest {
  static List<String> released() {
    return SchemaFiles.names(SchemaFiles.RELEASED);
  }

  @ParameterizedTest
  @MethodSource("released")
  void givenAReleasedSchema_whenComparedWithThePresentOne_thenOnlyAdditionsAreFound(String name) {
    JsonNode before = SchemaFiles.json(SchemaFiles.RELEASED, name);
    JsonNode after = SchemaFiles.json(SchemaFiles.SCHEMAS, name);

    assertThat(Compatibility.breaks(before, after)).isEmpty();
  }

  @Test
  void givenTheReleasedCodes_whenComparedWithThePresentOnes_thenNoneHasChangedOrGone()
      throws IOException {
    Map<String, Integer> present = new HashMap<>();
    Arrays.stream(EventTypes.values()).forEach(type -> present.put(type.wire(), type.code()));
    Map<?, ?> before =
        Wire.mapper()
            .readValue(Files.readAllBytes(SchemaFiles.RELEASED.resolve("codes.json")), Map.class);

    assertThat(before)
        .isNotEmpty()
        .allSatisfy((name, code) -> assertThat(present.get(name)).isEqualTo(code));
    assertThat(present.values())
        .doesNotHaveDuplicates()
        .allMatch(code -> code > 0 && code <= 0xffff);
  }

  @Test
  void givenAnOptionalMemberMore_whenCompared_thenNothingBreaks() {
    List<String> breaks =
        afterChange(
            schema -> {
              properties(schema).putObject("later").put("type", "string");
              schema.put("description", "Said better.");
            });

    assertThat(breaks).isEmpty();
  }

  static Stream<Named<Consumer<ObjectNode>>> breakingChanges() {
    return Stream.of(
        Named.of("a member is gone", schema -> properties(schema).remove("detail")),
        Named.of("a required member is gone", schema -> properties(schema).remove("item")),
        Named.of(
            "a new member is required",
            schema -> {
              properties(schema).putObject("later").put("type", "string");
              schema.withArray("required").add("later");
            }),
        Named.of(
            "an old member becomes required", schema -> schema.withArray("required").add("detail")),
        Named.of(
            "a required member becomes optional", schema -> schema.withArray("required").remove(0)),
        Named.of("a type changes", schema -> definition(schema, "flag").put("type", "string")),
        Named.of(
            "a pattern narrows", schema -> definition(schema, "item").put("pattern", "^[1-9]$")),
        Named.of("a pattern goes", schema -> definition(schema, "item").remove("pattern")),
        Named.of("a length is bound", schema -> definition(schema, "uuid").put("maxLength", 36)),
        Named.of(
            "a word is added to a closed list",
            schema -> urgency(schema).withArray("enum").add("CRITICAL")),
        Named.of(
            "a word is taken from a closed list",
            schema -> urgency(schema).withArray("enum").remove(0)),
        Named.of(
            "an inner member is gone",
            schema -> properties(definition(schema, "facts")).remove("kind")),
        Named.of(
            "unknown members are forbidden", schema -> schema.put("additionalProperties", false)));
  }

  @ParameterizedTest
  @MethodSource("breakingChanges")
  void givenABreakingChange_whenCompared_thenItIsFound(Consumer<ObjectNode> change) {
    assertThat(afterChange(change)).isNotEmpty();
  }

  private static List<String> afterChange(Consumer<ObjectNode> change) {
    JsonNode before = SchemaFiles.json(SchemaFiles.SCHEMAS, EventTypes.DATA_PRESERVED.wire());
    ObjectNode after = before.deepCopy();
    change.accept(after);
    return Compatibility.breaks(before, after);
  }

  private static ObjectNode properties(ObjectNode schema) {
    return (ObjectNode) schema.path("properties");
  }

  private static ObjectNode definition(ObjectNode schema, String name) {
    return (ObjectNode) schema.path("$defs").path(name);
  }

  private static ObjectNode urgency(ObjectNode schema) {
    return (ObjectNode) properties(definition(schema, "facts")).path("urgency");
  }
}

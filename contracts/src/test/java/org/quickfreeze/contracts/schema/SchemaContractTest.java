package org.quickfreeze.contracts.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.Wire;

class SchemaContractTest {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema META =
      REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

  static List<String> schemas() {
    return SchemaFiles.names(SchemaFiles.SCHEMAS);
  }

  static List<String> events() {
    return schemas().stream().filter(name -> !name.contains(".directory.")).toList();
  }

  static List<String> examples() {
    return SchemaFiles.names(SchemaFiles.EXAMPLES);
  }

  @Test
  void givenTheRecords_whenTheirSchemasAndExamplesAreListed_thenNoneIsMissingAndNoneIsLeftOver() {
    Set<String> records = SchemaFiles.records().keySet();

    assertThat(schemas()).containsExactlyInAnyOrderElementsOf(records);
    assertThat(new TreeSet<>(examples().stream().map(SchemaFiles::schemaOf).toList()))
        .isEqualTo(new TreeSet<>(records));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void givenASchema_whenChecked_thenItIsOneOfDraft2020(String name) {
    JsonNode schema = SchemaFiles.json(SchemaFiles.SCHEMAS, name);

    assertThat(META.validate(schema.toString(), InputFormat.JSON)).isEmpty();
    assertThat(schema.path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.path("$id").asText())
        .isEqualTo("https://quickfreeze.example.org/schemas/" + name + ".json");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void givenAnExample_whenValidated_thenItsSchemaTakesIt(String name) {
    assertThat(errors(name, SchemaFiles.json(SchemaFiles.EXAMPLES, name))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void givenAnExampleWithoutARequiredMember_whenValidated_thenItsSchemaRefusesIt(String name) {
    JsonNode schema = SchemaFiles.json(SchemaFiles.SCHEMAS, SchemaFiles.schemaOf(name));
    for (JsonNode required : schema.path("required")) {
      ObjectNode example = (ObjectNode) SchemaFiles.json(SchemaFiles.EXAMPLES, name);
      example.remove(required.asText());

      assertThat(errors(name, example)).as("without %s", required.asText()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void givenAnExample_whenReadIntoItsRecordAndWritten_thenItIsUnchanged(String name)
      throws Exception {
    Class<?> type = SchemaFiles.records().get(SchemaFiles.schemaOf(name));
    JsonNode example = SchemaFiles.json(SchemaFiles.EXAMPLES, name);

    Object read = Wire.read(SchemaFiles.text(SchemaFiles.EXAMPLES, name).getBytes(UTF_8), type);

    assertThat(Wire.mapper().readTree(Wire.bytes(read))).isEqualTo(example);
    assertThat(Wire.read(Wire.bytes(read), type)).isEqualTo(read);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void givenARecord_whenItsComponentsAreCompared_thenTheSchemaSaysTheSame(String name) {
    RecordShape shape = new RecordShape(SchemaFiles.json(SchemaFiles.SCHEMAS, name));

    assertThat(shape.differences(SchemaFiles.records().get(name))).isEmpty();
  }

  /** What has no place for a free text cannot carry a name. */
  @ParameterizedTest
  @MethodSource("events")
  void givenAnEvent_whenItsTextsAreRead_thenEachIsBoundToAForm(String name) {
    List<String> free = new ArrayList<>();
    freeTexts("", SchemaFiles.json(SchemaFiles.SCHEMAS, name), free);

    assertThat(free).isEmpty();
  }

  @Test
  void givenAFreeText_whenSearched_thenItIsFound() throws Exception {
    List<String> free = new ArrayList<>();

    freeTexts(
        "",
        Wire.mapper().readTree("{\"properties\":{\"note\":{\"type\":\"string\",\"maxLength\":9}}}"),
        free);

    assertThat(free).containsExactly("/properties/note");
  }

  private static void freeTexts(String at, JsonNode schema, List<String> found) {
    if (schema.path("type").asText().equals("string")
        && !schema.has("pattern")
        && !schema.has("enum")
        && !schema.has("const")) {
      found.add(at);
    }
    schema
        .properties()
        .forEach(member -> freeTexts(at + '/' + member.getKey(), member.getValue(), found));
  }

  private static List<Error> errors(String example, JsonNode value) {
    String schema = SchemaFiles.text(SchemaFiles.SCHEMAS, SchemaFiles.schemaOf(example));
    return REGISTRY.getSchema(schema).validate(value.toString(), InputFormat.JSON);
  }
}

package org.quickfreeze.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryHeartbeat;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.holder.RangePart;

/** The files of the contract, as they are kept. */
final class SchemaFiles {
  static final Path RESOURCES = Path.of("src", "main", "resources");
  static final Path SCHEMAS = RESOURCES.resolve("schemas");
  static final Path RELEASED = SCHEMAS.resolve("released");
  static final Path EXAMPLES = RESOURCES.resolve("examples");

  private SchemaFiles() {}

  /** Every wire name that needs a schema, with its record. */
  static Map<String, Class<?>> records() {
    Map<String, Class<?>> records = new TreeMap<>();
    Arrays.stream(EventTypes.values()).forEach(type -> records.put(type.wire(), type.type()));
    records.put("org.quickfreeze.directory.record.v1", DirectoryRecord.class);
    records.put("org.quickfreeze.directory.heartbeat.v1", DirectoryHeartbeat.class);
    records.put("org.quickfreeze.ranges.part.v1", RangePart.class);
    return records;
  }

  /** Names of the schemas in a folder, without {@code .json}. */
  static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("org.quickfreeze.") && name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema that an example belongs to: an example's name may go on after the version. */
  static String schemaOf(String example) {
    return example.replaceFirst("(\\.v[0-9]+)\\..*$", "$1");
  }

  static String text(Path folder, String name) {
    try {
      return Files.readString(folder.resolve(name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(Path folder, String name) {
    try {
      return Wire.mapper().readTree(text(folder, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode asyncApi() {
    try {
      return new YAMLMapper().readTree(Files.readAllBytes(RESOURCES.resolve("asyncapi.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

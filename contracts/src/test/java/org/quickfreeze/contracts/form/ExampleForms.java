package org.quickfreeze.contracts.form;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.quickfreeze.contracts.Wire;

/** The forms of {@code deploy/examples}, and changes to them. */
public final class ExampleForms {
  /** Where they lie, seen from the module. */
  public static final Path FOLDER = Path.of("..", "deploy", "examples");

  private final JsonNode tree;

  private ExampleForms(JsonNode tree) {
    this.tree = tree;
  }

  /** Every example file. */
  public static List<Path> files() {
    try (Stream<Path> found = Files.list(FOLDER)) {
      return found.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Complete and without fault: urgent, one IP address with time and port. */
  public static ExampleForms aFraudForm() {
    return of(FOLDER.resolve("urgent-fraud-ip.json"));
  }

  public static ExampleForms of(Path file) {
    try {
      return new ExampleForms(Wire.mapper().readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ExampleForms without(String pointer) {
    JsonPointer at = JsonPointer.compile(pointer);
    JsonNode parent = tree.at(at.head());
    if (parent instanceof ObjectNode object) {
      object.remove(at.last().getMatchingProperty());
    } else {
      ((ArrayNode) parent).remove(at.last().getMatchingIndex());
    }
    return this;
  }

  public ExampleForms with(String pointer, Object value) {
    JsonPointer at = JsonPointer.compile(pointer);
    JsonNode node = Wire.mapper().valueToTree(value);
    JsonNode parent = tree.at(at.head());
    if (parent instanceof ObjectNode object) {
      object.set(at.last().getMatchingProperty(), node);
    } else {
      ((ArrayNode) parent).set(at.last().getMatchingIndex(), node);
    }
    return this;
  }

  public PreservationForm form() {
    try {
      return Wire.mapper().treeToValue(tree, PreservationForm.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode tree() {
    return tree;
  }
}

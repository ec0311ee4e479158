package org.quickfreeze.contracts.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.rulebook.Finding;
import org.quickfreeze.contracts.rulebook.FormCheck;
import org.quickfreeze.contracts.rulebook.Rulebook;

class ExampleFormsTest {
  private static final Pattern MARKER =
      Pattern.compile("zyx-marker-[^\\s\",./@;]*", Pattern.CASE_INSENSITIVE);

  static List<Path> files() {
    return ExampleForms.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void givenAnExample_whenChecked_thenItHasNoErrors(Path file) {
    PreservationForm form = ExampleForms.of(file).form();

    List<Finding> findings = FormCheck.check(form, Rulebook.load());

    assertThat(findings).noneMatch(Finding::isError);
  }

  @ParameterizedTest
  @MethodSource("files")
  void givenAnExample_whenReadAndWritten_thenNothingIsLost(Path file) {
    ExampleForms example = ExampleForms.of(file);

    JsonNode written = Wire.mapper().valueToTree(example.form());

    assertThat(written).isEqualTo(example.tree());
  }

  @Test
  void givenAllExamples_whenTheirMembersAreCounted_thenOnlyThePreviousTicketIsUnused() {
    Set<String> used = new TreeSet<>();
    for (Path file : files()) {
      members("", ExampleForms.of(file).tree(), used);
    }
    Set<String> declared = new TreeSet<>();
    declared(PreservationForm.class, "", declared);

    declared.removeAll(used);
    // Of the authority that is asked, no more is said than where it is reached.
    declared.removeIf(member -> member.startsWith("/requestedAuthority/"));

    assertThat(declared).containsExactly("/status/previous");
  }

  @Test
  void givenAllExamples_whenSearchedForMarkers_thenEachIsListed() throws IOException {
    Set<String> marked = new TreeSet<>();
    for (Path file : files()) {
      Matcher found = MARKER.matcher(Files.readString(file));
      while (found.find()) {
        marked.add(found.group());
      }
      JsonNode tree = ExampleForms.of(file).tree();
      marked.add(tree.path("proceedings").asText());
      marked.add(tree.at("/mutualAssistance/reference").asText());
      // Of the authority that is asked, the register says the same to everybody.
      for (String member : List.of("telephone", "mobile", "fax")) {
        marked.addAll(tree.findValuesAsText(member));
      }
      for (JsonNode item : tree.path("items")) {
        for (String member : List.of("value", "normalised", "accountId")) {
          marked.add(item.path(member).asText());
        }
      }
    }

    List<String> listed = Files.readAllLines(ExampleForms.FOLDER.resolve("markers.txt"));

    assertThat(listed).containsExactlyInAnyOrderElementsOf(marked);
  }

  private static void members(String at, JsonNode node, Set<String> found) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member -> {
                found.add(at + '/' + member.getKey());
                members(at + '/' + member.getKey(), member.getValue(), found);
              });
    } else {
      node.forEach(element -> members(at, element, found));
    }
  }

  private static void declared(Class<?> type, String at, Set<String> found) {
    for (RecordComponent component : type.getRecordComponents()) {
      String here = at + '/' + component.getName();
      found.add(here);
      nested(component).forEach(inner -> declared(inner, here, found));
    }
  }

  private static List<Class<?>> nested(RecordComponent component) {
    List<Class<?>> records = new ArrayList<>();
    if (component.getType().isRecord()) {
      records.add(component.getType());
    } else if (component.getGenericType() instanceof java.lang.reflect.ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> element
        && element.isRecord()) {
      records.add(element);
    }
    return records;
  }
}

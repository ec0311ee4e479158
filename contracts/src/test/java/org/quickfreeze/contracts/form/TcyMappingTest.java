package org.quickfreeze.contracts.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.form.TcyMapping.Field;

class TcyMappingTest {
  @Test
  void givenTheMapping_whenItsNumbersAreRead_thenTheyAreThoseOfTheModelForm() {
    TcyMapping mapping = TcyMapping.load();

    List<String> numbers = mapping.fields().stream().map(Field::number).toList();

    assertThat(numbers)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 17).mapToObj(String::valueOf).toList());
    assertThat(mapping.check()).isTrue();
  }

  @Test
  void givenTheMapping_whenItsPointersAreFollowed_thenEachMeetsAMemberOfTheForm() {
    JsonNode form =
        ExampleForms.aFraudForm()
            .with("/status/previous", "ticket")
            .with("/urgency/riskFacts", "facts")
            .tree();

    List<String> lost =
        TcyMapping.load().fields().stream()
            .flatMap(field -> field.pointers().stream())
            .filter(pointer -> form.at(pointer).isMissingNode())
            .toList();

    assertThat(lost).isEmpty();
  }

  @Test
  void givenTheForm_whenItsMembersAreMapped_thenOnlyTheExerciseFlagIsOurs() {
    Set<String> members = new TreeSet<>();
    ExampleForms.aFraudForm().tree().fieldNames().forEachRemaining(members::add);

    TcyMapping.load().fields().stream()
        .flatMap(field -> field.pointers().stream())
        .map(pointer -> pointer.substring(1).split("/", -1)[0])
        .forEach(members::remove);

    assertThat(members).containsExactly("exercise");
  }
}

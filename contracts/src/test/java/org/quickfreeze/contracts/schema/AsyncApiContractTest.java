package org.quickfreeze.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.event.Event;
import org.quickfreeze.contracts.event.EventTypes;

class AsyncApiContractTest {
  private final JsonNode document = SchemaFiles.asyncApi();

  @Test
  void givenTheDocument_whenItsTopicsAreListed_thenTheyAreAllOfTheArchitecture() {
    assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
    assertThat(addresses())
        .containsExactlyInAnyOrder(
            "registry.directory",
            "registry.ranges",
            "registry.events",
            "request.events",
            "order.events",
            "provider.{provider}.orders",
            "provider.{provider}.replies",
            "audit.checkpoints",
            "{service}.dead-letter");
  }

  @Test
  void givenTheRecords_whenTheirMessagesAreListed_thenEachPointsAtItsSchema() {
    List<String> described = new ArrayList<>();
    for (JsonNode message : document.path("components").path("messages")) {
      JsonNode schema =
          message.path("payload").path("schema").path("$ref").isMissingNode()
              ? message.path("x-signed-payload").path("$ref")
              : message.path("payload").path("schema").path("$ref");
      if (!schema.isMissingNode()) {
        String name = message.path("name").asText();
        assertThat(schema.asText()).isEqualTo("./schemas/" + name + ".json");
        described.add(name);
      }
    }

    assertThat(described).containsExactlyInAnyOrderElementsOf(SchemaFiles.records().keySet());
  }

  @Test
  void givenAnEventType_whenItsTopicIsRead_thenThatTopicAndNoOtherCarriesIt() {
    for (EventTypes type : EventTypes.values()) {
      List<String> topics = new ArrayList<>();
      for (JsonNode channel : document.path("channels")) {
        for (JsonNode message : channel.path("messages")) {
          if (resolved(message).path("name").asText().equals(type.wire())) {
            topics.add(channel.path("address").asText());
          }
        }
      }

      assertThat(topics).as(type.wire()).containsExactly(type.topic());
    }
  }

  @Test
  void givenEveryReference_whenFollowed_thenItLeadsSomewhere() {
    List<String> lost = new ArrayList<>();
    document
        .findValuesAsText("$ref")
        .forEach(
            ref -> {
              boolean found =
                  ref.startsWith("#")
                      ? !document.at(ref.substring(1)).isMissingNode()
                      : Files.exists(SchemaFiles.RESOURCES.resolve(ref));
              if (!found) {
                lost.add(ref);
              }
            });

    assertThat(lost).isEmpty();
  }

  @Test
  void givenEveryChannel_whenItsOperationsAreListed_thenOneOfThemSends() {
    Set<String> sent = new TreeSet<>();
    for (JsonNode operation : document.path("operations")) {
      if (operation.path("action").asText().equals("send")) {
        sent.add(resolved(operation.path("channel")).path("address").asText());
      }
    }

    assertThat(sent).containsExactlyElementsOf(new TreeSet<>(addresses()));
  }

  @Test
  void givenTheEventCodes_whenCounted_thenEachRecordOfTheHierarchyHasOne() {
    List<Class<?>> listed = new ArrayList<>();
    Arrays.stream(EventTypes.values()).forEach(type -> listed.add(type.type()));

    assertThat(listed).containsExactlyInAnyOrderElementsOf(leaves(Event.class));
  }

  private static List<Class<?>> leaves(Class<?> type) {
    if (!type.isSealed()) {
      return List.of(type);
    }
    return Arrays.stream(type.getPermittedSubclasses())
        .flatMap(inner -> leaves(inner).stream())
        .toList();
  }

  private List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    document.path("channels").forEach(c -> addresses.add(c.path("address").asText()));
    return addresses;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}

package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.stack.ServicePart;

/** The services' logs are lines for machines: constant messages, facts from a fixed vocabulary. */
class LogIT {
  private static final Set<String> VOCABULARY =
      Set.of("cause", "consumer", "error", "place", "sqlState", "directoryVersion");

  private final Network n = network();

  @Test
  void everyLineOfAServiceIsOneJsonObjectWithWordsOfTheVocabulary() throws IOException {
    for (ServicePart service : n.stack.services()) {
      List<JsonNode> lines = lines(service.name());
      assertThat(lines).as(service.name()).isNotEmpty();
      for (JsonNode line : lines) {
        assertThat(line.path("timestamp").asText()).endsWith("Z");
        assertThat(line.path("level").asText()).isNotEmpty();
        if (line.path("loggerName").asText().startsWith("org.quickfreeze.")) {
          assertThat(line.path("message").asText()).matches("[a-z][a-z ,:-]+");
          line.path("mdc")
              .fieldNames()
              .forEachRemaining(key -> assertThat(VOCABULARY).contains(key));
        }
      }
    }
  }

  @Test
  void whatHappenedAndWhyStandsBesideTheMessage() {
    new Tap(n.stack.kafka())
        .smuggle(
            "provider.acme.replies",
            UUID.randomUUID().toString(),
            "no reply".getBytes(UTF_8),
            Map.of());

    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(lines("provider-gateway"))
                    .anyMatch(
                        line ->
                            line.path("message").asText().equals("a record went to the dead letter")
                                && line.path("mdc")
                                    .path("cause")
                                    .asText()
                                    .equals("malformed-reply")));
  }

  /** What the JVM itself writes before the first line is no log. */
  private List<JsonNode> lines(String service) throws IOException {
    Path log = n.stack.home().data("log").resolve(service + ".log");
    List<JsonNode> lines = new ArrayList<>();
    String text = Files.readString(log);
    // the last line may still be on its way
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      if (line.startsWith("{") || !lines.isEmpty()) {
        lines.add(Wire.mapper().readTree(line));
      }
    }
    return lines;
  }
}

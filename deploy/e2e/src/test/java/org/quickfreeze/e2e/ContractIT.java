package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.demo.ProviderClient;

/**
 * What really travelled is what the contracts say. Makes its own traffic and needs no other test;
 * it comes last so that it also sees theirs.
 */
@Order(Integer.MAX_VALUE)
class ContractIT {
  private static final Map<String, String> SOURCES =
      Map.of(
          "registry.events", "/registry", "request.events", "/request", "order.events", "/gateway");
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final Network n = network();
  private final Tap tap = new Tap(n.stack.kafka());
  private final JsonNode asyncApi = asyncApi();

  @Test
  void everyEventHasTheHeadersAndTheFormThatTheContractsSay() {
    preserved();
    List<String> wrong = new ArrayList<>();

    for (String topic : SOURCES.keySet()) {
      List<ConsumerRecord<byte[], byte[]>> events = genuine(topic);
      assertThat(events).as(topic).isNotEmpty();
      Set<String> types = typesOf(topic);
      for (ConsumerRecord<byte[], byte[]> event : events) {
        Map<String, String> headers = Tap.headers(event);
        String type = headers.getOrDefault("ce_type", "");
        String at = topic + "@" + event.offset() + " " + type + " ";
        if (!types.contains(type)) {
          wrong.add(at + "is no message of this channel");
          continue;
        }
        errors(headerSchema(), Wire.mapper().valueToTree(headers).toString())
            .forEach(error -> wrong.add(at + error));
        errors(schema(type), new String(event.value(), UTF_8))
            .forEach(error -> wrong.add(at + error));
        expect(wrong, at + "content-type", "application/json", headers.get("content-type"));
        expect(wrong, at + "source", SOURCES.get(topic), headers.get("ce_source"));
        expect(wrong, at + "subject", new String(event.key(), UTF_8), headers.get("ce_subject"));
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void theNumbersOfEachStreamHaveNoHoleAndStandInOrder() {
    preserved();

    for (String topic : SOURCES.keySet()) {
      Map<Long, String> ids = new TreeMap<>();
      long last = 0;
      for (ConsumerRecord<byte[], byte[]> event : genuine(topic)) {
        Map<String, String> headers = Tap.headers(event);
        long sequence = Long.parseLong(headers.get("ce_sequence"));
        String id = headers.get("ce_id");
        // sent again after a crash: the same event under the same number
        assertThat(ids.getOrDefault(sequence, id)).as(topic + " " + sequence).isEqualTo(id);
        if (!ids.containsKey(sequence)) {
          assertThat(sequence).as(topic).isEqualTo(last + 1);
          last = sequence;
        }
        ids.put(sequence, id);
      }
      assertThat(new HashSet<>(ids.values())).as(topic).hasSize(ids.size());
    }
  }

  @Test
  void everyEntryOfTheDirectoryIsSignedAndHasTheFormThatTheContractsSay()
      throws IOException, ParseException, JOSEException {
    ECKey register = ECKey.parse(Files.readString(n.stack.registerKey()));
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new HashSet<>();

    for (ConsumerRecord<byte[], byte[]> entry : genuine("registry.directory")) {
      String key = new String(entry.key(), UTF_8);
      JWSObject jws = JWSObject.parse(new String(entry.value(), UTF_8));
      assertThat(jws.verify(new ECDSAVerifier(register))).as(key).isTrue();
      String form = key.equals("heartbeat") ? "heartbeat" : "record";
      String payload = jws.getPayload().toString();
      errors(schema("org.quickfreeze.directory." + form + ".v1"), payload)
          .forEach(error -> wrong.add(key + " " + error));
      if (form.equals("record")) {
        expect(wrong, "entity", key, Wire.mapper().readTree(payload).path("entity").asText());
      }
      seen.add(key.replaceFirst("/.*", ""));
    }

    assertThat(wrong).isEmpty();
    assertThat(seen)
        .contains("heartbeat", "party", "authority", "contact-point", "provider", "key", "caller");
  }

  @Test
  void whatIsNotOfTheFormIsTold() {
    assertThat(errors(schema("org.quickfreeze.order.order-delivered.v1"), "{}")).isNotEmpty();
    assertThat(errors(headerSchema(), "{\"ce_specversion\":\"0.3\"}")).isNotEmpty();
  }

  /** A request, an order and a reply. */
  private void preserved() {
    try (ProviderClient acme =
        new ProviderClient(n.addresses, "acme", "contract-" + UUID.randomUUID())) {
      Network.Ordered ordered = n.ordered();
      ProviderClient.Order order = Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
      acme.reply(order, ReplyCode.ACKNOWLEDGED, OrderReply.Body.EMPTY);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> genuine(String topic) {
    return tap.all(topic).stream()
        .filter(r -> r.headers().lastHeader(Tap.SMUGGLED) == null)
        .toList();
  }

  private Set<String> typesOf(String topic) {
    Set<String> types = new HashSet<>();
    for (JsonNode channel : asyncApi.path("channels")) {
      if (channel.path("address").asText().equals(topic)) {
        for (JsonNode message : channel.path("messages")) {
          types.add(asyncApi.at(message.path("$ref").asText().substring(1)).path("name").asText());
        }
      }
    }
    return types;
  }

  private String headerSchema() {
    return asyncApi.at("/components/messageTraits/cloudEvent/headers").toString();
  }

  private static List<Error> errors(String schema, String json) {
    return SCHEMAS.getSchema(schema).validate(json, InputFormat.JSON);
  }

  private static void expect(List<String> wrong, String what, String wanted, String got) {
    if (!wanted.equals(got)) {
      wrong.add(what + " should be " + wanted + " and is " + got);
    }
  }

  private static String schema(String name) {
    return new String(resource("/schemas/" + name + ".json"), UTF_8);
  }

  private static JsonNode asyncApi() {
    try {
      return new YAMLMapper().readTree(resource("/asyncapi.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String path) {
    try (InputStream stream = Wire.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException("the contracts have no " + path);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

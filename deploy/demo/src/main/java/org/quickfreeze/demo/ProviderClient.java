package org.quickfreeze.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct;
import org.quickfreeze.contracts.order.OrderCodec;
import org.quickfreeze.contracts.order.OrderDocument;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;

/**
 * A provider's own client: Kafka with its own OIDC client, its own keys, and the register's word on
 * who may sign orders.
 */
public final class ProviderClient implements AutoCloseable {
  private final String provider;
  private final Addresses addresses;
  private final Supplier<String> token;
  private final SampleKey signing;
  private final SampleKey encryption;
  private final KafkaConsumer<String, String> consumer;
  private final KafkaProducer<String, String> producer;

  public ProviderClient(Addresses addresses, String provider, String group) {
    this.provider = provider;
    this.addresses = addresses;
    this.token = new Tokens(addresses.issuer()).client(provider);
    this.signing = SampleKey.of(addresses.keys(), provider + "-sig");
    this.encryption = SampleKey.of(addresses.keys(), provider + "-enc");
    this.consumer = consumer(addresses, provider, provider + "." + group);
    this.producer =
        new KafkaProducer<>(
            settings(addresses, provider), new StringSerializer(), new StringSerializer());
    consumer.subscribe(List.of(ordersOf(provider)));
  }

  /** An order, opened and checked. */
  public record Order(OrderDocument document, String hash, Instant receivedAt) {}

  /** Settings with which a client comes to the broker's outer listener. */
  public static Map<String, Object> settings(Addresses addresses, String client) {
    String endpoint = addresses.issuer() + "/protocol/openid-connect/token";
    System.setProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", endpoint);
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", addresses.kafka());
    settings.put("security.protocol", "SASL_SSL");
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", addresses.authority().toString());
    settings.put("sasl.mechanism", "OAUTHBEARER");
    settings.put("sasl.oauthbearer.token.endpoint.url", endpoint);
    settings.put(
        "sasl.login.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\""
            + client
            + "\" clientSecret=\""
            + client
            + "-local-secret\";");
    return settings;
  }

  /** A consumer under a client's own credentials. */
  public static KafkaConsumer<String, String> consumer(
      Addresses addresses, String client, String group) {
    Map<String, Object> settings = settings(addresses, client);
    settings.put("group.id", group);
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", true);
    settings.put("fetch.max.wait.ms", 50);
    settings.put("metadata.max.age.ms", 2000);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  static String ordersOf(String provider) {
    return "provider." + provider + ".orders";
  }

  /** Waits for orders; each is opened with the provider's key and its signature is checked. */
  public List<Order> poll(Duration patience) {
    List<Order> orders = new ArrayList<>();
    for (ConsumerRecord<String, String> record : consumer.poll(patience)) {
      orders.add(open(record.value()));
    }
    return orders;
  }

  /** The records as they stand in the topic, still sealed. */
  public List<ConsumerRecord<String, String>> pollSealed(Duration patience) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    consumer.poll(patience).forEach(records::add);
    return records;
  }

  /** Opens an order; fails when it is not sealed to this provider or not signed by its issuer. */
  public Order open(String sealed) {
    try {
      JWEObject jwe = JWEObject.parse(sealed);
      jwe.decrypt(new ECDHDecrypter(encryption.pair()));
      String compact = jwe.getPayload().toString();
      JWSObject jws = JWSObject.parse(compact);
      OrderDocument document = OrderCodec.readDocument(jws.getPayload().toBytes());
      ECKey issuer = keyOf(document.issuer().authority(), jws.getHeader().getKeyID());
      if (!jws.verify(new ECDSAVerifier(issuer))) {
        throw new IllegalStateException("the order's signature does not hold");
      }
      return new Order(document, SampleKey.hash(compact), Instant.now());
    } catch (ParseException | JOSEException | MalformedAct e) {
      throw new IllegalStateException("the order cannot be opened", e);
    }
  }

  /** Answers an order. */
  public void reply(Order order, ReplyCode code, OrderReply.Body body) {
    send(order.document().order().toString(), signed(order, code, body));
  }

  /** A signed answer that has not been sent. */
  public String signed(Order order, ReplyCode code, OrderReply.Body body) {
    OrderReply reply =
        new OrderReply(
            1,
            order.document().order(),
            order.hash(),
            provider,
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            code,
            body);
    return signing.sign("qf-reply+jws", OrderCodec.json(reply));
  }

  /** Writes any text to the provider's reply topic. */
  public void send(String key, String value) {
    try {
      producer.send(new ProducerRecord<>("provider." + provider + ".replies", key, value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker did not take the reply", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ECKey keyOf(String authority, String kid) throws ParseException {
    JsonNode keys =
        Api.get(addresses.registry() + "/authorities/" + authority + "/jwks", token.get())
            .expect(200)
            .json()
            .path("keys");
    for (JsonNode key : keys) {
      if (key.path("kid").asText().equals(kid)) {
        return ECKey.parse(key.toString());
      }
    }
    throw new IllegalStateException("the register knows no such key of " + authority);
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }
}

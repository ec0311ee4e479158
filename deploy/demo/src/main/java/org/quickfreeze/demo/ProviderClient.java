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
import java.util.Optional;
import java.util.UUID;
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
import org.quickfreeze.contracts.order.RejectedReason;
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

  /** What came on the topic of orders. */
  public sealed interface Received {}

  /** An order, opened and checked. */
  public record Order(OrderDocument document, String hash, Instant receivedAt)
      implements Received {}

  /**
   * No order: it cannot be opened, or is not what its issuer has signed for this provider.
   *
   * @param order the order that the record claims to be of
   * @param hash of what came, as a reply names it
   * @param reason what a reply says
   */
  public record Refused(String order, String hash, RejectedReason reason) implements Received {}

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

  /** Waits for orders; what is none is passed over. */
  public List<Order> poll(Duration patience) {
    return receive(patience).stream()
        .filter(Order.class::isInstance)
        .map(Order.class::cast)
        .toList();
  }

  /** Waits for records; each is opened with the provider's key and its signature is checked. */
  public List<Received> receive(Duration patience) {
    List<Received> received = new ArrayList<>();
    for (ConsumerRecord<String, String> record : consumer.poll(patience)) {
      received.add(open(record.key(), record.value()));
    }
    return received;
  }

  /**
   * Waits until the broker has given this client its topic. What was ordered from a client of this
   * group earlier and lies there still is passed over.
   *
   * @throws IllegalStateException when it does not within the time
   */
  void join(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (consumer.assignment().isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "The broker has not given " + provider + " its topic in " + patience);
      }
      List<ConsumerRecord<String, String>> _ = pollSealed(Duration.ofMillis(100));
    }
  }

  /** The records as they stand in the topic, still sealed. */
  public List<ConsumerRecord<String, String>> pollSealed(Duration patience) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    consumer.poll(patience).forEach(records::add);
    return records;
  }

  /**
   * Opens and checks a record.
   *
   * @param order the order that the record claims to be of: its key
   * @param sealed its value
   */
  public Received open(String order, String sealed) {
    String inner;
    try {
      JWEObject jwe = JWEObject.parse(sealed);
      jwe.decrypt(new ECDHDecrypter(encryption.pair()));
      inner = jwe.getPayload().toString();
    } catch (ParseException | JOSEException e) {
      return new Refused(order, SampleKey.hash(sealed + "."), RejectedReason.SIGNATURE_INVALID);
    }
    try {
      return verified(order, inner);
    } catch (ParseException | JOSEException | MalformedAct e) {
      return new Refused(order, SampleKey.hash(inner), RejectedReason.SIGNATURE_INVALID);
    }
  }

  /** The document inside: signed by its issuer, for this provider, and the order that was named. */
  private Received verified(String order, String compact)
      throws ParseException, JOSEException, MalformedAct {
    JWSObject jws = JWSObject.parse(compact);
    OrderDocument document = OrderCodec.readDocument(jws.getPayload().toBytes());
    Optional<ECKey> issuer =
        keyOf(document.issuer().authority(), String.valueOf(jws.getHeader().getKeyID()));
    if (issuer.isEmpty()) {
      return new Refused(order, SampleKey.hash(compact), RejectedReason.ISSUER_UNKNOWN);
    }
    if (!jws.verify(new ECDSAVerifier(issuer.get()))) {
      return new Refused(order, SampleKey.hash(compact), RejectedReason.SIGNATURE_INVALID);
    }
    if (!document.provider().equals(provider) || !document.order().toString().equals(order)) {
      return new Refused(order, SampleKey.hash(compact), RejectedReason.WRONG_ADDRESSEE);
    }
    return new Order(document, SampleKey.hash(compact), Instant.now());
  }

  /** Answers an order. */
  public void reply(Order order, ReplyCode code, OrderReply.Body body) {
    send(order.document().order().toString(), signed(order, code, body));
  }

  /** Says to the other side that what came under an order's id is not that order. */
  public void reject(Refused refused) {
    OrderReply.Body body = OrderReply.Body.rejected(refused.reason());
    UUID order = UUID.fromString(refused.order());
    send(refused.order(), signed(order, refused.hash(), ReplyCode.REJECTED, body));
  }

  /** A signed answer that has not been sent. */
  public String signed(Order order, ReplyCode code, OrderReply.Body body) {
    return signed(order.document().order(), order.hash(), code, body);
  }

  private String signed(UUID order, String answers, ReplyCode code, OrderReply.Body body) {
    OrderReply reply =
        new OrderReply(
            1, order, answers, provider, Instant.now().truncatedTo(ChronoUnit.SECONDS), code, body);
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

  private Optional<ECKey> keyOf(String authority, String kid) throws ParseException {
    Api.Answer answer =
        Api.get(addresses.registry() + "/authorities/" + authority + "/jwks", token.get());
    if (answer.status() == 404) {
      return Optional.empty();
    }
    for (JsonNode key : answer.expect(200).json().path("keys")) {
      if (key.path("kid").asText().equals(kid)) {
        return Optional.of(ECKey.parse(key.toString()));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }
}

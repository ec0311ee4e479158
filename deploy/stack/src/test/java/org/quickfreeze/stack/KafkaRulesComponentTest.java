package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what over mutual TLS, asked of a real broker. */
@Timeout(120)
class KafkaRulesComponentTest {
  private final KafkaPart kafka = TestParts.kafka();

  @ParameterizedTest
  @CsvSource({
    "registry-service, registry.directory", "registry-service, registry.ranges",
    "registry-service, registry.events", "request-service, request.events",
    "provider-gateway, order.events", "audit-service, audit.checkpoints",
    "audit-service, audit-service.dead-letter", "request-service, request-service.dead-letter"
  })
  void givenAService_whenItWritesItsOwnTopic_thenItMay(String name, String topic) {
    assertThatCode(() -> write(kafka.clientSettings(name), topic)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "audit-service, request.events", "audit-service, order.events",
    "audit-service, registry.events", "audit-service, registry.directory",
    "request-service, registry.directory", "request-service, registry.events",
    "request-service, order.events", "request-service, audit.checkpoints",
    "request-service, audit-service.dead-letter", "request-service, provider.acme.orders",
    "registry-service, request.events", "registry-service, order.events",
    "provider-gateway, request.events", "provider-gateway, registry.directory",
    "topic-admin, request.events", "topic-admin, registry.directory",
    "audit-service, no.such.topic"
  })
  void givenAService_whenItWritesAnothersTopic_thenItIsDenied(String name, String topic) {
    assertThat(catchThrowable(() -> write(kafka.clientSettings(name), topic)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TopicAuthorizationException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "audit-service, request.events, true", "audit-service, order.events, true",
    "audit-service, registry.directory, true", "request-service, registry.directory, true",
    "provider-gateway, request.events, true", "request-service, registry.events, false",
    "request-service, audit-service.dead-letter, false", "registry-service, registry.events, false",
    "topic-admin, request.events, false", "audit-service, registry.ranges, false"
  })
  void givenAService_whenItReadsATopic_thenTheTableDecides(
      String name, String topic, boolean allowed) {
    Throwable refusal = catchThrowable(() -> read(name, topic));

    if (allowed) {
      assertThat(refusal).isNull();
    } else {
      assertThat(refusal).isInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void givenAService_whenItJoinsAnothersGroup_thenItIsDenied() {
    assertThat(catchThrowable(() -> join("request-service", "audit-service.main")))
        .isInstanceOf(GroupAuthorizationException.class);
    assertThatCode(() -> join("request-service", "request-service.main"))
        .doesNotThrowAnyException();
  }

  @Test
  void givenAService_whenItDoesWhatNoRuleNames_thenItIsDenied() {
    ConfigResource own = new ConfigResource(ConfigResource.Type.TOPIC, "request.events");
    AlterConfigOp forget =
        new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET);
    AclBinding everything =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
            new AccessControlEntry(
                "User:svc.request-service", "*", AclOperation.ALL, AclPermissionType.ALLOW));
    try (Admin admin = admin("request-service")) {
      denied(admin.createTopics(List.of(new NewTopic("request.more", 1, (short) 1))).all());
      denied(admin.deleteTopics(List.of("request.events")).all());
      denied(admin.incrementalAlterConfigs(Map.of(own, List.of(forget))).all());
      denied(
          admin
              .deleteRecords(
                  Map.of(new TopicPartition("request.events", 0), RecordsToDelete.beforeOffset(0)))
              .all());
      denied(admin.createAcls(List.of(everything)).all());
      assertThat(cause(admin.createAcls(List.of(everything)).all()))
          .isInstanceOf(ClusterAuthorizationException.class);
    }
  }

  @Test
  void givenTheTopicAdmin_whenItMakesTopics_thenProvidersOnly() throws Exception {
    String provider = "provider.p" + UUID.randomUUID() + ".orders";
    try (Admin admin = admin("topic-admin")) {
      admin
          .createTopics(List.of(new NewTopic(provider, 1, (short) 1)))
          .all()
          .get(20, TimeUnit.SECONDS);
      denied(admin.createTopics(List.of(new NewTopic("registry.more", 1, (short) 1))).all());
      denied(admin.deleteTopics(List.of("request.events")).all());
    }
    assertThatCode(() -> write(kafka.clientSettings("provider-gateway"), provider))
        .doesNotThrowAnyException();
  }

  @Test
  void givenNoCertificate_whenSomebodyConnects_thenTheyAreTurnedAway() {
    Map<String, Object> settings = kafka.clientSettings("request-service");
    settings.remove("ssl.keystore.location");
    settings.remove("ssl.keystore.type");

    assertThat(catchThrowable(() -> write(settings, "request.events")))
        .hasCauseInstanceOf(SslAuthenticationException.class);
  }

  @Test
  void givenACertificateThatNamesTheAdminButIsNotOurs_whenSomebodyConnects_thenTheyAreTurnedAway(
      @TempDir Path folder) throws Exception {
    Map<String, Object> settings = kafka.clientSettings("request-service");
    settings.put("ssl.keystore.location", selfSigned(folder).toString());
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.password", "forged-store");
    settings.put("ssl.key.password", "forged-store");

    assertThat(catchThrowable(() -> write(settings, "request.events")))
        .hasCauseInstanceOf(SslAuthenticationException.class);
  }

  private static void write(Map<String, Object> client, String topic) throws Exception {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("acks", "all");
    settings.put("max.block.ms", 10_000);
    settings.put("delivery.timeout.ms", 15_000);
    settings.put("request.timeout.ms", 10_000);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "k", "v")).get(20, TimeUnit.SECONDS);
    }
  }

  private void read(String name, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer = consumer(name, name + ".rules")) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      consumer.position(partition);
      consumer.poll(Duration.ofSeconds(1));
    }
  }

  private void join(String name, String group) {
    try (KafkaConsumer<String, String> consumer = consumer(name, group)) {
      consumer.subscribe(List.of("registry.directory"));
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (consumer.assignment().isEmpty()) {
        consumer.poll(Duration.ofMillis(200));
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  private KafkaConsumer<String, String> consumer(String name, String group) {
    Map<String, Object> settings = kafka.clientSettings(name);
    settings.put("group.id", group);
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  private Admin admin(String name) {
    return Admin.create(kafka.clientSettings(name));
  }

  private static void denied(KafkaFuture<?> future) {
    assertThat(cause(future)).isInstanceOf(AuthorizationException.class);
  }

  private static Throwable cause(KafkaFuture<?> future) {
    Throwable failure = catchThrowable(() -> future.get(20, TimeUnit.SECONDS));
    assertThat(failure).isInstanceOf(ExecutionException.class);
    return failure.getCause();
  }

  private static Path selfSigned(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("forged.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "admin",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=admin,O=quickfreeze",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "forged-store")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    return store;
  }
}

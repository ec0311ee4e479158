package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class KafkaPartComponentTest {
  private final KafkaPart kafka = TestParts.kafka();

  @Test
  void aServiceWritesItsOwnEventsAndTheAuditReadsThem() throws Exception {
    String value = UUID.randomUUID().toString();

    Clients.send(kafka.clientSettings("request-service"), "request.events", value);

    assertThat(
            Clients.read(
                kafka.clientSettings("audit-service"),
                "audit-service." + UUID.randomUUID(),
                "request.events"))
        .contains(value);
  }

  @Test
  void aServiceCannotWriteTheEventsOfAnother() {
    assertThatThrownBy(
            () -> Clients.send(kafka.clientSettings("registry-service"), "request.events", "x"))
        .isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(
            () -> Clients.send(kafka.clientSettings("audit-service"), "registry.directory", "x"))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void aServiceCannotReadWhatIsNotForIt() {
    assertThatThrownBy(
            () ->
                Clients.read(
                    kafka.clientSettings("provider-gateway"),
                    "provider-gateway.x",
                    "registry.ranges"))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void aServiceCannotJoinTheGroupOfAnother() {
    assertThatThrownBy(
            () ->
                Clients.read(
                    kafka.clientSettings("audit-service"), "request-service.x", "request.events"))
        .isInstanceOf(GroupAuthorizationException.class);
  }

  @Test
  void aNameOfOurAuthorityThatNoRuleKnowsMayDoNothing() {
    new CertificateAuthority(TestParts.stack().home()).issue("stranger");

    assertThatThrownBy(() -> Clients.send(kafka.clientSettings("stranger"), "request.events", "x"))
        .isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(
            () -> Clients.read(kafka.clientSettings("stranger"), "stranger.x", "request.events"))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void withoutACertificateNobodyComesIn() {
    Map<String, Object> settings = new HashMap<>(kafka.clientSettings("request-service"));
    settings.remove("ssl.keystore.location");
    settings.remove("ssl.keystore.type");

    assertThatThrownBy(() -> Clients.send(settings, "request.events", "x"))
        .isInstanceOf(SslAuthenticationException.class);
  }

  @Test
  void topicsAreNeverMadeByUse() throws Exception {
    Map<String, Object> settings = kafka.clientSettings("admin");
    settings.put("max.block.ms", 3000);

    assertThatThrownBy(() -> Clients.send(settings, "no.such.topic", "x"))
        .hasMessageContaining("no.such.topic");
    try (Admin admin = kafka.admin()) {
      assertThat(admin.listTopics().names().get())
          .doesNotContain("no.such.topic")
          .contains("registry.directory", "audit.checkpoints", "request-service.dead-letter");
    }
  }

  @Test
  void theTopicAdminMakesProviderTopicsAndTheirRulesButNoOthers() throws Exception {
    String topic = "provider.umbrella.orders";
    AclBinding rule =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
            new AccessControlEntry(
                "User:umbrella", "*", AclOperation.READ, AclPermissionType.ALLOW));
    try (Admin admin = Admin.create(kafka.clientSettings("topic-admin"))) {
      admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1))).all().get();
      admin.createAcls(Set.of(rule)).all().get();
      assertThat(admin.describeAcls(rule.toFilter()).values().get()).containsExactly(rule);
      assertThatThrownBy(
              () -> admin.createTopics(Set.of(new NewTopic("own.topic", 1, (short) 1))).all().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TopicAuthorizationException.class);
      admin.deleteAcls(Set.of(rule.toFilter())).all().get();
    }
    try (Admin admin = Admin.create(kafka.clientSettings("provider-gateway"))) {
      assertThatThrownBy(() -> admin.createAcls(Set.of(rule)).all().get())
          .hasCauseInstanceOf(ClusterAuthorizationException.class);
    }
  }

  @Test
  void whatWasAcknowledgedSurvivesAKill() throws Exception {
    String value = UUID.randomUUID().toString();
    Clients.send(kafka.clientSettings("provider-gateway"), "order.events", value);

    kafka.kill();
    assertThat(kafka.running()).isFalse();
    kafka.start();

    List<String> values =
        Clients.read(
            kafka.clientSettings("request-service"),
            "request-service." + UUID.randomUUID(),
            "order.events");
    assertThat(values).contains(value);
  }
}

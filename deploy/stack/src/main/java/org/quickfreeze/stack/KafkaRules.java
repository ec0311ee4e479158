package org.quickfreeze.stack;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The topics that always exist and who may do what with them; docs/architecture.md has the table.
 */
final class KafkaRules {
  private static final Map<String, String> COMPACTED =
      Map.of("cleanup.policy", "compact", "max.message.bytes", "1048576", "segment.ms", "3600000");
  private static final Map<String, String> THIRTY_DAYS = Map.of("retention.ms", "2592000000");
  private static final List<String> SERVICES =
      List.of("registry-service", "request-service", "provider-gateway", "audit-service");

  private final KafkaPart kafka;
  private final List<AclBinding> rules = new ArrayList<>();

  KafkaRules(KafkaPart kafka) {
    this.kafka = kafka;
  }

  void provision() {
    try (Admin admin = kafka.admin()) {
      Set<String> present = admin.listTopics().names().get(15, TimeUnit.SECONDS);
      List<NewTopic> missing =
          topics().stream().filter(topic -> !present.contains(topic.name())).toList();
      admin.createTopics(missing).all().get(30, TimeUnit.SECONDS);
      admin.createAcls(rules()).all().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StackFailure("Kafka's topics and rules cannot be made: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
  }

  private static List<NewTopic> topics() {
    List<NewTopic> topics = new ArrayList<>();
    for (String name : List.of("registry.directory", "registry.ranges", "audit.checkpoints")) {
      topics.add(new NewTopic(name, 1, (short) 1).configs(COMPACTED));
    }
    for (String name : List.of("registry.events", "request.events", "order.events")) {
      topics.add(new NewTopic(name, 1, (short) 1).configs(THIRTY_DAYS));
    }
    for (String service : SERVICES) {
      topics.add(new NewTopic(service + ".dead-letter", 1, (short) 1).configs(THIRTY_DAYS));
    }
    return topics;
  }

  private List<AclBinding> rules() {
    for (String service : SERVICES) {
      topic(service, LITERAL, service + ".dead-letter", WRITE, DESCRIBE);
      topic(service, LITERAL, "registry.directory", READ, DESCRIBE);
      topic(service, LITERAL, "audit.checkpoints", READ, DESCRIBE);
      allow(service, GROUP, PREFIXED, service + ".", READ, DESCRIBE);
    }
    topic("registry-service", LITERAL, "registry.directory", WRITE);
    topic("registry-service", LITERAL, "registry.ranges", WRITE, DESCRIBE);
    topic("registry-service", LITERAL, "registry.events", WRITE, DESCRIBE);
    topic("registry-service", LITERAL, "request.events", READ, DESCRIBE);
    topic("registry-service", LITERAL, "order.events", READ, DESCRIBE);
    topic("request-service", LITERAL, "request.events", WRITE, DESCRIBE);
    topic("request-service", LITERAL, "order.events", READ, DESCRIBE);
    topic("request-service", LITERAL, "registry.ranges", READ, DESCRIBE);
    topic("provider-gateway", LITERAL, "request.events", READ, DESCRIBE);
    topic("provider-gateway", LITERAL, "order.events", WRITE, DESCRIBE);
    topic("provider-gateway", PREFIXED, "provider.", READ, WRITE, DESCRIBE);
    for (String events : List.of("registry.events", "request.events", "order.events")) {
      topic("audit-service", LITERAL, events, READ, DESCRIBE);
    }
    topic("audit-service", LITERAL, "audit.checkpoints", WRITE);
    topic("topic-admin", PREFIXED, "provider.", CREATE, DESCRIBE, ALTER, DELETE);
    allow("topic-admin", CLUSTER, LITERAL, "kafka-cluster", ALTER, DESCRIBE);
    return rules;
  }

  private void topic(String name, PatternType pattern, String topic, AclOperation... operations) {
    allow(name, TOPIC, pattern, topic, operations);
  }

  private void allow(
      String name,
      ResourceType type,
      PatternType pattern,
      String resource,
      AclOperation... operations) {
    for (AclOperation operation : operations) {
      rules.add(
          new AclBinding(
              new ResourcePattern(type, resource, pattern),
              new AccessControlEntry(
                  "User:svc." + name, "127.0.0.1", operation, AclPermissionType.ALLOW)));
    }
  }
}

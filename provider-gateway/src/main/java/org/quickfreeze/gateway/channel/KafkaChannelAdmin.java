package org.quickfreeze.gateway.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Topics and rules under a principal of their own. Rules on topics are literal, since a prefix on
 * {@code provider.a} would also match {@code provider.ab.orders}; groups are prefixed with a
 * trailing dot.
 */
final class KafkaChannelAdmin implements ChannelAdmin {
  private static final Map<String, String> HALF_A_YEAR = Map.of("retention.ms", "15552000000");
  private static final long PATIENCE_SECONDS = 15;

  private final Supplier<Admin> admins;

  KafkaChannelAdmin(Supplier<Admin> admins) {
    this.admins = admins;
  }

  @Override
  public void open(String provider, String client) {
    try (Admin admin = admins.get()) {
      for (String topic : List.of(orders(provider), replies(provider))) {
        create(admin, topic);
      }
      admin.createAcls(rules(provider, client)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("a channel could not be opened", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close(String provider, String client) {
    try (Admin admin = admins.get()) {
      admin
          .deleteAcls(rules(provider, client).stream().map(AclBinding::toFilter).toList())
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("a channel could not be closed", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static void create(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    NewTopic wanted = new NewTopic(topic, Optional.of(1), Optional.empty()).configs(HALF_A_YEAR);
    try {
      admin.createTopics(List.of(wanted)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static List<AclBinding> rules(String provider, String client) {
    List<AclBinding> rules = new ArrayList<>();
    String principal = "User:" + client;
    for (AclOperation operation : List.of(AclOperation.READ, AclOperation.DESCRIBE)) {
      rules.add(
          rule(ResourceType.TOPIC, PatternType.LITERAL, orders(provider), principal, operation));
      rules.add(
          rule(ResourceType.GROUP, PatternType.PREFIXED, provider + ".", principal, operation));
    }
    for (AclOperation operation : List.of(AclOperation.WRITE, AclOperation.DESCRIBE)) {
      rules.add(
          rule(ResourceType.TOPIC, PatternType.LITERAL, replies(provider), principal, operation));
    }
    return rules;
  }

  private static AclBinding rule(
      ResourceType type,
      PatternType pattern,
      String resource,
      String principal,
      AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, resource, pattern),
        new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
  }

  private static String orders(String provider) {
    return "provider." + provider + ".orders";
  }

  private static String replies(String provider) {
    return "provider." + provider + ".replies";
  }
}

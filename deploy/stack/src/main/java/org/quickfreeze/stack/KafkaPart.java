package org.quickfreeze.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * One Kafka broker in KRaft mode. Services come in by mutual TLS, outsiders by OAUTHBEARER over
 * TLS; everything is denied unless a rule allows it. A single broker: what power loss takes before
 * the disk has it is gone.
 */
public final class KafkaPart implements Part {
  private final Home home;
  private final Ports ports;
  private final CertificateAuthority authority;
  private final Child child;

  KafkaPart(Home home, Ports ports) {
    this.home = home;
    this.ports = ports;
    this.authority = new CertificateAuthority(home);
    this.child = new Child(home, "kafka");
  }

  @Override
  public Child child() {
    return child;
  }

  @Override
  public int port() {
    return ports.kafka();
  }

  @Override
  public List<Integer> ports() {
    return List.of(ports.kafka(), ports.kafkaOutside(), ports.kafkaController());
  }

  /** Address for mutual TLS. */
  public String bootstrap() {
    return "localhost:" + ports.kafka();
  }

  /** Address for OAUTHBEARER over TLS. */
  public String outsideBootstrap() {
    return "localhost:" + ports.kafkaOutside();
  }

  /** kafka-clients' settings for a name of the certificate authority. */
  public Map<String, Object> clientSettings(String name) {
    Map<String, Object> settings = new HashMap<>(authority.clientSettings(name));
    settings.put("bootstrap.servers", bootstrap());
    return settings;
  }

  /**
   * kafka-clients' settings with which a provider comes to the outer listener. The JVM of the
   * client has to allow the token address: property {@code
   * org.apache.kafka.sasl.oauthbearer.allowed.urls}, see {@link KeycloakPart#tokenUrl()}.
   *
   * @param tokenUrl where the client gets its token
   * @param client client id in Keycloak, which is the provider's id
   * @param secret the client's secret
   */
  public Map<String, Object> outsiderSettings(String tokenUrl, String client, String secret) {
    return Map.of(
        "bootstrap.servers",
        outsideBootstrap(),
        "security.protocol",
        "SASL_SSL",
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        authority.authority().toString(),
        "sasl.mechanism",
        "OAUTHBEARER",
        "sasl.oauthbearer.token.endpoint.url",
        tokenUrl,
        "sasl.login.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\"%s\" clientSecret=\"%s\";"
            .formatted(client, secret));
  }

  Path keystore(String name) {
    return authority.keystore(name);
  }

  Path truststore() {
    return authority.authority();
  }

  /**
   * The copy of Keycloak's keys that the broker reads; the broker starts while Keycloak is down.
   */
  Path jwks() {
    return home.data("kafka-config").resolve("jwks.json");
  }

  @Override
  public void start() {
    authority.issue();
    try {
      if (!Files.exists(jwks())) {
        Home.write(jwks(), "{\"keys\":[]}");
      }
      Path properties = home.data("kafka-config").resolve("server.properties");
      Home.write(properties, serverProperties());
      Path logs = home.data("kafka");
      if (!Files.exists(logs.resolve("meta.properties"))) {
        format(properties);
      }
      child.start(command("kafka.Kafka", properties.toString()), Map.of(), home.data());
    } catch (IOException e) {
      throw new StackFailure("Kafka's configuration cannot be written", e);
    }
    child.awaitReady(this::answers, Duration.ofSeconds(90));
    new KafkaRules(this).provision();
  }

  /** A client with all rights, for provisioning. */
  public Admin admin() {
    Map<String, Object> settings = clientSettings("admin");
    settings.put("request.timeout.ms", 5000);
    settings.put("default.api.timeout.ms", 15000);
    return Admin.create(settings);
  }

  @Override
  public boolean answers() {
    if (Ports.isFree(ports.kafka())) {
      return false;
    }
    try (Admin admin = admin()) {
      return admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size() == 1;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void format(Path properties) throws IOException {
    List<String> command =
        command(
            "kafka.tools.StorageTool",
            "format",
            "-t",
            "cXVpY2tmcmVlemUtbG9jYQ",
            "-c",
            properties.toString());
    try {
      Path log = home.data("log").resolve("kafka-format.log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new StackFailure("Kafka's storage cannot be formatted: see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
  }

  private List<String> command(String main, String... arguments) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xms256m",
                "-XX:+UseG1GC",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSX",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                // who is refused, and why in one word; the validator would print the whole token
                "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.network.Selector=info",
                "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.security.oauthbearer=off",
                "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + jwks().toUri(),
                "-Dorg.apache.kafka.sasl.oauthbearer.allowed.files=" + jwks(),
                "-cp",
                home.part("kafka") + "/*:" + Home.ownClasses(),
                main));
    command.addAll(List.of(arguments));
    return command;
  }

  private String serverProperties() {
    String tls =
        """
        ssl.keystore.type=PEM
        ssl.keystore.location=%1$s
        ssl.truststore.type=PEM
        ssl.truststore.location=%2$s
        """
            .formatted(authority.keystore("broker"), authority.authority());
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@localhost:%3$d
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=INSIDE
        listeners=INSIDE://127.0.0.1:%1$d,OUTSIDE://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
        advertised.listeners=INSIDE://localhost:%1$d,OUTSIDE://localhost:%2$d
        listener.security.protocol.map=INSIDE:SSL,OUTSIDE:SASL_SSL,CONTROLLER:SSL
        ssl.client.auth=required
        listener.name.outside.ssl.client.auth=none
        ssl.principal.mapping.rules=RULE:^CN=([a-z0-9-]+),O=quickfreeze$/svc.$1/,RULE:.*/un.known/
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=false
        super.users=User:svc.broker;User:svc.admin
        log.dirs=%4$s
        num.partitions=1
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=8
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        offsets.retention.minutes=302400
        group.initial.rebalance.delay.ms=0
        message.max.bytes=1048576
        log.cleaner.dedupe.buffer.size=16777216
        connections.max.reauth.ms=60000
        listener.name.outside.principal.builder.class=%7$s
        listener.name.outside.sasl.enabled.mechanisms=OAUTHBEARER
        listener.name.outside.oauthbearer.sasl.server.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler
        listener.name.outside.oauthbearer.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";
        listener.name.outside.oauthbearer.connections.max.reauth.ms=60000
        sasl.oauthbearer.jwks.endpoint.url=%5$s
        sasl.oauthbearer.expected.audience=kafka
        sasl.oauthbearer.expected.issuer=http://localhost:%6$d/realms/quickfreeze
        sasl.oauthbearer.sub.claim.name=azp
        """
            .formatted(
                ports.kafka(),
                ports.kafkaOutside(),
                ports.kafkaController(),
                home.data("kafka"),
                jwks().toUri(),
                ports.keycloak(),
                OutsidePrincipals.class.getName())
        + tls;
  }
}

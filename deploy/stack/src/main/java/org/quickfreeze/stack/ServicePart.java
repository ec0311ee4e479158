package org.quickfreeze.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of the four services, as it ships. */
public final class ServicePart implements Part {
  private final Stack stack;
  private final String name;
  private final String database;
  private final int port;
  private final Child child;

  ServicePart(Stack stack, String name, String database, int port) {
    this.stack = stack;
    this.name = name;
    this.database = database;
    this.port = port;
    this.child = new Child(stack.home(), name);
  }

  @Override
  public Child child() {
    return child;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public List<Integer> ports() {
    return List.of(port, port + 100);
  }

  String database() {
    return database;
  }

  /** Address of the interface for callers. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Address of health, metrics and the domain clock. */
  public String managementUrl() {
    return "http://127.0.0.1:" + (port + 100);
  }

  @Override
  public void start() {
    begin();
    awaitReady();
  }

  /** Starts without waiting, so that several can start at once. */
  public void begin() {
    Path jar = renewed();
    child.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-XX:+UseParallelGC",
            "-XX:TieredStopAtLevel=4",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            jar.toString()),
        environment(),
        stack.home().data());
  }

  public void awaitReady() {
    child.awaitReady(this::answers, Duration.ofMinutes(3));
  }

  @Override
  public boolean answers() {
    return Http.get(managementUrl() + "/q/health/ready").isPresent();
  }

  /** Whether other code was built than what runs. */
  boolean outdated() {
    try {
      return app().outdated();
    } catch (IOException e) {
      throw new StackFailure(name + ": its files cannot be read", e);
    }
  }

  private Path renewed() {
    if (!Files.exists(built().resolve("quarkus-run.jar"))) {
      throw new StackFailure(name + " is not built: " + built() + " is missing");
    }
    try {
      return app().renew();
    } catch (IOException e) {
      throw new StackFailure(name + ": its files cannot be copied: " + e.getMessage(), e);
    }
  }

  private AppCopy app() {
    return new AppCopy(built(), stack.home().data("app").resolve(name));
  }

  private Path built() {
    return stack.home().repository(name + "/target/quarkus-app");
  }

  private Map<String, String> environment() {
    PostgresPart postgres = stack.postgres();
    KafkaPart kafka = stack.kafka();
    Map<String, String> e = new HashMap<>();
    e.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.url(database));
    e.put("QUARKUS_DATASOURCE_USERNAME", database + "_app");
    e.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password(database + "_app"));
    e.put("QUICKFREEZE_DB_OWNER_USERNAME", database + "_owner");
    e.put("QUICKFREEZE_DB_OWNER_PASSWORD", postgres.password(database + "_owner"));
    e.put("QUICKFREEZE_KAFKA_BOOTSTRAP", kafka.bootstrap());
    e.put("QUICKFREEZE_KAFKA_KEYSTORE", kafka.keystore(name).toString());
    e.put("QUICKFREEZE_KAFKA_TRUSTSTORE", kafka.truststore().toString());
    if (name.equals("provider-gateway")) {
      e.put("QUICKFREEZE_KAFKA_ADMIN_KEYSTORE", kafka.keystore("topic-admin").toString());
    }
    if (name.equals("audit-service")) {
      e.put("QUICKFREEZE_AUDIT_VKEY_FILE", stack.home().data().resolve("log.vkey").toString());
    }
    e.put("QUARKUS_OIDC_AUTH_SERVER_URL", stack.keycloak().issuer());
    e.put("QUICKFREEZE_VAULT", stack.vault(name).toString());
    e.put("QUICKFREEZE_CALLER_KEY", stack.callerKey().toString());
    e.put("QUICKFREEZE_REGISTER_KEY", stack.registerKey().toString());
    e.put("QUICKFREEZE_BOOTSTRAP_SECRETARIAT", String.join(",", Stack.SECRETARIAT));
    e.put("QUICKFREEZE_DEVELOPMENT", "true");
    e.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    e.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(port + 100));
    return e;
  }
}

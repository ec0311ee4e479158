package org.quickfreeze.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Keycloak with the project's realm, on a database of its own. */
public final class KeycloakPart implements Part {
  private final Home home;
  private final Ports ports;
  private final PostgresPart postgres;
  private final Path keysForBroker;
  private final Child child;
  private final Child keyCopy;

  KeycloakPart(Home home, Ports ports, PostgresPart postgres, Path keysForBroker) {
    this.home = home;
    this.ports = ports;
    this.postgres = postgres;
    this.keysForBroker = keysForBroker;
    this.child = new Child(home, "keycloak");
    this.keyCopy = new Child(home, "keycloak-keys");
  }

  @Override
  public Child child() {
    return child;
  }

  @Override
  public int port() {
    return ports.keycloak();
  }

  /** The realm's issuer. */
  public String issuer() {
    return "http://localhost:" + ports.keycloak() + "/realms/quickfreeze";
  }

  /** Where clients get their tokens. */
  public String tokenUrl() {
    return issuer() + "/protocol/openid-connect/token";
  }

  @Override
  public void start() {
    begin();
    awaitReady();
  }

  /** Starts without waiting; PostgreSQL has to run. */
  void begin() {
    Path installed = home.part("keycloak").resolve("keycloak-26.7.3");
    installRealm(installed);
    build(installed);
    child.start(
        List.of(script(installed), "start", "--optimized", "--import-realm"),
        environment(),
        home.data());
  }

  void awaitReady() {
    child.awaitReady(this::answers, Duration.ofMinutes(5));
    copyKeys();
  }

  @Override
  public boolean answers() {
    return Http.get(issuer() + "/.well-known/openid-configuration").isPresent();
  }

  @Override
  public void stop() {
    keyCopy.stop("TERM");
    child.stop("TERM");
  }

  @Override
  public void kill() {
    keyCopy.kill();
    child.kill();
  }

  /** Hands the realm's public keys to the broker now, and again whenever they change. */
  private void copyKeys() {
    String keys = issuer() + "/protocol/openid-connect/certs";
    try {
      if (!KeyCopy.refresh(keys, keysForBroker)) {
        throw new StackFailure("Keycloak does not show its keys at " + keys);
      }
    } catch (IOException e) {
      throw new StackFailure("Keycloak's keys cannot be kept in " + keysForBroker, e);
    }
    if (!keyCopy.running()) {
      keyCopy.start(
          KeyCopy.command(keys, keysForBroker, Duration.ofSeconds(15)), Map.of(), home.data());
    }
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("JAVA_HOME", System.getProperty("java.home")),
        Map.entry("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx512m"),
        Map.entry("KC_DB_URL", postgres.url("keycloak")),
        Map.entry("KC_DB_USERNAME", "keycloak"),
        Map.entry("KC_DB_PASSWORD", postgres.password("keycloak")),
        Map.entry("KC_DB_POOL_MAX_SIZE", "10"),
        Map.entry("KC_HTTP_ENABLED", "true"),
        Map.entry("KC_HTTP_HOST", "127.0.0.1"),
        Map.entry("KC_HTTP_PORT", Integer.toString(ports.keycloak())),
        Map.entry("KC_HOSTNAME", "http://localhost:" + ports.keycloak()),
        Map.entry("KC_CACHE", "local"),
        Map.entry("KC_LOG_LEVEL", "warn"),
        Map.entry("KC_BOOTSTRAP_ADMIN_USERNAME", "admin"),
        Map.entry("KC_BOOTSTRAP_ADMIN_PASSWORD", home.secret("keycloak-admin", 12)));
  }

  private static String script(Path installed) {
    return installed.resolve("bin/kc.sh").toString();
  }

  private void installRealm(Path installed) {
    try (InputStream realm = KeycloakPart.class.getResourceAsStream("/stack/realm.json")) {
      if (realm == null) {
        throw new StackFailure("the realm is missing from the build");
      }
      Path folder = Files.createDirectories(installed.resolve("data/import"));
      String text = new String(realm.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(folder.resolve("quickfreeze-realm.json"), text);
    } catch (IOException e) {
      throw new StackFailure("the realm cannot be written", e);
    }
  }

  /** Once for each installation: makes later starts fast. */
  private void build(Path installed) {
    Path done = installed.resolve("built-for-postgres");
    if (Files.exists(done)) {
      return;
    }
    try {
      Files.setPosixFilePermissions(
          Path.of(script(installed)),
          java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      ProcessBuilder builder =
          new ProcessBuilder(script(installed), "build", "--db=postgres", "--cache=local")
              .redirectErrorStream(true)
              .redirectOutput(home.data("log").resolve("keycloak-build.log").toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      if (builder.start().waitFor() != 0) {
        throw new StackFailure(
            "Keycloak cannot be built: see " + home.data("log").resolve("keycloak-build.log"));
      }
      Files.writeString(done, "");
    } catch (IOException e) {
      throw new StackFailure("Keycloak cannot be built: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
  }
}

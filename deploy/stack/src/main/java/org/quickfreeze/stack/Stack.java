package org.quickfreeze.stack;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;

/** Everything that one command starts on a laptop, with keys and secrets of its own data folder. */
public final class Stack {
  /** Subjects of the sample accounts {@code secretariat} and {@code secretariat-2}. */
  public static final List<String> SECRETARIAT =
      List.of("71660000-0000-4000-8000-000000000001", "71660000-0000-4000-8000-000000000004");

  private final Home home;
  private final Ports ports;
  private final PostgresPart postgres;
  private final KafkaPart kafka;
  private final KeycloakPart keycloak;
  private final List<ServicePart> services;

  private Stack(Home home, Ports ports) {
    this.home = home;
    this.ports = ports;
    this.postgres = new PostgresPart(home, ports.postgres());
    this.kafka = new KafkaPart(home, ports);
    this.keycloak = new KeycloakPart(home, ports, postgres, kafka.jwks());
    this.services =
        List.of(
            new ServicePart(this, "registry-service", "registry", ports.registry()),
            new ServicePart(this, "request-service", "request", ports.request()),
            new ServicePart(this, "provider-gateway", "gateway", ports.gateway()),
            new ServicePart(this, "audit-service", "audit", ports.audit()));
  }

  /** A stack whose state lies in a folder. */
  public static Stack in(Path data, Ports ports) {
    return new Stack(Home.at(data), ports);
  }

  public Home home() {
    return home;
  }

  public Ports ports() {
    return ports;
  }

  public PostgresPart postgres() {
    return postgres;
  }

  public KafkaPart kafka() {
    return kafka;
  }

  public KeycloakPart keycloak() {
    return keycloak;
  }

  public List<ServicePart> services() {
    return services;
  }

  /** One of the services by its name. */
  public ServicePart service(String name) {
    return services.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  /** Every part, in the order in which they start. */
  public List<Part> parts() {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(postgres, kafka, keycloak), services.stream())
        .toList();
  }

  /**
   * Ends every part when this JVM ends, however that happens: for tests. Called before the first
   * start.
   */
  public void endWithThisJvm() {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().unstarted(() -> parts().reversed().forEach(Part::kill)));
    try {
      Watchdog.guard(home.data());
    } catch (IOException e) {
      throw new StackFailure("the watchdog cannot be started", e);
    }
  }

  /** What {@code stack.json} says of this stack. */
  public StackFile describe() {
    return StackFile.of(this);
  }

  /** Starts what stands under the services, and makes their keys. */
  public void startParts() {
    postgres.start();
    keycloak.begin();
    kafka.start();
    keycloak.awaitReady();
    prepareKeys();
  }

  /** Starts the four services at once. */
  public void startServices() {
    services.forEach(ServicePart::begin);
    services.forEach(ServicePart::awaitReady);
  }

  /** Ends everything, services first. */
  public void stop() {
    parts().reversed().forEach(Part::stop);
  }

  /** The key vault's folder of a service; its master key is made with it. */
  public Path vault(String service) {
    Path vault = home.data("vault/" + service);
    Path master = vault.resolve("master.key");
    try {
      if (!Files.exists(master)) {
        Home.write(master, home.secret("vault-" + service, 32));
      }
      return vault;
    } catch (IOException e) {
      throw new StackFailure("the vault of " + service + " cannot be made", e);
    }
  }

  /** File with the network's caller key. */
  public Path callerKey() {
    home.secret("caller-key", 32);
    return home.data("secret").resolve("caller-key");
  }

  /** File with the register's public key. */
  public Path registerKey() {
    return home.data("secret").resolve("register-public.jwk");
  }

  /** Makes the register's key pair: the private half goes to its vault, the public one to all. */
  public void prepareKeys() {
    callerKey();
    if (Files.exists(registerKey())) {
      return;
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      ECPublicKey open = (ECPublicKey) pair.getPublic();
      String x = field(open.getW().getAffineX());
      String y = field(open.getW().getAffineY());
      String members = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
      String kid = base64(sha256(members.getBytes(StandardCharsets.UTF_8)));
      String publicPart = members.substring(0, members.length() - 1) + ",\"kid\":\"" + kid + "\"";
      String d = field(((ECPrivateKey) pair.getPrivate()).getS());
      Home.write(
          vault("registry-service").resolve("register.jwk"), publicPart + ",\"d\":\"" + d + "\"}");
      Home.write(registerKey(), publicPart + "}");
    } catch (GeneralSecurityException | IOException e) {
      throw new StackFailure("the register's key cannot be made", e);
    }
  }

  private static String field(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return base64(fixed);
  }

  private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

package org.quickfreeze.stack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code stack.json} in the data folder: where a running stack is and how to come in, for the demo,
 * the whole-stack tests and the benches. It holds secrets of this data folder; its owner alone may
 * read it.
 *
 * @param issuer the realm's issuer, such as {@code http://localhost:28080/realms/quickfreeze}
 * @param tokenUrl where tokens are got
 * @param services by name ({@code registry-service}, {@code request-service}, {@code
 *     provider-gateway}, {@code audit-service})
 * @param kafka the broker
 * @param databases by name ({@code registry}, {@code request}, {@code gateway}, {@code audit})
 * @param accounts who can sign in
 * @param files other files that callers need
 */
public record StackFile(
    String issuer,
    String tokenUrl,
    Map<String, Service> services,
    Kafka kafka,
    Map<String, Database> databases,
    SampleAccounts accounts,
    Paths files) {
  private static final String NAME = "stack.json";

  /**
   * One of the four services.
   *
   * @param url interface for callers, without a slash at the end
   * @param management health, metrics and domain clock
   */
  public record Service(String url, String management, String log) {}

  /**
   * The broker.
   *
   * @param inside bootstrap address for mutual TLS
   * @param outside bootstrap address for OAUTHBEARER over TLS
   * @param authority PEM file with the certificate of the authority that signed the broker's
   * @param keystores PEM files for mutual TLS, by name of the principal without {@code svc.}
   */
  public record Kafka(
      String inside, String outside, String authority, Map<String, String> keystores) {}

  /**
   * A service's database.
   *
   * @param url JDBC URL
   * @param app login of the service, without rights until it sets a role
   * @param owner login of the migrations
   */
  public record Database(String url, Login app, Login owner) {}

  /** A login role of PostgreSQL. */
  public record Login(String user, String password) {}

  /**
   * Absolute paths.
   *
   * @param data the data folder
   * @param callerKey 32 bytes in base64
   * @param registerKey the register's public JWK
   */
  public record Paths(String data, String callerKey, String registerKey) {}

  /** Describes a stack, whether it runs or not. */
  static StackFile of(Stack stack) {
    Map<String, Service> services = new TreeMap<>();
    Map<String, Database> databases = new TreeMap<>();
    for (ServicePart part : stack.services()) {
      String log = part.child().log().toString();
      services.put(part.name(), new Service(part.url(), part.managementUrl(), log));
      databases.put(part.database(), database(stack.postgres(), part.database()));
    }
    return new StackFile(
        stack.keycloak().issuer(),
        stack.keycloak().tokenUrl(),
        services,
        kafka(stack.kafka()),
        databases,
        SampleAccounts.load(),
        new Paths(
            stack.home().data().toString(),
            stack.callerKey().toString(),
            stack.registerKey().toString()));
  }

  private static Database database(PostgresPart postgres, String name) {
    return new Database(
        postgres.url(name), login(postgres, name + "_app"), login(postgres, name + "_owner"));
  }

  private static Login login(PostgresPart postgres, String role) {
    return new Login(role, postgres.password(role));
  }

  private static Kafka kafka(KafkaPart kafka) {
    Map<String, String> keystores = new TreeMap<>();
    for (String name : CertificateAuthority.NAMES) {
      keystores.put(name, kafka.keystore(name).toString());
    }
    return new Kafka(
        kafka.bootstrap(), kafka.outsideBootstrap(), kafka.truststore().toString(), keystores);
  }

  /** Reads the file of a data folder. */
  public static StackFile read(Path data) {
    try {
      return new JsonMapper().readValue(Files.readString(data.resolve(NAME)), StackFile.class);
    } catch (IOException e) {
      throw new StackFailure(
          "No running stack is described in " + data + "; ./quickfreeze up makes one", e);
    }
  }

  /** Writes the file of a data folder. */
  public void write(Path data) {
    try {
      Home.write(
          data.resolve(NAME),
          new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    } catch (IOException e) {
      throw new StackFailure(NAME + " cannot be written to " + data, e);
    }
  }
}

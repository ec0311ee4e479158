package org.quickfreeze.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.quickfreeze.contracts.Wire;

/**
 * Where a running stack is, and where its sample keys lie.
 *
 * @param issuer the realm, such as {@code http://localhost:28080/realms/quickfreeze}
 * @param kafka bootstrap address for providers
 * @param authority PEM file of the certificate authority that signed the broker's certificate
 * @param keys folder with the sample keys, one JWK file each
 */
public record Addresses(
    String issuer,
    String registry,
    String requests,
    String gateway,
    String audit,
    String kafka,
    Path authority,
    Path keys) {

  /**
   * The stack whose data folder this is, from the {@code stack.json} that {@code ./quickfreeze up}
   * writes there.
   *
   * @throws IllegalStateException when there is none
   */
  public static Addresses of(Path data) {
    JsonNode stack;
    try {
      stack = Wire.mapper().readTree(Files.readAllBytes(data.resolve("stack.json")));
    } catch (IOException e) {
      throw new IllegalStateException(
          "No running stack is described in " + data + "; ./quickfreeze up makes one.", e);
    }
    return new Addresses(
        stack.path("issuer").asText(),
        url(stack, "registry-service"),
        url(stack, "request-service"),
        url(stack, "provider-gateway"),
        url(stack, "audit-service"),
        stack.path("kafka").path("outside").asText(),
        Path.of(stack.path("kafka").path("authority").asText()),
        data.resolve("sample-keys"));
  }

  private static String url(JsonNode stack, String service) {
    return stack.path("services").path(service).path("url").asText();
  }

  /** File with the audit log's public key. */
  Path logKey() {
    return keys.resolveSibling("log.vkey");
  }

  /** Folder for what the demo leaves to look at. */
  Path left() {
    return keys.resolveSibling("demo");
  }

  /** A stack on these ports. */
  public static Addresses at(
      Path data, int keycloak, int registry, int requests, int gateway, int audit, int kafka) {
    return new Addresses(
        "http://localhost:" + keycloak + "/realms/quickfreeze",
        "http://127.0.0.1:" + registry,
        "http://127.0.0.1:" + requests,
        "http://127.0.0.1:" + gateway,
        "http://127.0.0.1:" + audit,
        "localhost:" + kafka,
        data.resolve("tls/ca.pem"),
        data.resolve("sample-keys"));
  }
}

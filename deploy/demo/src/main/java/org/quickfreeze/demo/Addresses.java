package org.quickfreeze.demo;

import java.nio.file.Path;

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

  /** The stack that {@code ./quickfreeze up} starts. */
  public static Addresses local(Path data) {
    return at(data, 28080, 28081, 28082, 28083, 28084, 29093);
  }

  /** A stack on other ports. */
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

package org.quickfreeze.e2e;

import java.util.List;
import java.util.Map;
import org.quickfreeze.demo.Api;

/** The administrator of the test network's own identity provider. */
final class Realm {
  private final Network n;

  Realm(Network n) {
    this.n = n;
  }

  /** A machine with a client of its own, whose secret is its id followed by -local-secret. */
  void machine(String client, String audience) {
    add(
        Map.of(
            "clientId",
            client,
            "secret",
            client + "-local-secret",
            "publicClient",
            false,
            "standardFlowEnabled",
            false,
            "serviceAccountsEnabled",
            true,
            "protocolMappers",
            List.of(audience(audience))));
  }

  /** The subject of a machine's tokens. */
  String subject(String client) {
    String found =
        Api.get(admin() + "/clients?clientId=" + client, token())
            .expect(200)
            .json()
            .get(0)
            .path("id")
            .asText();
    return Api.get(admin() + "/clients/" + found + "/service-account-user", token())
        .expect(200)
        .json()
        .path("id")
        .asText();
  }

  /** A terminal whose tokens live for so many seconds only. */
  void shortLived(String client, int seconds) {
    add(
        Map.of(
            "clientId",
            client,
            "publicClient",
            true,
            "standardFlowEnabled",
            false,
            "directAccessGrantsEnabled",
            true,
            "attributes",
            Map.of("access.token.lifespan", Integer.toString(seconds)),
            "protocolMappers",
            List.of(audience("quickfreeze"))));
  }

  /** A token of a sample account through a terminal. */
  String token(String client, String account) {
    return Api.form(
            n.addresses.issuer() + "/protocol/openid-connect/token",
            Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "username",
                account,
                "password",
                account + "-local"))
        .expect(200)
        .json()
        .path("access_token")
        .asText();
  }

  private static Map<String, Object> audience(String name) {
    return Map.of(
        "name",
        "audience",
        "protocol",
        "openid-connect",
        "protocolMapper",
        "oidc-audience-mapper",
        "config",
        Map.of("included.custom.audience", name, "access.token.claim", "true"));
  }

  private void add(Map<String, Object> client) {
    Api.post(admin() + "/clients", token(), client, Map.of()).expect(201);
  }

  private String admin() {
    return n.addresses.issuer().replace("/realms/", "/admin/realms/");
  }

  private String token() {
    return Api.form(
            n.addresses.issuer().replace("/realms/quickfreeze", "/realms/master")
                + "/protocol/openid-connect/token",
            Map.of(
                "grant_type", "password",
                "client_id", "admin-cli",
                "username", "admin",
                "password", n.stack.home().secret("keycloak-admin", 12)))
        .expect(200)
        .json()
        .path("access_token")
        .asText();
  }
}

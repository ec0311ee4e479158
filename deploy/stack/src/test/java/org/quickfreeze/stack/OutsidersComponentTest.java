package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From Keycloak's token to Kafka's rule. */
class OutsidersComponentTest {
  private static final String ORDERS = "provider.acme.orders";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static KeycloakPart keycloak;
  private static KafkaPart kafka;

  @BeforeAll
  static void provide() throws Exception {
    keycloak = TestParts.keycloak();
    kafka = TestParts.kafka();
    System.setProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", keycloak.tokenUrl());
    try (Admin admin = kafka.admin()) {
      admin.createTopics(Set.of(new NewTopic(ORDERS, 1, (short) 1))).all().get();
      admin
          .createAcls(
              List.of(
                  allowed("acme", ResourceType.TOPIC, ORDERS, PatternType.LITERAL),
                  allowed("acme", ResourceType.GROUP, "acme.", PatternType.PREFIXED),
                  allowed("acme-2", ResourceType.GROUP, "acme-2.", PatternType.PREFIXED)))
          .all()
          .get();
    }
    Clients.send(kafka.clientSettings("provider-gateway"), ORDERS, "an order");
  }

  @Test
  void aProviderReadsItsOwnTopicAndNoOtherDoes() throws Exception {
    assertThat(Clients.read(outsider("acme"), "acme." + UUID.randomUUID(), ORDERS))
        .contains("an order");
    assertThatThrownBy(() -> Clients.read(outsider("acme-2"), "acme-2.x", ORDERS))
        .isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> Clients.read(outsider("acme"), "acme.x", "request.events"))
        .isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> Clients.send(outsider("acme"), ORDERS, "forged"))
        .isInstanceOf(AuthorizationException.class);
  }

  @Test
  void aTokenForAnotherAudienceIsRefusedAndItsClaimsAreNotLogged() throws Exception {
    assertThatThrownBy(() -> Clients.read(outsider("wrong-audience"), "acme.x", ORDERS))
        .isInstanceOf(SaslAuthenticationException.class);

    assertThat(Files.readString(kafka.child().log()))
        .contains("Failed authentication with")
        .doesNotContain("71660000-0000-4000-8000-000000000109");
  }

  @Test
  void aClientThatIsNamedLikeAServiceIsNobody() throws Exception {
    registerClient("svc.admin");

    assertThatThrownBy(() -> Clients.read(outsider("svc.admin"), "acme.x", ORDERS))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void anOfficersTokenNamesSubjectRoleAndParty() throws Exception {
    JsonNode claims = claims(token(form("quickfreeze-cli", "officer.ro", "officer.ro-local")));

    assertThat(claims.get("sub").asText()).isEqualTo("71660000-0000-4000-8000-000000000021");
    assertThat(claims.get("iss").asText()).isEqualTo(keycloak.issuer());
    assertThat(claims.get("azp").asText()).isEqualTo("quickfreeze-cli");
    assertThat(claims.get("party").asText()).isEqualTo("RO");
    assertThat(claims.get("aud").toString()).contains("quickfreeze").doesNotContain("kafka");
    assertThat(claims.at("/realm_access/roles").toString()).contains("officer");
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(300);
  }

  @Test
  void aProvidersTokenNamesClientRoleAndBothAudiences() throws Exception {
    String form =
        "grant_type=client_credentials&client_id=globex&client_secret=globex-local-secret";
    JsonNode claims = claims(token(form));

    assertThat(claims.get("sub").asText()).isEqualTo("71660000-0000-4000-8000-000000000103");
    assertThat(claims.get("azp").asText()).isEqualTo("globex");
    assertThat(claims.get("aud").toString()).contains("kafka", "quickfreeze");
    assertThat(claims.at("/realm_access/roles").toString()).contains("provider");
  }

  private static Map<String, Object> outsider(String client) {
    return kafka.outsiderSettings(keycloak.tokenUrl(), client, client + "-local-secret");
  }

  private static AclBinding allowed(
      String provider, ResourceType type, String name, PatternType pattern) {
    return new AclBinding(
        new ResourcePattern(type, name, pattern),
        new AccessControlEntry(
            "User:" + provider, "*", AclOperation.READ, AclPermissionType.ALLOW));
  }

  private static String form(String client, String user, String password) {
    return "grant_type=password&client_id=%s&username=%s&password=%s"
        .formatted(client, user, password);
  }

  private static String token(String form) throws Exception {
    return token(keycloak.tokenUrl(), form);
  }

  private static String token(String url, String form) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body()).get("access_token").asText();
  }

  private static JsonNode claims(String token) throws Exception {
    return new JsonMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }

  /** Does what an administrator of the identity provider could do. */
  private static void registerClient(String client) throws Exception {
    String root = keycloak.issuer().replace("/realms/quickfreeze", "");
    String form = form("admin-cli", "admin", TestParts.stack().home().secret("keycloak-admin", 12));
    String admin =
        token(
            root + "/realms/master/protocol/openid-connect/token",
            form.replace("+", "%2B").replace("/", "%2F"));
    String body =
        """
        {"clientId":"%s","secret":"%s-local-secret","serviceAccountsEnabled":true,
         "standardFlowEnabled":false,"protocolMappers":[{"name":"audience","protocol":"openid-connect",
         "protocolMapper":"oidc-audience-mapper","config":{"included.custom.audience":"kafka",
         "access.token.claim":"true"}}]}
        """
            .formatted(client, client);
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(root + "/admin/realms/quickfreeze/clients"))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }
}

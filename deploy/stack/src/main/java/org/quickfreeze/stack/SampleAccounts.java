package org.quickfreeze.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who can sign in to the local realm, read from the realm file that Keycloak imports. Subjects are
 * fixed, so that the sample register can name them.
 *
 * @param people accounts with a password, for the public client {@code quickfreeze-cli}
 * @param machines clients with a secret and a service account
 */
public record SampleAccounts(List<Person> people, List<Machine> machines) {

  /**
   * An account of a function, not of a person.
   *
   * @param subject the token's {@code sub}, a UUID
   * @param party ISO 3166-1 alpha-2, where the account belongs to a Party
   */
  public record Person(
      String name, String password, String subject, List<String> roles, @Nullable String party) {}

  /**
   * A client of its own.
   *
   * @param id client id; a provider's is the provider's id
   * @param subject the token's {@code sub}, a UUID
   */
  public record Machine(String id, String secret, String subject, List<String> roles) {}

  /** Those of the realm file. */
  public static SampleAccounts load() {
    JsonNode realm = realm();
    Map<String, String> secrets = new HashMap<>();
    realm
        .path("clients")
        .forEach(c -> secrets.put(c.path("clientId").asText(), c.path("secret").asText()));
    List<Person> people = new ArrayList<>();
    List<Machine> machines = new ArrayList<>();
    for (JsonNode user : realm.path("users")) {
      String client = user.path("serviceAccountClientId").asText();
      if (client.isEmpty()) {
        people.add(person(user));
      } else {
        machines.add(
            new Machine(
                client,
                secrets.getOrDefault(client, ""),
                user.path("id").asText(),
                words(user.path("realmRoles"))));
      }
    }
    return new SampleAccounts(List.copyOf(people), List.copyOf(machines));
  }

  private static Person person(JsonNode user) {
    JsonNode party = user.at("/attributes/party/0");
    return new Person(
        user.path("username").asText(),
        user.at("/credentials/0/value").asText(),
        user.path("id").asText(),
        words(user.path("realmRoles")),
        party.isTextual() ? party.asText() : null);
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return List.copyOf(words);
  }

  private static JsonNode realm() {
    try (InputStream in = SampleAccounts.class.getResourceAsStream("/stack/realm.json")) {
      if (in == null) {
        throw new StackFailure("the realm is missing from the build");
      }
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new StackFailure("the realm cannot be read", e);
    }
  }
}

package org.quickfreeze.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;

/** Access tokens of sample accounts and clients, fetched again before they run out. */
public final class Tokens {
  private static final int ATTEMPTS = 30;
  private static final long PAUSE_MILLIS = 500;

  private final String endpoint;

  public Tokens(String issuer) {
    this.endpoint = issuer + "/protocol/openid-connect/token";
  }

  /** A person at a terminal; the local profile alone has this client. */
  public Supplier<String> person(String account) {
    return renewing(
        Map.of(
            "grant_type", "password",
            "client_id", "quickfreeze-cli",
            "username", account,
            "password", account + "-local",
            "scope", "openid"));
  }

  /** A machine with a client of its own. */
  public Supplier<String> client(String id) {
    return renewing(
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            id,
            "client_secret",
            id + "-local-secret"));
  }

  private Supplier<String> renewing(Map<String, String> grant) {
    return new Supplier<>() {
      private String token = "";
      private long until;

      @Override
      public synchronized String get() {
        if (System.nanoTime() - until >= 0 || token.isEmpty()) {
          JsonNode answer = fetched(grant);
          token = answer.path("access_token").asText();
          until = System.nanoTime() + (answer.path("expires_in").asLong() - 30) * 1_000_000_000L;
        }
        return token;
      }
    };
  }

  /** Asks again for a while: an identity provider that has just come back refuses at first. */
  private JsonNode fetched(Map<String, String> grant) {
    for (int attempt = 1; ; attempt++) {
      try {
        return Api.form(endpoint, grant).expect(200).json();
      } catch (Api.UnexpectedAnswer | UncheckedIOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

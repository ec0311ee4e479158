package org.quickfreeze.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.demo.Tokens;

/**
 * Many blocks of sixteen addresses in 10.0.0.0/8, a third of them of a registered provider, the
 * others of a State, entered as one list through the register's own interface.
 */
final class Prefixes {
  /** So many lines stay below the limit of a body. */
  private static final int LINES = 4000;

  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final String LIST = "bench-list";
  private static final List<String> STATES =
      List.of("FR", "RO", "DE", "PT", "IT", "GR", "FI", "CZ");
  private static final List<String> PROVIDERS = List.of("acme", "acme-2", "globex");

  private final BenchStack stack;
  private final PrintStream out;
  private final int size;
  private final Supplier<String> first;
  private final Supplier<String> second;

  Prefixes(BenchStack stack, int size, PrintStream out) {
    Tokens tokens = new Tokens(stack.addresses.issuer());
    this.stack = stack;
    this.out = out;
    this.size = size;
    this.first = tokens.person("secretariat");
    this.second = tokens.person("secretariat-2");
  }

  /**
   * How long it took, in seconds.
   *
   * @param handedIn until all lines were in
   * @param published until the publication was answered
   * @param copied from then until request-service had all of them
   */
  record Times(double handedIn, double published, double copied) {}

  int size() {
    return size;
  }

  /** An address of a block. */
  String address(int block) {
    return "10." + (block >> 12) + "." + ((block >> 4) & 0xff) + "." + ((block & 15) * 16 + 7);
  }

  /** What the answer about an address of a block has to say. */
  String holder(int block) {
    return isProviders(block)
        ? "\"provider\":\"" + PROVIDERS.get(block % PROVIDERS.size()) + "\""
        : "\"country\":\"" + STATES.get(block % STATES.size()) + "\"";
  }

  private static boolean isProviders(int block) {
    return block % 3 == 0;
  }

  Times enter() throws IOException, InterruptedException, SQLException {
    out.printf("Handing %d prefixes in%n", size);
    try (HttpClient client = HttpClient.newHttpClient()) {
      long begun = System.nanoTime();
      String where = begin(client);
      for (int part = 0; part * LINES < size; part++) {
        send(client, where + "/parts/" + part, "PUT", "text/plain", first, lines(part), 204);
      }
      double handedIn = since(begun);
      out.printf("  in after %.1f s%n", handedIn);
      long publishing = System.nanoTime();
      send(
          client,
          where + "/publication",
          "POST",
          "application/json",
          second,
          Wire.bytes(Map.of("ends", 0)),
          200);
      double published = since(publishing);
      out.printf("  published after %.1f s%n", published);
      long copying = System.nanoTime();
      awaitCopy();
      double copied = since(copying);
      out.printf("  at request-service after %.1f s%n", copied);
      return new Times(handedIn, published, copied);
    }
  }

  private String begin(HttpClient client) throws IOException, InterruptedException {
    byte[] body =
        Wire.bytes(
            Map.of(
                "list",
                LIST,
                "format",
                "delegated",
                "asOf",
                "2026-11-01",
                "holders",
                Map.of("org-0", "acme", "org-1", "acme-2", "org-2", "globex")));
    HttpResponse<String> begun =
        send(
            client,
            stack.addresses.registry() + "/range-lists",
            "POST",
            "application/json",
            first,
            body,
            201);
    return stack.addresses.registry() + begun.headers().firstValue("location").orElseThrow();
  }

  private byte[] lines(int part) {
    StringBuilder lines = new StringBuilder(LINES * 64);
    for (int block = part * LINES; block < Math.min((part + 1) * LINES, size); block++) {
      String address = address(block);
      lines
          .append("bench|")
          .append(STATES.get(block % STATES.size()))
          .append("|ipv4|")
          .append(address, 0, address.lastIndexOf('.') + 1)
          .append((block & 15) * 16)
          .append("|16|20200102|allocated|org-")
          .append(isProviders(block) ? block % PROVIDERS.size() : 9)
          .append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void awaitCopy() throws SQLException, InterruptedException {
    String count = "select count(*) from request.held_range where list = '" + LIST + "'";
    long patience = System.nanoTime() + LONGEST.toNanos();
    try (Connection request = stack.database.admin("request")) {
      while (Database.number(request, count) < size) {
        if (System.nanoTime() > patience) {
          throw new IllegalStateException("request-service has not all prefixes");
        }
        Thread.sleep(200);
      }
    }
  }

  private static HttpResponse<String> send(
      HttpClient client,
      String url,
      String method,
      String type,
      Supplier<String> who,
      byte[] body,
      int status)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(LONGEST)
            .header("Content-Type", type)
            .header("Authorization", "Bearer " + who.get())
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != status) {
      throw new IOException(url + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer;
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}

package org.quickfreeze.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.quickfreeze.contracts.Wire;

/**
 * The reference implementation of {@code openapi/voice-adapter.yaml}: a telephone that rings in the
 * terminal. Whoever types a call's id has picked up and confirmed. A real adapter does the same
 * with a telephone exchange, a text message service or a pager.
 */
public final class VoiceAdapter implements AutoCloseable {
  private static final int LONGEST_BODY = 10_000;

  private final HttpServer server;
  private final byte[] authorization;
  private final PrintStream out;
  private final Map<String, String> calls = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();

  /**
   * Listens on loopback.
   *
   * @param port 0 for any that is free
   * @param token the bearer token that it expects
   */
  public VoiceAdapter(int port, String token, PrintStream out) throws IOException {
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.out = out;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
    server.createContext("/calls", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Rings until the end of the input: {@code VoiceAdapter <port> <file with the token>}. */
  public static void main(String[] arguments) throws IOException {
    String token = Files.readString(Path.of(arguments[1])).strip();
    PrintStream terminal = System.out;
    VoiceAdapter adapter = new VoiceAdapter(Integer.parseInt(arguments[0]), token, terminal);
    terminal.println("The telephone is at http://127.0.0.1:" + adapter.port());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    while (line != null) {
      terminal.println(adapter.pickUp(line.strip()) ? "confirmed" : "no such call rings");
      line = in.readLine();
    }
    adapter.close();
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Somebody picks up and confirms; returns whether the call was ringing. */
  public boolean pickUp(String call) {
    return calls.replace(call, "ringing", "confirmed");
  }

  /** Nobody has picked up. */
  public boolean hangUp(String call) {
    return calls.replace(call, "ringing", "unanswered");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      byte[] bytes = given == null ? new byte[0] : given.getBytes(StandardCharsets.UTF_8);
      if (!MessageDigest.isEqual(authorization, bytes)) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("POST") && path.equals("/calls")) {
        ring(exchange);
      } else if (exchange.getRequestMethod().equals("GET") && path.startsWith("/calls/")) {
        state(exchange, path.substring("/calls/".length()));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private void ring(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
    JsonNode asked;
    try {
      asked = Wire.mapper().readTree(body);
    } catch (IOException e) {
      exchange.sendResponseHeaders(400, -1);
      return;
    }
    String call = "call-" + next.incrementAndGet();
    calls.put(call, "ringing");
    String words = asked.path("language").asText().startsWith("fr") ? "french" : "english";
    out.printf(
        "%s rings %s: %s%s %s%n",
        call,
        asked.path("telephone").asText(),
        asked.path("exercise").asBoolean() ? "EXERCISE " : "",
        asked.path("urgency").asText(),
        asked.path(words).asText());
    reply(exchange, 202, "call", call);
  }

  private void state(HttpExchange exchange, String call) throws IOException {
    String state = calls.get(call);
    if (state == null) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      reply(exchange, 200, "state", state);
    }
  }

  private static void reply(HttpExchange exchange, int status, String name, String value)
      throws IOException {
    byte[] body = Wire.mapper().writeValueAsBytes(Map.of(name, value));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}

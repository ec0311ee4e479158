package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quickfreeze.demo.Api;
import org.quickfreeze.verify.Main;

/** The independent verifier against the running log, and against one that somebody alters. */
class VerifyIT {
  private static final int HOLDS = 0;
  private static final int BROKEN = 1;

  private final Network n = network();

  @TempDir private Path temp;

  @Test
  void theLogAsItIsServedHoldsAndGoesOnHoldingAsItGrows() {
    Path state = temp.resolve("state");

    assertThat(verify(n.addresses.audit(), "--state", state.toString())).isEqualTo(HOLDS);
    awaitLogged(n.acknowledged());
    assertThat(verify(n.addresses.audit(), "--state", state.toString())).isEqualTo(HOLDS);
  }

  @Test
  void aFlippedByteInATileIsFound() throws IOException {
    assertAltered((path, body) -> path.startsWith("/tile/0/") ? flipped(body, 5) : body);
  }

  @Test
  void aFlippedByteInAnEntryBundleIsFound() throws IOException {
    assertAltered((path, body) -> path.startsWith("/tile/entries/") ? flipped(body, 20) : body);
  }

  @Test
  void aChangedRootInTheCheckpointIsFound() throws IOException {
    assertAltered(
        (path, body) -> {
          if (!path.equals("/checkpoint")) {
            return body;
          }
          String[] lines = new String(body, UTF_8).split("\n", -1);
          lines[2] = (lines[2].startsWith("A") ? "B" : "A") + lines[2].substring(1);
          return String.join("\n", lines).getBytes(UTF_8);
        });
  }

  @Test
  void aLogThatWasTurnedBackIsFound() throws IOException {
    byte[] early = got(n.addresses.audit() + "/checkpoint").body();
    awaitLogged(n.acknowledged());
    Path state = temp.resolve("state");
    assertThat(verify(n.addresses.audit(), "--state", state.toString())).isEqualTo(HOLDS);

    try (Proxy proxy = new Proxy((path, body) -> path.equals("/checkpoint") ? early : body)) {
      assertThat(verify(proxy.url(), "--state", state.toString())).isEqualTo(BROKEN);
      assertThat(verify(proxy.url())).as("without a memory it is the log's past").isEqualTo(HOLDS);
    }
  }

  @Test
  void anEventsProofHoldsForThatEventAlone() throws IOException {
    UUID request = n.acknowledged();
    awaitLogged(request);
    JsonNode events = n.audit("/events?subject=" + request).path("events");
    long first = events.get(0).path("index").asLong();
    long second = events.get(1).path("index").asLong();

    assertThat(proved(first, first)).isEqualTo(HOLDS);
    assertThat(proved(first, second)).isEqualTo(BROKEN);
  }

  private int proved(long proof, long opening) throws IOException {
    String token = n.person("auditor").get();
    String url = n.addresses.audit() + "/events/";
    Path proofFile = temp.resolve(proof + ".tlog-proof");
    Path openingFile = temp.resolve(opening + ".json");
    Files.writeString(proofFile, Api.get(url + proof + "/proof", token).expect(200).text());
    Files.writeString(openingFile, Api.get(url + opening, token).expect(200).text());
    return Main.run(
        "--proof", proofFile.toString(), "--opening", openingFile.toString(), "--vkey", key());
  }

  private void assertAltered(BiFunction<String, byte[], byte[]> change) throws IOException {
    try (Proxy honest = new Proxy((path, body) -> body);
        Proxy altering = new Proxy(change)) {
      assertThat(verify(honest.url())).isEqualTo(HOLDS);
      assertThat(verify(altering.url())).isEqualTo(BROKEN);
    }
  }

  /** Signed for everybody: the checkpoint has grown past this request's events. */
  private void awaitLogged(UUID request) {
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode events = n.audit("/events?subject=" + request).path("events");
              assertThat(events.size()).isGreaterThanOrEqualTo(2);
              String size =
                  new String(got(n.addresses.audit() + "/checkpoint").body(), UTF_8)
                      .lines()
                      .skip(1)
                      .findFirst()
                      .orElseThrow();
              assertThat(Long.parseLong(size)).isGreaterThan(events.get(1).path("index").asLong());
            });
  }

  private int verify(String url, String... more) {
    String[] arguments = java.util.Arrays.copyOf(more, more.length + 4);
    arguments[more.length] = "--url";
    arguments[more.length + 1] = url;
    arguments[more.length + 2] = "--vkey";
    arguments[more.length + 3] = key();
    return Main.run(arguments);
  }

  private String key() {
    return n.stack.home().data().resolve("log.vkey").toString();
  }

  private static byte[] flipped(byte[] body, int at) {
    byte[] changed = body.clone();
    changed[at] ^= 1;
    return changed;
  }

  private static HttpResponse<byte[]> got(String url) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Stands between the verifier and the log and changes what passes. */
  private final class Proxy implements AutoCloseable {
    private final BiFunction<String, byte[], byte[]> change;
    private final HttpServer server;

    Proxy(BiFunction<String, byte[], byte[]> change) throws IOException {
      this.change = change;
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::pass);
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void pass(HttpExchange exchange) throws IOException {
      try (exchange) {
        String path = exchange.getRequestURI().getRawPath();
        HttpResponse<byte[]> original = got(n.addresses.audit() + path);
        byte[] body =
            original.statusCode() == 200 ? change.apply(path, original.body()) : original.body();
        exchange.sendResponseHeaders(original.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}

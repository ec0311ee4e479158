package org.quickfreeze.audit.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.audit.log.Checkpoint;
import org.quickfreeze.audit.log.SignedNote;
import org.quickfreeze.audit.log.TilePath;
import org.quickfreeze.audit.log.Tiles;
import org.quickfreeze.backbone.kafka.KafkaClients;
import org.quickfreeze.backbone.sealing.Es256Signer;
import org.quickfreeze.backbone.sealing.FileKeyVault;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryHeartbeat;
import org.quickfreeze.stack.ServicePart;
import org.quickfreeze.stack.TestParts;
import org.quickfreeze.verify.Main;

/** The packaged service, with a real broker and a real database, as strangers see it. */
class LogIT {
  private static final int EVENTS = 300;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static ServicePart service;

  @TempDir private Path temp;

  @BeforeAll
  static void start() {
    TestParts.postgres();
    TestParts.kafka();
    TestParts.stack().prepareKeys();
    service = TestParts.stack().service("audit-service");
    service.begin();
    beat();
    service.awaitReady();
    send(EVENTS);
    await().atMost(Duration.ofSeconds(30)).until(() -> size() >= EVENTS);
  }

  @AfterAll
  static void stop() {
    service.stop();
  }

  @Test
  void givenALogThenTheIndependentVerifierFindsThatEverythingHolds() {
    String state = temp.resolve("state").toString();

    assertThat(verify("--state", state)).isZero();
    send(7);
    await().atMost(Duration.ofSeconds(30)).until(() -> size() >= EVENTS + 7);
    assertThat(verify("--state", state)).isZero();
  }

  @Test
  void givenAnotherKeyThenTheVerifierSaysSo() throws IOException {
    String vkey = Files.readString(vkeyFile()).strip();
    Path other = temp.resolve("other.vkey");
    Files.writeString(
        other, "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");

    assertThat(vkey).startsWith("quickfreeze.example.org/log+");
    assertThat(Main.run("--url", service.url(), "--vkey", other.toString())).isEqualTo(1);
  }

  @Test
  void givenACheckpointThenItsTypeAndItsLifeAreThoseOfTheSpecification() {
    HttpResponse<byte[]> checkpoint = get("/checkpoint");

    assertThat(header(checkpoint, "content-type"))
        .isEqualToIgnoringWhitespace("text/plain;charset=utf-8");
    assertThat(header(checkpoint, "cache-control")).contains("max-age=1");
  }

  @Test
  void givenAFullTileThenItHas256HashesAndMayBeCachedForEver() {
    HttpResponse<byte[]> tile = get("/tile/0/000");

    assertThat(tile.statusCode()).isEqualTo(200);
    assertThat(tile.body()).hasSize(8192);
    assertThat(header(tile, "content-type")).isEqualTo("application/octet-stream");
    assertThat(header(tile, "cache-control")).contains("immutable");
  }

  @Test
  void givenATreeOf256AndMoreThenItsUpperTileIsServedAsWell() {
    HttpResponse<byte[]> upper = get("/tile/1/000.p/1");

    assertThat(upper.statusCode()).isEqualTo(200);
    assertThat(upper.body()).hasSize(32);
  }

  @Test
  void givenABundleThenItIsPackedForWhoeverTakesIt() {
    HttpResponse<byte[]> plain = get("/tile/entries/000");
    HttpResponse<byte[]> packed = get("/tile/entries/000", "Accept-Encoding", "gzip");

    assertThat(plain.body()).hasSize(256 * 40);
    assertThat(header(plain, "content-encoding")).isEmpty();
    assertThat(header(packed, "content-encoding")).isEqualTo("gzip");
    assertThat(header(packed, "vary")).isEqualTo("Accept-Encoding");
  }

  @Test
  void givenAPartialTileOfThePublishedSizeThenItIsServedAndTheNextWiderOneIsNot() {
    long size = size();
    int width = Tiles.width(size, 0, size / Tiles.WIDTH);

    assertThat(get('/' + new TilePath(0, size / 256, width).path()).body()).hasSize(width * 32);
    assertThat(get('/' + new TilePath(0, size / 256, width + 40).path()).statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tile/0/001",
        "/tile/0/x001/000",
        "/tile/0/0",
        "/tile/0/000.p/256",
        "/tile/0/000.p/0",
        "/tile/0/%30%30%30",
        "/tile/0/000;a=b",
        "/tile/0/000/",
        "/tile//0/000",
        "/tile/64/000",
        "/tile/63/000",
        "/tile/2/000.p/1",
        "/tile/7/x999/x999/x999/x999/999",
        "/tile/data/000",
        "/tile/",
        "/tile"
      })
  void givenAPathThatNoCheckpointImpliesThenThereIsNothing(String path) {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events", "/events/0", "/events/0/proof", "/streams"})
  void givenNoTokenThenEventsAreForNobody(String path) {
    HttpResponse<byte[]> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
  }

  private static int verify(String... more) {
    String[] arguments = Arrays.copyOf(more, more.length + 4);
    arguments[more.length] = "--url";
    arguments[more.length + 1] = service.url();
    arguments[more.length + 2] = "--vkey";
    arguments[more.length + 3] = vkeyFile().toString();
    return Main.run(arguments);
  }

  private static Path vkeyFile() {
    return TestParts.stack().home().data().resolve("log.vkey");
  }

  private static long size() {
    SignedNote note = SignedNote.parse(get("/checkpoint").body()).orElseThrow();
    return Checkpoint.parse(note.text()).orElseThrow().size();
  }

  private static HttpResponse<byte[]> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Without a word of the register no service says that it is ready. */
  private static void beat() {
    Es256Signer register =
        FileKeyVault.open(TestParts.stack().vault("registry-service")).signer("register");
    DirectoryHeartbeat beat = new DirectoryHeartbeat(1, 0, Instant.now());
    String signed = Jws.sign(register, "qf-directory+jws", Wire.mapper().valueToTree(beat));
    KafkaClients clients = new KafkaClients(TestParts.kafka().clientSettings("registry-service"));
    try (Producer<byte[], byte[]> producer = clients.producer()) {
      producer
          .send(
              new ProducerRecord<>(
                  "registry.directory", "heartbeat".getBytes(UTF_8), signed.getBytes(UTF_8)))
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(int count) {
    KafkaClients clients = new KafkaClients(TestParts.kafka().clientSettings("request-service"));
    try (Producer<byte[], byte[]> producer = clients.producer()) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String request = UUID.randomUUID().toString();
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", UUID.randomUUID().toString().getBytes(UTF_8));
        headers.add("ce_type", "org.quickfreeze.request.acknowledged.v1".getBytes(UTF_8));
        byte[] value = ("{\"request\":\"" + request + "\"}").getBytes(UTF_8);
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    "request.events", null, request.getBytes(UTF_8), value, headers)));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

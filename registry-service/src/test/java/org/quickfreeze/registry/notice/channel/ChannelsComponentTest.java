package org.quickfreeze.registry.notice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quickfreeze.backbone.sealing.Ed25519Signer;
import org.quickfreeze.backbone.sealing.FileKeyVault;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.demo.VoiceAdapter;
import org.quickfreeze.registry.notice.channel.SendNotice.Message;
import org.quickfreeze.registry.notice.channel.SendNotice.Sent;
import org.quickfreeze.registry.notice.domain.Chain.Way;
import org.quickfreeze.stack.TestParts;

/** Each channel against a real server on loopback: TLS, SMTP, and the adapter's contract. */
@Timeout(120)
class ChannelsComponentTest {
  private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
  private static final Message MESSAGE =
      new Message(
          UUID.fromString("5b0e7b2c-6a84-4c0b-9f3e-0f1f7f5f2a10"),
          "new-request",
          UUID.fromString("0d7bb6f1-52a5-4c0e-9a55-6a3f0b0f7c11"),
          "EMERGENCY",
          true,
          NOW,
          "A request waits for your acknowledgement.",
          "Une demande attend votre accusé de réception.",
          "/notices/5b0e7b2c-6a84-4c0b-9f3e-0f1f7f5f2a10/confirmation",
          null);

  private static final Way PHONE = new Way("telephone", "+44 20 7946 0900", "duty officer", "fr");

  @TempDir static Path folder;

  private static Vertx vertx;
  private static int port;
  private static final BlockingQueue<Received> HEARD = new LinkedBlockingQueue<>();
  private static Ed25519Signer signer;

  /** What a receiver of webhooks got. */
  private record Received(
      String path, String id, String timestamp, String signature, byte[] body) {}

  @BeforeAll
  static void aReceiver() throws Exception {
    certificate();
    signer =
        FileKeyVault.open(TestParts.stack().vault("registry-service")).ed25519Signer("webhooks");
    vertx = Vertx.vertx();
    port =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PfxOptions()
                            .setPath(folder.resolve("hooks.p12").toString())
                            .setPassword("changeit")))
            .requestHandler(ChannelsComponentTest::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterAll
  static void gone() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static void answer(HttpServerRequest request) {
    request.body(
        body -> {
          HEARD.add(
              new Received(
                  request.path(),
                  request.getHeader("webhook-id"),
                  request.getHeader("webhook-timestamp"),
                  request.getHeader("webhook-signature"),
                  body.result().getBytes()));
          switch (request.path()) {
            case "/moved" ->
                request
                    .response()
                    .setStatusCode(302)
                    .putHeader("location", "https://hooks.example.org:" + port + "/inner")
                    .end();
            case "/broken" -> request.response().setStatusCode(500).end();
            case "/endless" -> request.response().setChunked(true).write("x".repeat(100_000));
            default -> request.response().setStatusCode(204).end();
          }
        });
  }

  private static void certificate() throws IOException, InterruptedException {
    keytool(
        "-genkeypair",
        "-alias",
        "hooks",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-validity",
        "30",
        "-dname",
        "CN=hooks.example.org",
        "-ext",
        "san=dns:hooks.example.org",
        "-storetype",
        "PKCS12");
    keytool("-exportcert", "-rfc", "-alias", "hooks", "-file", folder.resolve("ca.pem").toString());
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", folder.resolve("hooks.p12").toString(), "-storepass", "changeit"));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void givenAReceiver_whenAWebhookIsSent_thenItsSignatureHoldsByThePublishedKey() throws Exception {
    try (Webhooks webhooks = webhooks("hooks.example.org")) {
      Sent sent = webhooks.send(MESSAGE, hook("hooks.example.org", "/notices"));

      assertThat(sent).isEqualTo(Sent.delivered());
      Received received = heard("/notices");
      assertThat(received.id()).isEqualTo("ntc_" + MESSAGE.notice());
      assertThat(received.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
      assertThat(holds(webhooks.publicKey(), received, received.body())).isTrue();
      assertThat(holds(webhooks.publicKey(), received, "{}".getBytes(StandardCharsets.UTF_8)))
          .isFalse();
      JsonNode body = Wire.mapper().readTree(received.body());
      assertThat(body.path("type").asText()).isEqualTo("notice.new-request");
      assertThat(body.at("/data/urgency").asText()).isEqualTo("EMERGENCY");
      assertThat(body.at("/data/exercise").asBoolean()).isTrue();
    }
  }

  @Test
  void givenACertificateOfAnotherName_whenAWebhookIsSent_thenNothingIsTold() {
    try (Webhooks webhooks = webhooks("other.example.org")) {
      assertThat(webhooks.send(MESSAGE, hook("other.example.org", "/other")).outcome())
          .isEqualTo("no-connection");
      assertThat(HEARD).noneMatch(received -> received.path().equals("/other"));
    }
  }

  @Test
  void givenAnAnswerThatLeadsElsewhere_whenAWebhookIsSent_thenItIsNotFollowed() throws Exception {
    try (Webhooks webhooks = webhooks("hooks.example.org")) {
      assertThat(webhooks.send(MESSAGE, hook("hooks.example.org", "/moved")).outcome())
          .isEqualTo("status-302");
      assertThat(heard("/moved")).isNotNull();
      assertThat(HEARD).noneMatch(received -> received.path().equals("/inner"));
    }
  }

  @Test
  void givenAReceiverInTrouble_whenAWebhookIsSent_thenItsStatusIsTheOutcome() {
    try (Webhooks webhooks = webhooks("hooks.example.org")) {
      assertThat(webhooks.send(MESSAGE, hook("hooks.example.org", "/broken")).outcome())
          .isEqualTo("status-500");
    }
  }

  @Test
  void givenAnAnswerWithoutEnd_whenAWebhookIsSent_thenNothingButItsStatusIsRead() {
    try (Webhooks webhooks = webhooks("hooks.example.org")) {
      assertThat(webhooks.send(MESSAGE, hook("hooks.example.org", "/endless")))
          .isEqualTo(Sent.delivered());
    }
  }

  @Test
  void givenATargetInside_whenAWebhookIsSent_thenNothingIsTold() {
    Targets targets = new Targets(host -> List.of(InetAddress.ofLiteral("127.0.0.1")), Set.of());
    try (Webhooks webhooks =
        new Webhooks(vertx, targets, signer, folder.resolve("ca.pem").toString(), () -> NOW)) {
      Way inside = new Way("webhook", "https://hooks.example.org/inside", "desk", "en");

      assertThat(webhooks.send(MESSAGE, inside).outcome()).isEqualTo("refused-target");
      assertThat(HEARD).noneMatch(received -> received.path().equals("/inside"));
    }
  }

  @Test
  void givenAMailServer_whenAMailIsSent_thenItArrivesInBothLanguagesWithoutAnythingOfTheCase()
      throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try {
      Mail mail = mail(server.getSmtp().getPort(), false);

      assertThat(mail.send(MESSAGE, box())).isEqualTo(Sent.delivered());

      MimeMessage received = server.getReceivedMessages()[0];
      assertThat(received.getSubject())
          .isEqualTo(
              "[EXERCISE / EXERCICE] Quickfreeze EMERGENCY: A request waits for your"
                  + " acknowledgement.");
      assertThat(received.getContent().toString())
          .contains("Une demande attend votre accusé de réception.")
          .contains(MESSAGE.notice().toString());
      assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(received.getAllRecipients()[0].toString()).isEqualTo("desk@police.example.org");
    } finally {
      server.stop();
    }
  }

  @Test
  void givenAMailServerWithoutTls_whenTlsIsDemanded_thenNothingIsSent() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try {
      assertThat(mail(server.getSmtp().getPort(), true).send(MESSAGE, box()).outcome())
          .isEqualTo("mail-not-taken");
      assertThat(server.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void givenNoMailServer_whenAMailIsSent_thenThatIsTheOutcome() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      closed = socket.getLocalPort();
    }
    assertThat(mail(closed, false).send(MESSAGE, box()).outcome()).isEqualTo("mail-not-taken");
  }

  @Test
  void givenAnAdapter_whenACallIsMade_thenItIsToldWhomToRingAndAskedHowItWent() throws Exception {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(terminal, true, StandardCharsets.UTF_8);
    int port;
    try (VoiceAdapter adapter = new VoiceAdapter(0, "t0ken", out)) {
      port = adapter.port();
      Voice voice = voice(port, "t0ken");

      assertThat(voice.send(MESSAGE, PHONE)).isEqualTo(Sent.ringing("call-1"));
      assertThat(terminal.toString(StandardCharsets.UTF_8))
          .isEqualTo(
              "call-1 rings +44 20 7946 0900: EXERCISE EMERGENCY Une demande attend votre accusé"
                  + " de réception.\n");
      assertThat(voice.ask("call-1")).isEqualTo(Voice.Call.RINGING);
      assertThat(adapter.pickUp("call-1")).isTrue();
      assertThat(voice.ask("call-1")).isEqualTo(Voice.Call.CONFIRMED);
      assertThat(voice.send(MESSAGE, PHONE)).isEqualTo(Sent.ringing("call-2"));
      assertThat(adapter.hangUp("call-2")).isTrue();
      assertThat(voice.ask("call-2")).isEqualTo(Voice.Call.UNANSWERED);
      assertThat(voice.ask("call-9")).isEqualTo(Voice.Call.UNANSWERED);
      assertThat(voice(port, "wrong").send(MESSAGE, PHONE).outcome()).isEqualTo("status-401");
    }
    assertThat(voice(port, "t0ken").send(MESSAGE, PHONE).outcome()).isEqualTo("no-connection");
    assertThat(voice(port, "t0ken").ask("call-1")).isEqualTo(Voice.Call.RINGING);
  }

  private static Voice voice(int port, String token) {
    return new Voice(URI.create("http://127.0.0.1:" + port), token);
  }

  private static Webhooks webhooks(String host) {
    Targets targets =
        new Targets(name -> List.of(InetAddress.ofLiteral("127.0.0.1")), Set.of(host + ":" + port));
    return new Webhooks(vertx, targets, signer, folder.resolve("ca.pem").toString(), () -> NOW);
  }

  private static Way hook(String host, String path) {
    return new Way("webhook", "https://" + host + ":" + port + path, "duty officer", "en");
  }

  private static Way box() {
    return new Way("email", "desk@police.example.org", "duty officer", "en");
  }

  private static Mail mail(int smtp, boolean startTls) {
    return new Mail(
        new Mail.Settings("127.0.0.1", smtp, "register@example.org", startTls, null, null));
  }

  private static Received heard(String path) throws InterruptedException {
    Received received;
    do {
      received = HEARD.poll(20, TimeUnit.SECONDS);
    } while (received != null && !received.path().equals(path));
    assertThat(received).as(path).isNotNull();
    return received;
  }

  /** As a receiver would do it, from the standard's text alone. */
  private static boolean holds(String publicKey, Received received, byte[] body) throws Exception {
    byte[] raw = Base64.getDecoder().decode(publicKey.substring("whpk_".length()));
    byte[] prefix = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
    byte[] encoded = new byte[prefix.length + raw.length];
    System.arraycopy(prefix, 0, encoded, 0, prefix.length);
    System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    verifier.update(
        (received.id() + "." + received.timestamp() + ".").getBytes(StandardCharsets.US_ASCII));
    verifier.update(body);
    assertThat(received.signature()).startsWith("v1a,");
    return verifier.verify(Base64.getDecoder().decode(received.signature().substring(4)));
  }
}

package org.quickfreeze.registry.notice.channel;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.sealing.Ed25519Signer;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.registry.notice.channel.Targets.Checked;
import org.quickfreeze.registry.notice.channel.Targets.Target;
import org.quickfreeze.registry.notice.domain.Chain.Way;

/**
 * Signed webhooks (Standard Webhooks, asymmetric scheme {@code v1a}): Ed25519 over {@code
 * id.timestamp.body}. The register signs with a key of its own, so that no secret is shared with
 * anybody. https alone, no redirects, and nothing of the answer but its status is read.
 */
public final class Webhooks implements SendNotice, AutoCloseable {
  private static final int CONNECT_MILLIS = 5000;
  private static final int ANSWER_MILLIS = 10_000;

  private final HttpClient client;
  private final Targets targets;
  private final Ed25519Signer signer;
  private final InstantSource real;

  /**
   * @param trust PEM file of certificates to trust instead of the platform's; null for those
   * @param real real time: receivers compare the timestamp with their own clock
   */
  public Webhooks(
      Vertx vertx,
      Targets targets,
      Ed25519Signer signer,
      @Nullable String trust,
      InstantSource real) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setSsl(true)
            .setVerifyHost(true)
            .setKeepAlive(false)
            .setConnectTimeout(CONNECT_MILLIS)
            .setIdleTimeout(ANSWER_MILLIS)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    if (trust != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(trust));
    }
    this.client = vertx.createHttpClient(options);
    this.targets = targets;
    this.signer = signer;
    this.real = real;
  }

  @Override
  public void close() {
    var _ = client.close();
  }

  /** The public half, in the form of the standard: {@code whpk_} and base64. */
  public String publicKey() {
    return "whpk_" + Base64.getEncoder().encodeToString(signer.publicKey());
  }

  @Override
  public Sent send(Message message, Way way) {
    Checked checked = targets.check(way.address());
    return checked.target().isEmpty()
        ? Sent.failed(checked.refusal())
        : post(message, checked.target().get());
  }

  private Sent post(Message message, Target target) {
    byte[] body = body(message);
    String id = "ntc_" + message.notice();
    String timestamp = Long.toString(real.instant().getEpochSecond());
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(
                SocketAddress.inetSocketAddress(target.port(), target.address().getHostAddress()))
            .setHost(target.host())
            .setPort(target.port())
            .setURI(target.path())
            .setSsl(true)
            .setFollowRedirects(false)
            .setTimeout(ANSWER_MILLIS)
            .putHeader("content-type", "application/json")
            .putHeader("user-agent", "quickfreeze-register")
            .putHeader("webhook-id", id)
            .putHeader("webhook-timestamp", timestamp)
            .putHeader("webhook-signature", "v1a," + signature(id, timestamp, body));
    try {
      int status =
          client
              .request(options)
              .compose(request -> status(request, body))
              .toCompletionStage()
              .toCompletableFuture()
              .get(CONNECT_MILLIS + ANSWER_MILLIS, TimeUnit.MILLISECONDS);
      return status / 100 == 2 ? Sent.delivered() : Sent.failed("status-" + status);
    } catch (ExecutionException e) {
      return Sent.failed("no-connection");
    } catch (TimeoutException e) {
      return Sent.failed("no-answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Sent.failed("interrupted");
    }
  }

  private static io.vertx.core.Future<Integer> status(HttpClientRequest request, byte[] body) {
    return request
        .send(Buffer.buffer(body))
        .map(
            response -> {
              int status = response.statusCode();
              // whatever else comes is a stranger's, of any length
              var _ = request.connection().close();
              return status;
            });
  }

  private String signature(String id, String timestamp, byte[] body) {
    byte[] head = (id + '.' + timestamp + '.').getBytes(StandardCharsets.US_ASCII);
    byte[] content = new byte[head.length + body.length];
    System.arraycopy(head, 0, content, 0, head.length);
    System.arraycopy(body, 0, content, head.length, body.length);
    return Base64.getEncoder().encodeToString(signer.sign(content));
  }

  private static byte[] body(Message message) {
    return Wire.bytes(
        new Body(
            "notice." + message.occasion(),
            message.createdAt(),
            new Data(
                message.notice().toString(),
                message.occasion(),
                message.subject().toString(),
                message.urgency(),
                message.exercise(),
                message.path(),
                text(message))));
  }

  private static Map<String, String> text(Message message) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("en", message.english());
    text.put("fr", message.french());
    return text;
  }

  /** The payload, in the form of the standard. */
  record Body(String type, Instant timestamp, Data data) {}

  /** What the notice says. */
  record Data(
      String notice,
      String occasion,
      String subject,
      String urgency,
      boolean exercise,
      String path,
      Map<String, String> text) {}
}

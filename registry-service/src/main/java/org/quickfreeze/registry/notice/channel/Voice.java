package org.quickfreeze.registry.notice.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.registry.notice.domain.Chain.Way;

/**
 * Calls, text messages and pagers through an adapter that the operator runs (contract: {@code
 * openapi/voice-adapter.yaml}): an e-mail wakes nobody. The adapter rings; whoever picks up and
 * confirms has confirmed the notice.
 */
public final class Voice implements SendNotice {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern CALL = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI adapter;
  private final String token;

  /**
   * @param adapter address of the adapter, without a slash at its end
   * @param token bearer token that it expects
   */
  public Voice(URI adapter, String token) {
    this.adapter = adapter;
    this.token = token;
  }

  /** What the adapter is asked for. */
  record Ring(
      String notice,
      String telephone,
      String language,
      String occasion,
      String urgency,
      boolean exercise,
      String english,
      String french) {}

  /** What became of a call. */
  public enum Call {
    RINGING,
    CONFIRMED,
    UNANSWERED
  }

  @Override
  public Sent send(Message message, Way way) {
    Ring ring =
        new Ring(
            message.notice().toString(),
            way.address(),
            way.language(),
            message.occasion(),
            message.urgency(),
            message.exercise(),
            message.english(),
            message.french());
    try {
      HttpResponse<byte[]> answer =
          client.send(
              request("/calls")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(Wire.bytes(ring)))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      String call = Wire.mapper().readTree(answer.body()).path("call").asText();
      return answer.statusCode() == 202 && CALL.matcher(call).matches()
          ? Sent.ringing(call)
          : Sent.failed("status-" + answer.statusCode());
    } catch (IOException e) {
      return Sent.failed("no-connection");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Sent.failed("interrupted");
    }
  }

  /** How a call stands; an adapter that does not say counts as one that still rings. */
  public Call ask(String call) {
    try {
      HttpResponse<byte[]> answer =
          client.send(
              request("/calls/" + call).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode state = Wire.mapper().readTree(answer.body()).path("state");
      return switch (state.asText()) {
        case "confirmed" -> Call.CONFIRMED;
        case "unanswered", "failed" -> Call.UNANSWERED;
        default -> answer.statusCode() == 404 ? Call.UNANSWERED : Call.RINGING;
      };
    } catch (IOException e) {
      return Call.RINGING;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Call.RINGING;
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(adapter + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }
}

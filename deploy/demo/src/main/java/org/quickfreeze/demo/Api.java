package org.quickfreeze.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;

/** Plain HTTP with JSON and a bearer token. */
public final class Api {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Api() {}

  /** An answer as it came. */
  public record Answer(int status, Map<String, String> headers, String text) {
    /** The body as JSON; a missing node when there is none. */
    public JsonNode json() {
      try {
        return text.isEmpty()
            ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
            : Wire.mapper().readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A header; empty when there is none. */
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
    }

    /** This answer, when its status is the one expected. */
    public Answer expect(int wanted) {
      if (status != wanted) {
        throw new UnexpectedAnswer(this, wanted);
      }
      return this;
    }
  }

  /** An answer that the script did not expect. */
  public static final class UnexpectedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    UnexpectedAnswer(Answer answer, int wanted) {
      super("expected " + wanted + ", got " + answer.status() + ": " + answer.text());
      this.answer = answer;
    }

    public Answer answer() {
      return answer;
    }
  }

  public static Answer get(String url, @Nullable String token) {
    return get(url, token, Map.of());
  }

  public static Answer get(String url, @Nullable String token, Map<String, String> headers) {
    return send(request(url, token, headers).GET().build());
  }

  /** A POST with a fresh idempotency key, unless the headers name one. */
  public static Answer post(
      String url, @Nullable String token, Object body, Map<String, String> headers) {
    HttpRequest.Builder request = request(url, token, headers);
    if (!headers.containsKey("Idempotency-Key")) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    return send(request.POST(BodyPublishers.ofByteArray(bytes(body))).build());
  }

  public static Answer put(
      String url, @Nullable String token, Object body, Map<String, String> headers) {
    return send(request(url, token, headers).PUT(BodyPublishers.ofByteArray(bytes(body))).build());
  }

  public static Answer delete(String url, @Nullable String token, Map<String, String> headers) {
    return send(request(url, token, headers).DELETE().build());
  }

  /** A form, as token endpoints want it. */
  public static Answer form(String url, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(e -> encoded(e.getKey()) + '=' + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build();
    return send(request);
  }

  private static HttpRequest.Builder request(
      String url, @Nullable String token, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::setHeader);
    return request;
  }

  private static Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      Map<String, String> headers =
          response.headers().map().entrySet().stream()
              .collect(Collectors.toMap(e -> e.getKey(), e -> e.getValue().getFirst()));
      return new Answer(response.statusCode(), headers, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static byte[] bytes(Object body) {
    return body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Wire.bytes(body);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

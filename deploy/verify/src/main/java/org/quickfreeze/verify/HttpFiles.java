package org.quickfreeze.verify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A log behind an HTTP prefix. */
final class HttpFiles implements LogFiles {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String prefix;

  /**
   * @param prefix such as {@code http://127.0.0.1:28084}, with or without a slash at its end
   */
  HttpFiles(String prefix) {
    this.prefix = prefix.endsWith("/") ? prefix : prefix + '/';
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    HttpResponse<InputStream> response = get(path);
    try (InputStream body = response.body()) {
      return switch (response.statusCode()) {
        case 200 -> Optional.of(whole(path, plain(response, body)));
        case 404, 410 -> Optional.empty();
        default -> throw new IOException(path + " is answered with " + response.statusCode());
      };
    }
  }

  private HttpResponse<InputStream> get(String path) throws IOException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(prefix + path))
              .timeout(TIMEOUT)
              .header("Accept-Encoding", "gzip, identity")
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading " + path, e);
    } catch (IOException e) {
      throw new IOException("no answer from " + prefix + path, e);
    }
  }

  private static InputStream plain(HttpResponse<?> response, InputStream body) throws IOException {
    String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
    return encoding.equals("gzip") ? new GZIPInputStream(body) : body;
  }

  private static byte[] whole(String path, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException(path + " is larger than any file of a log");
    }
    return bytes;
  }
}

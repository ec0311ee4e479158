package org.quickfreeze.bench;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.quickfreeze.bench.HttpConnection.Answer;

/** A caller of request-service with one connection and tokens that are renewed in time. */
final class Client implements AutoCloseable {
  private static final String IDEMPOTENCY = "Idempotency-Key";

  private final HttpConnection connection;
  private final Supplier<String> france;
  private final Supplier<String> romania;

  Client(int port, Supplier<String> france, Supplier<String> romania) throws IOException {
    this.connection = new HttpConnection(port);
    this.france = france;
    this.romania = romania;
  }

  /** France submits. */
  Answer submit(byte[] body) throws IOException {
    return connection.post(
        "/requests", france.get(), Map.of(IDEMPOTENCY, UUID.randomUUID().toString()), body);
  }

  /** Submits, acknowledges and accepts; gives the entity tag that the order has to name. */
  String accept(Story story) throws IOException {
    String first = created(submit(story.submission()));
    String second =
        created(romania(story.request(), "acknowledgement", first, story.acknowledgement()));
    return created(romania(story.request(), "acceptance", second, story.acceptance()));
  }

  /** Romania issues the order. */
  Answer order(Story story, String etag) throws IOException {
    return romania(story.request(), "orders", etag, story.ordering());
  }

  private Answer romania(UUID request, String command, String etag, byte[] body)
      throws IOException {
    return connection.post(
        "/requests/" + request + "/" + command,
        romania.get(),
        Map.of(IDEMPOTENCY, UUID.randomUUID().toString(), "If-Match", etag),
        body);
  }

  private static String created(Answer answer) throws IOException {
    if (answer.status() != 201) {
      throw new IOException("expected 201, got " + answer.status() + ": " + answer.body());
    }
    return answer.headers().getOrDefault("etag", "");
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}

package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.stack.ServicePart;

/** An orderly end: whoever has begun a call gets an answer, and what was answered 2xx is kept. */
class ShutdownIT {
  private static final int UNDER_WAY = 8;
  private static final int STREAMS = 3;
  private static final long SECONDS_TO_END = 15;

  private final Network n = network();
  private final ServicePart service = n.stack.service("request-service");
  private final Queue<UUID> kept = new ConcurrentLinkedQueue<>();
  private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
  private volatile boolean asked;

  @Test
  void everyCallUnderWayIsAnsweredAndTheProcessEndsByItself() throws Exception {
    n.france.token();
    ProcessHandle process = process();
    List<CompletableFuture<Void>> streams = new ArrayList<>();
    List<Call> underWay = new ArrayList<>();
    try {
      for (int i = 0; i < STREAMS; i++) {
        streams.add(CompletableFuture.runAsync(this::submitOnAndOn));
      }
      Awaitility.await().atMost(Network.PATIENCE).until(() -> kept.size() > 2 * STREAMS);
      for (int i = 0; i < UNDER_WAY; i++) {
        underWay.add(new Call());
      }

      asked = true;
      process.destroy();
      long at = System.nanoTime();
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .pollInterval(Duration.ofMillis(20))
          .until(this::isEnding);
      // those that had begun: none of them must come when nobody listens any more
      streams.forEach(CompletableFuture::join);
      List<Integer> answers = new ArrayList<>();
      for (Call call : underWay) {
        answers.add(call.finish());
      }
      process.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
      Duration took = Duration.ofNanos(System.nanoTime() - at);

      assertThat(answers).containsOnly(201);
      assertThat(took).isLessThan(Duration.ofSeconds(SECONDS_TO_END));
      assertThat(unanswered).isEmpty();
    } finally {
      asked = true;
      if (service.running()) {
        service.kill();
      }
      service.start();
    }
    underWay.forEach(call -> kept.add(call.request));
    for (UUID request : kept) {
      assertThat(n.france.read(request).status()).as("%s", request).isEqualTo(200);
    }
  }

  /** One submission after the other until the signal, each on a connection of its own. */
  private void submitOnAndOn() {
    while (!asked) {
      try {
        Call call = new Call();
        if (call.finish() == 201) {
          kept.add(call.request);
        }
      } catch (IOException e) {
        unanswered.add(String.valueOf(e));
      }
    }
  }

  /** Whether the service has taken note of the signal and waits for the calls under way. */
  private boolean isEnding() throws IOException {
    Path log = n.stack.home().data().resolve("log").resolve("request-service.log");
    return Files.readString(log).contains("Waiting for HTTP requests to complete");
  }

  private ProcessHandle process() throws IOException {
    String pid =
        Files.readString(n.stack.home().data().resolve("run").resolve("request-service.pid"));
    return ProcessHandle.of(Long.parseLong(pid.split(" ", 2)[0])).orElseThrow();
  }

  /** A submission of which head and half of the body have been sent. */
  private final class Call {
    final UUID request = UUID.randomUUID();
    private final Socket socket;
    private final byte[] rest;

    Call() throws IOException {
      String act = n.france.signedSubmission(request, n.romania.self(), Network.fraud());
      byte[] body = Wire.bytes(Map.of("act", act));
      String head =
          "POST /requests HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
              + "Connection: close\r\nAuthorization: Bearer "
              + n.france.token()
              + "\r\nIdempotency-Key: "
              + request
              + "\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      int half = body.length / 2;
      rest = Arrays.copyOfRange(body, half, body.length);
      socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.getOutputStream().write(body, 0, half);
    }

    /** Sends the rest; the status of the answer. */
    int finish() throws IOException {
      try (socket) {
        socket.getOutputStream().write(rest);
        String line =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
        if (line == null) {
          throw new IOException("the connection was closed without an answer");
        }
        return Integer.parseInt(line.split(" ", 3)[1]);
      }
    }
  }
}

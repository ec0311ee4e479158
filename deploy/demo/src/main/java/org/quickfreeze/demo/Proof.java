package org.quickfreeze.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the audit service has seen of a request, and the proof that one event is in its log, checked
 * by the verifier that shares no code with the services.
 */
final class Proof {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Addresses addresses;
  private final PrintStream out;
  private final Supplier<String> auditor;

  Proof(Addresses addresses, PrintStream out) {
    this.addresses = addresses;
    this.out = out;
    this.auditor = new Tokens(addresses.issuer()).person("auditor");
  }

  /**
   * Shows the events and checks the proof of the last one.
   *
   * @throws IllegalStateException when a stream has a hole or the proof does not hold
   */
  void show(UUID request) throws IOException {
    JsonNode events = await(request);
    out.println();
    out.println("  Events in the audit log");
    for (JsonNode event : events) {
      out.printf(
          "    #%-5d %s  seq %s  %s%n",
          event.path("index").asLong(),
          event.path("topic").asText(),
          event.path("sequence").asText().replaceFirst("^0+(?=.)", ""),
          event.path("type").asText());
    }
    for (JsonNode stream : get("/streams").path("streams")) {
      out.printf(
          "    stream %s: 1 to %d, %d holes%n",
          stream.path("source").asText(),
          stream.path("last").asLong(),
          stream.path("holes").size());
      if (!stream.path("holes").isEmpty()) {
        throw new IllegalStateException("The audit log misses events of " + stream.path("source"));
      }
    }
    prove(events.get(events.size() - 1).path("index").asLong());
  }

  private void prove(long index) throws IOException {
    out.println();
    out.println("  Proof that event #" + index + " is in the log (c2sp.org/tlog-proof)");
    String proof = proof(index);
    proof.lines().forEach(line -> out.println("    " + line));
    Path proofFile = kept(index + ".tlog-proof", proof);
    Path event = kept(index + ".json", Api.get(eventUrl(index), auditor.get()).expect(200).text());
    String vkey = addresses.logKey().toString();
    out.println();
    out.println(
        "  Checked without the services: ./quickfreeze verify-log --proof "
            + proofFile
            + " --opening "
            + event);
    out.flush();
    int result =
        org.quickfreeze.verify.Main.run(
            "--proof", proofFile.toString(), "--opening", event.toString(), "--vkey", vkey);
    if (result != 0) {
      throw new IllegalStateException("The proof does not hold.");
    }
  }

  private Path kept(String name, String text) throws IOException {
    Path folder = Files.createDirectories(addresses.left());
    return Files.writeString(folder.resolve(name), text);
  }

  private String eventUrl(long index) {
    return addresses.audit() + "/events/" + index;
  }

  /** The proof of an entry, once a checkpoint covers it. */
  private String proof(long index) {
    String url = eventUrl(index) + "/proof";
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Api.Answer answer = Api.get(url, auditor.get());
    while (answer.status() == 404 && System.nanoTime() < deadline) {
      Demo.pause();
      answer = Api.get(url, auditor.get());
    }
    return answer.expect(200).text();
  }

  /** The events of a request, once the log has seen that its data are preserved. */
  private JsonNode await(UUID request) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode events = get("/events?subject=" + request).path("events");
      for (JsonNode event : events) {
        if (event.path("type").asText().endsWith("data-preserved.v1")) {
          return events;
        }
      }
      Demo.pause();
    }
    throw new IllegalStateException("The audit log has not seen the events in " + PATIENCE);
  }

  private JsonNode get(String path) {
    return Api.get(addresses.audit() + path, auditor.get()).expect(200).json();
  }
}

package org.quickfreeze.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.demo.Api;

/**
 * A steady stream of changes of the register by a careful secretariat: what was not answered is
 * looked up before it is done again. Each change gives a contact point a language that no other
 * change gives it.
 */
final class RegisterTraffic implements AutoCloseable {
  private static final int CHANGES_OF_ONE = 10;
  private static final Duration BETWEEN = Duration.ofMillis(300);

  /** Languages that changes answered 2xx have given, by contact point. */
  final Map<String, Queue<String>> kept = new ConcurrentHashMap<>();

  /** How many changes were answered 2xx. */
  final AtomicInteger answered = new AtomicInteger();

  private final Network n;
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private final Thread secretariat;
  private volatile boolean open = true;

  RegisterTraffic(Network n) {
    this.n = n;
    this.secretariat =
        Thread.ofPlatform()
            .name("secretariat")
            .uncaughtExceptionHandler((_, fault) -> broken.compareAndSet(null, fault))
            .start(this::run);
  }

  @Nullable Throwable broken() {
    return broken.get();
  }

  private void run() {
    while (open) {
      String id = "fr-desk-" + UUID.randomUUID().toString().substring(0, 8);
      for (int change = 0; change < CHANGES_OF_ONE && open; change++) {
        String language = "en-%06d".formatted(change);
        while (open && !isDone(id, language)) {
          pause();
        }
        pause();
      }
    }
  }

  /** Does it unless it is done; false when that is not known. */
  private boolean isDone(String id, String language) {
    try {
      Api.Answer read = Api.get(url(id), token());
      if (read.status() == 404) {
        return answered(id, language, create(id, language), 200);
      }
      JsonNode versions = read.expect(200).json().path("versions");
      for (JsonNode version : versions) {
        if (version.path("body").path("languages").toString().contains('"' + language + '"')) {
          return true;
        }
      }
      Map<String, String> ifMatch = Map.of("If-Match", read.header("etag"));
      return answered(id, language, Api.put(url(id), token(), body(id, language), ifMatch), 200);
    } catch (RuntimeException e) {
      if (e instanceof Api.UnexpectedAnswer unexpected && unexpected.answer().status() < 500) {
        throw e;
      }
      return false;
    }
  }

  private Api.Answer create(String id, String language) {
    String url = n.addresses.registry();
    Api.Answer proposed =
        Api.post(url + "/contact-points", token(), body(id, language), Map.of()).expect(202);
    return Api.post(
        url + proposed.header("Location") + "/approval",
        n.person("secretariat-2").get(),
        Map.of("confirmation", Map.of("instrument", "A letter", "reached", "head of unit")),
        Map.of());
  }

  private boolean answered(String id, String language, Api.Answer answer, int status) {
    answer.expect(status);
    kept.computeIfAbsent(id, _ -> new ConcurrentLinkedQueue<>()).add(language);
    answered.incrementAndGet();
    return true;
  }

  private static Map<String, Object> body(String id, String language) {
    Map<String, Object> body = new HashMap<>();
    body.put("id", id);
    body.put("authority", "fr-24-7");
    body.put("channels", List.of());
    body.put("languages", List.of(language));
    body.put("timeZone", "Europe/Paris");
    body.put("officeHours", "Mo-Su 00:00-24:00");
    return body;
  }

  private String url(String id) {
    return n.addresses.registry() + "/contact-points/" + id;
  }

  private String token() {
    return n.person("secretariat").get();
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends the stream and waits for the change that is under way. */
  void stop() {
    open = false;
    try {
      secretariat.join(Duration.ofSeconds(60));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

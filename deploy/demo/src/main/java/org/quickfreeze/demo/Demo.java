package org.quickfreeze.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;

/** France asks, Romania orders, the provider preserves, and the audit log proves it. */
final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Addresses addresses;
  private final PreservationForm form;
  private final PrintStream out;
  private final long begin = System.nanoTime();
  private final ContactPoint france;
  private final ContactPoint romania;

  Demo(Addresses addresses, PreservationForm form, PrintStream out) {
    this.addresses = addresses;
    this.form = form;
    this.out = out;
    Tokens tokens = new Tokens(addresses.issuer());
    this.france =
        new ContactPoint(
            addresses.requests(),
            tokens.person("officer.fr"),
            SampleKey.of(addresses.keys(), "fr-24-7"),
            "FR",
            "fr-24-7");
    this.romania =
        new ContactPoint(
            addresses.requests(),
            tokens.person("officer.ro"),
            SampleKey.of(addresses.keys(), "ro-24-7"),
            "RO",
            "ro-24-7");
  }

  void play() throws IOException {
    String provider = providerOf(form);
    say("P ", provider + "'s client logs in and opens its topic");
    UUID request;
    try (ProviderClient client = new ProviderClient(addresses, provider, "demo")) {
      client.join(PATIENCE);
      request = submit();
      prepare(request);
      UUID order = order(request, provider);
      answer(client, order);
      await("France sees Preserved", () -> state(request).equals("Preserved"));
      JsonNode item = france.read(request).expect(200).json().path("items").get(0);
      say("FR", "sees Preserved until " + item.path("until").asText());
      timeline(request);
    }
    new Proof(addresses, out).show(request);
    out.printf("%n  Done in %.1f s.%n", (System.nanoTime() - begin) / 1e9);
  }

  private UUID submit() {
    UUID request = UUID.randomUUID();
    String act = france.signedSubmission(request, romania.self(), form);
    france.send(act).expect(201);
    say("FR", "submitted " + request + ", signed with key " + short8(france.key().kid()));
    return request;
  }

  private void prepare(UUID request) {
    await("Romania's feed shows the request", () -> inFeed(request));
    say("RO", "sees the request in its feed");
    Act.Side self = romania.self();
    Instant next = Instant.now().plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    ActBody.Handler handler =
        new ActBody.Handler("Duty officer", "24/7 desk " + self.party(), "+44 20 7946 0101");
    romania.act(request, ActType.ACKNOWLEDGE, new ActBody.Acknowledge(handler, next)).expect(201);
    say("RO", "acknowledged; the acknowledgement clock stops");
    romania.act(request, ActType.ACCEPT, new ActBody.Accept(null)).expect(201);
    say("RO", "accepted");
  }

  private UUID order(UUID request, String provider) {
    UUID order = UUID.randomUUID();
    String document =
        romania.order(order, request, provider, OrderKind.PRESERVE, "", Orders.content(form));
    List<String> items = form.items().stream().map(i -> i.id()).toList();
    ActBody.Order body = new ActBody.Order(order, items, provider, SampleKey.hash(document));
    romania.act(request, ActType.ORDER, body, document).expect(201);
    say("RO", "issued order " + order + ", signed by Romania, sealed to " + provider);
    return order;
  }

  private void answer(ProviderClient client, UUID wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (ProviderClient.Order order : client.poll(Duration.ofMillis(500))) {
        if (order.document().order().equals(wanted)) {
          say("P ", "read the order from its topic, opened it and verified Romania's signature");
          client.reply(order, ReplyCode.ACKNOWLEDGED, OrderReply.Body.EMPTY);
          say("P ", "acknowledged the order");
          Instant until = Instant.now().plus(90, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
          client.reply(order, ReplyCode.PRESERVED, OrderReply.Body.preserved(until, 1));
          say("P ", "preserved one record until " + until);
          return;
        }
      }
    }
    throw new IllegalStateException("The order did not reach the provider in " + PATIENCE);
  }

  private void timeline(UUID request) {
    out.println();
    out.println("  Timeline as France sees it");
    for (JsonNode m :
        france.get("/requests/" + request + "/timeline").expect(200).json().path("items")) {
      out.printf(
          "    %2d  %s  %-8s %-14s %s%n",
          m.path("entry").asInt(),
          m.path("at").asText(),
          m.path("kind").asText(),
          m.path("type").asText(),
          m.path("by").asText());
    }
  }

  private boolean inFeed(UUID request) {
    String cursor = "";
    while (true) {
      JsonNode page = romania.get("/feed?limit=500&after=" + cursor).expect(200).json();
      for (JsonNode entry : page.path("entries")) {
        if (entry.path("subject").asText().equals(request.toString())) {
          return true;
        }
      }
      if (page.path("entries").isEmpty()) {
        return false;
      }
      cursor = page.path("next").asText();
    }
  }

  private String state(UUID request) {
    return france.read(request).expect(200).json().path("state").asText();
  }

  private static String providerOf(PreservationForm form) {
    if (form.custodian() == null || form.custodian().provider() == null) {
      throw new IllegalStateException(
          "The form names no provider of the register (/custodian/provider).");
    }
    return form.custodian().provider();
  }

  private void await(String what, BooleanSupplier ready) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(what + ": not within " + PATIENCE);
      }
      pause();
    }
  }

  static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String who, String what) {
    out.printf("  %6.2f s  %s  %s%n", (System.nanoTime() - begin) / 1e9, who, what);
  }

  private static String short8(String text) {
    return text.substring(0, 8);
  }
}

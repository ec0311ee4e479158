package org.quickfreeze.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Enters the sample register through the registry's own interface, as the secretariat would:
 * France, Romania and Germany from the file of Parties that ships, their contact points, three
 * providers, their keys, who may call, and who holds which ranges. Harmless when repeated.
 */
public final class Seed {
  private static final Duration TRAINING = Duration.ofDays(730);

  private final Addresses addresses;
  private final Registrar registrar;

  public Seed(Addresses addresses) {
    this.addresses = addresses;
    this.registrar = new Registrar(addresses);
  }

  public static void main(String[] arguments) {
    new Seed(Addresses.of(Path.of(arguments.length > 0 ? arguments[0] : "var"))).enter();
  }

  /** Enters everything. */
  public void enter() {
    create("reference/parties", Map.of("codes", List.of("FR", "RO", "DE")));
    authority("fr-24-7", "FR", "24/7 contact point of France", "Europe/Paris", "fr");
    authority("ro-24-7", "RO", "24/7 contact point of Romania", "Europe/Bucharest", "ro");
    authority("de-24-7", "DE", "24/7 contact point of Germany", "Europe/Berlin", "de");
    provider("acme", "Acme Networks SRL", "RO", "+44 20 7946 0970");
    provider("acme-2", "Acme Second SRL", "RO", "+44 20 7946 0971");
    provider("globex", "Globex Cloud SRL", "RO", "+44 20 7946 0972");
    caller(0x11, "officer", "FR", "fr-24-7", null);
    caller(0x41, "officer", "FR", "fr-24-7", null);
    caller(0x12, "supervisor", "FR", "fr-24-7", null);
    caller(0x21, "officer", "RO", "ro-24-7", null);
    caller(0x31, "officer", "DE", "de-24-7", null);
    caller(0x02, "auditor", null, null, null);
    caller(0x03, "operator", null, null, null);
    caller(0x101, "provider", null, null, "acme");
    caller(0x102, "provider", null, null, "acme-2");
    caller(0x103, "provider", null, null, "globex");
    Tokens tokens = new Tokens(addresses.issuer());
    for (String party : List.of("fr", "ro", "de")) {
      String authority = party + "-24-7";
      SampleKey key = SampleKey.of(addresses.keys(), authority);
      done(registrar.key("authority/" + authority, "sig", key, tokens.person("officer." + party)));
    }
    for (String provider : List.of("acme", "acme-2", "globex")) {
      for (String use : List.of("sig", "enc")) {
        SampleKey key = SampleKey.of(addresses.keys(), provider + "-" + use);
        done(registrar.key("provider/" + provider, use, key, tokens.client(provider)));
      }
    }
    ranges();
  }

  private void ranges() {
    Map<String, String> holders = Map.of("org-acme", "acme", "org-globex", "globex");
    done(
        registrar.ranges(
            "sample-delegated", "delegated", "2026-11-01", holders, file("delegated-sample.txt")));
    done(
        registrar.ranges(
            "sample-declared", "csv", "2026-11-01", Map.of(), file("declared-sample.csv")));
  }

  private static String file(String name) {
    try (InputStream file = Seed.class.getResourceAsStream("/ranges/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fixed subject of a sample account. */
  public static String subject(int number) {
    return "71660000-0000-4000-8000-%012x".formatted(number);
  }

  private void authority(String id, String party, String office, String zone, String language) {
    create(
        "authorities",
        Map.of("id", id, "party", party, "kinds", List.of("contact-point-24-7"), "office", office));
    create(
        "contact-points",
        Map.of(
            "id",
            id + "-desk",
            "authority",
            id,
            "channels",
            List.of(
                Map.of("kind", "feed", "address", "feed", "order", 1),
                Map.of("kind", "telephone", "address", "+44 20 7946 0900", "order", 2),
                Map.of("kind", "email", "address", "desk@" + id + ".example", "order", 3)),
            "languages",
            List.of("en", language),
            "timeZone",
            zone,
            "officeHours",
            "Mo-Su 00:00-24:00",
            "rota",
            rota()));
  }

  /** By day the desk, by night an officer with a number of their own; behind both the head. */
  private static Map<String, Object> rota() {
    Map<String, Object> desk = Map.of("function", "duty officer", "channels", List.of());
    Map<String, Object> night = duty("night duty officer", "+44 20 7946 0901");
    Map<String, Object> head = duty("head of unit", "+44 20 7946 0902");
    return Map.of(
        "lines",
        List.of(
            line(List.of(shift("08:00", "20:00", desk), shift("20:00", "08:00", night))),
            line(List.of(shift("00:00", "00:00", head)))),
        "deviations",
        List.of());
  }

  private static Map<String, Object> line(List<Map<String, Object>> shifts) {
    return Map.of("nextAfterMinutes", 15, "shifts", shifts);
  }

  private static Map<String, Object> shift(String from, String until, Map<String, Object> duty) {
    return Map.of(
        "days",
        List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
        "from",
        from,
        "until",
        until,
        "duty",
        duty);
  }

  private static Map<String, Object> duty(String function, String telephone) {
    return Map.of(
        "function",
        function,
        "channels",
        List.of(Map.of("kind", "telephone", "address", telephone, "order", 1)));
  }

  private void provider(String id, String name, String country, String telephone) {
    create(
        "providers",
        Map.of(
            "id",
            id,
            "legalName",
            name,
            "country",
            country,
            "services",
            List.of("access", "mail"),
            "kafkaClient",
            id,
            "languages",
            List.of("en"),
            "profile",
            SampleProfile.of(id, name, country, telephone)));
  }

  private void caller(
      int number,
      String role,
      @org.jspecify.annotations.Nullable String party,
      @org.jspecify.annotations.Nullable String authority,
      @org.jspecify.annotations.Nullable String provider) {
    Map<String, Object> body = new HashMap<>();
    body.put("issuer", addresses.issuer());
    body.put("subject", subject(number));
    body.put("role", role);
    putIf(body, "party", party);
    putIf(body, "authority", authority);
    putIf(body, "provider", provider);
    putIf(body, "kafkaClient", provider);
    body.put("teams", new ArrayList<>());
    if (authority != null) {
      body.put("measures", List.of("preservation"));
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      body.put("trainedUntil", now.plus(TRAINING).toString());
    }
    create("callers", body);
  }

  private static void putIf(
      Map<String, Object> body, String name, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private void create(String collection, Map<String, ?> body) {
    done(registrar.enter(collection, body));
  }

  private static void done(Api.Answer answer) {
    if (!List.of(200, 201, 409).contains(answer.status())) {
      throw new IllegalStateException(answer.status() + " " + answer.text());
    }
  }
}

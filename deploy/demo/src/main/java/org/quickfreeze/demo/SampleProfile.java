package org.quickfreeze.demo;

import java.util.List;
import java.util.Map;

/** The profile of a sample provider: what it holds and how it is served. All fictional. */
final class SampleProfile {
  private static final List<String> OFFICE_DAYS = List.of("MO", "TU", "WE", "TH", "FR");

  private SampleProfile() {}

  static Map<String, Object> of(String id, String name, String country, String telephone) {
    return Map.of(
        "legalEntities",
        List.of(Map.of("name", name, "country", country, "ordersFrom", List.of(country))),
        "services",
        List.of(
            service("access", id, country, "subscriber-line", 180),
            service("mail", id, country, "mailbox", 30)),
        "identifierFormats",
        formats(),
        "serving",
        serving(id, telephone),
        "costs",
        List.of(Map.of("kind", "none")),
        "userNotice",
        Map.of("kind", "unless-forbidden"));
  }

  private static Map<String, Object> service(
      String service, String id, String country, String format, int trafficDays) {
    return Map.of(
        "id",
        service,
        "name",
        id + " " + service,
        "link",
        "https://" + service + "." + id + ".example.org",
        "countries",
        List.of(country),
        "identifierFormats",
        List.of(format),
        "data",
        List.of(
            Map.of("category", "SUBSCRIBER", "retentionDays", 365),
            Map.of("category", "TRAFFIC", "retentionDays", trafficDays)));
  }

  private static List<Map<String, Object>> formats() {
    return List.of(
        Map.of(
            "id",
            "mailbox",
            "name",
            "Mailbox",
            "pattern",
            "[A-Za-z0-9._-]{1,64}@[a-z0-9.-]{1,100}",
            "example",
            "someone@mail.example.org",
            "owner",
            "ETSI",
            "standardName",
            "EmailAddress"),
        Map.of(
            "id",
            "subscriber-line",
            "name",
            "IPv4 address of a line",
            "pattern",
            "\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}",
            "example",
            "192.0.2.17",
            "owner",
            "ETSI",
            "standardName",
            "IPv4Address"));
  }

  private static Map<String, Object> serving(String id, String telephone) {
    return Map.of(
        "languages",
        List.of("ro", "en"),
        "ways",
        List.of(
            Map.of("kind", "topic"),
            Map.of("kind", "email", "address", "orders@" + id + ".example.org")),
        "timeZone",
        "Europe/Bucharest",
        "hours",
        List.of(Map.of("days", OFFICE_DAYS, "from", "08:00", "until", "18:00")),
        "emergency",
        List.of(Map.of("kind", "telephone", "address", telephone, "order", 1)),
        "emergencyMinutes",
        60);
  }
}

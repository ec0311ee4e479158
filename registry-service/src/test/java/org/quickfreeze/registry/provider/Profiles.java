package org.quickfreeze.registry.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.ProviderProfile;

/** Profiles of a fictional provider. */
public final class Profiles {
  private static final String ACME =
      """
      {"legalEntities": [{"name": "Acme Networks SRL", "country": "RO",
          "registrationNumber": "RO-0001", "ordersFrom": ["RO", "DE"]}],
       "services": [
         {"id": "mail", "name": "Acme Mail", "link": "https://mail.example.org",
          "countries": ["RO", "DE"], "identifierFormats": ["mailbox"],
          "data": [{"category": "SUBSCRIBER", "retentionDays": 365},
                   {"category": "TRAFFIC", "retentionDays": 30}, {"category": "CONTENT"}]},
         {"id": "chat", "name": "Acme Chat", "countries": [], "identifierFormats": ["handle"],
          "data": [{"category": "SUBSCRIBER"}]}],
       "identifierFormats": [
         {"id": "mailbox", "name": "Mailbox", "pattern": "[a-z0-9._-]{1,64}@[a-z0-9.-]{1,100}",
          "example": "someone@mail.example.org", "owner": "ETSI", "standardName": "EmailAddress"},
         {"id": "handle", "name": "Handle", "pattern": "@[a-z]{3,20}", "example": "@someone"}],
       "serving": {"languages": ["ro", "en"],
         "ways": [{"kind": "topic"}, {"kind": "email", "address": "orders@acme.example.org"},
                  {"kind": "link", "address": "https://orders.example.org/form"}],
         "timeZone": "Europe/Bucharest",
         "hours": [{"days": ["MO", "TU", "WE", "TH", "FR"], "from": "08:00", "until": "18:00"}],
         "emergency": [{"kind": "telephone", "address": "+44 20 7946 0990", "order": 1}],
         "emergencyMinutes": 60},
       "costs": [{"kind": "per-order", "currency": "EUR", "amount": "12.50",
         "text": "Free in an emergency."}],
       "userNotice": {"kind": "unless-forbidden", "text": "Unless the order forbids it."}}
      """;

  private Profiles() {}

  /** A whole profile. */
  public static ProviderProfile acme() {
    return read(json());
  }

  /** A whole profile with another value at a pointer; {@code -} at the end adds to a list. */
  static ProviderProfile acmeWith(String pointer, String value) {
    ObjectNode profile = json();
    int last = pointer.lastIndexOf('/');
    String name = pointer.substring(last + 1);
    JsonNode parent = profile.at(pointer.substring(0, last));
    JsonNode fresh = value(value);
    switch (parent) {
      case ObjectNode object -> object.set(name, fresh);
      case ArrayNode array when name.equals("-") -> array.add(fresh);
      case ArrayNode array -> array.set(Integer.parseInt(name), fresh);
      default -> throw new IllegalArgumentException(pointer);
    }
    return read(profile);
  }

  private static JsonNode value(String text) {
    try {
      return Wire.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode json() {
    return (ObjectNode) value(ACME);
  }

  private static ProviderProfile read(JsonNode json) {
    try {
      return Wire.mapper().readValue(Wire.mapper().writeValueAsBytes(json), ProviderProfile.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

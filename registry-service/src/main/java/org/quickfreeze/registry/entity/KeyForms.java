package org.quickfreeze.registry.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.sealing.AgeRecipient;
import org.quickfreeze.backbone.sealing.AgeRecipient.InvalidRecipient;

/** What people may write of a new key besides what the register keeps of it. */
final class KeyForms {
  private final KeyOverlap overlaps;

  KeyForms(KeyOverlap overlaps) {
    this.overlaps = overlaps;
  }

  /**
   * Turns a {@code recipient} ({@code age1…}) into what the register keeps, and takes out how long
   * the key that is replaced still counts.
   *
   * @return null where no key is replaced and nothing is said
   */
  @Nullable Duration complete(ObjectNode key) {
    if (key.has("recipient")) {
      recipient(key, key.remove("recipient").asText());
    }
    JsonNode said = key.remove("overlap");
    if (said != null && !said.isNull()) {
      return overlap(said.asText());
    }
    return key.path("replaces").isTextual() ? overlaps.of(key.path("use").asText()) : null;
  }

  private static void recipient(ObjectNode key, String text) {
    if (key.has("jwk") || key.has("kid") || !key.path("use").asText("age").equals("age")) {
      throw refused(
          "/recipient", "one-form", "stands for kid and jwk of an age key: leave those out");
    }
    try {
      AgeRecipient recipient = AgeRecipient.parse(text.strip());
      key.put("use", "age").put("kid", recipient.kid());
      recipient.members().forEach(key.putObject("jwk")::put);
    } catch (InvalidRecipient e) {
      throw refused("/recipient", "age", e.what());
    }
  }

  private Duration overlap(String text) {
    try {
      Duration overlap = Duration.parse(text);
      if (overlaps.allows(overlap)) {
        return overlap;
      }
    } catch (DateTimeParseException e) {
      throw refused("/overlap", "format", "must be a duration of ISO 8601, such as P7D");
    }
    throw refused("/overlap", "range", "must be between PT0S and " + overlaps.longest());
  }

  private static RuntimeException refused(String pointer, String rule, String what) {
    return ChangeAnswers.invalid(List.of(new FieldError(pointer, rule, null, what)));
  }
}

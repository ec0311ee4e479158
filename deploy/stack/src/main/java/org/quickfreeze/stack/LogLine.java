package org.quickfreeze.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A line of a service's log, for people. */
final class LogLine {
  private static final JsonMapper JSON = new JsonMapper();

  private LogLine() {}

  /**
   * Time, level, class, message and facts of a JSON line; any other line, as of another part's log,
   * as it is.
   */
  static String readable(String line) {
    if (!line.startsWith("{")) {
      return line;
    }
    try {
      return readable(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      return line;
    }
  }

  private static String readable(JsonNode line) {
    String logger = line.path("loggerName").asText();
    StringBuilder text = new StringBuilder();
    text.append(line.path("timestamp").asText())
        .append(" %-5s [".formatted(line.path("level").asText()))
        .append(logger.substring(logger.lastIndexOf('.') + 1))
        .append("] ")
        .append(line.path("message").asText());
    line.path("mdc")
        .properties()
        .forEach(fact -> text.append("  " + fact.getKey() + '=' + fact.getValue().asText()));
    if (line.has("stackTrace")) {
      text.append('\n').append(line.path("stackTrace").asText().stripTrailing());
    }
    return text.toString();
  }
}

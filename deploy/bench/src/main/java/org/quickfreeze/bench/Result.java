package org.quickfreeze.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;

/** The one JSON object that ends a bench; its members keep the order in which they are put. */
final class Result {
  private static final MathContext DIGITS = new MathContext(4);

  private final ObjectNode members = JsonNodeFactory.instance.objectNode();

  Result(String name) {
    members.put("name", name);
  }

  Result put(String name, String value) {
    members.put(name, value);
    return this;
  }

  Result put(String name, long value) {
    members.put(name, value);
    return this;
  }

  /** A measured value, to four digits. */
  Result put(String name, double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    members.put(name, new BigDecimal(rounded.toPlainString()));
    return this;
  }

  /** Whether nothing was lost, doubled or refused. */
  boolean clean() {
    return members.path("lost").asLong() == 0
        && members.path("doubled").asLong() == 0
        && members.path("refused").asLong() == 0;
  }

  @Override
  public String toString() {
    return members.toString();
  }
}

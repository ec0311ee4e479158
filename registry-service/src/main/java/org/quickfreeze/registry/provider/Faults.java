package org.quickfreeze.registry.provider;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;

/** What is wrong with the fields of a profile, and the forms that many of them share. */
final class Faults {
  private static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern STATE = Pattern.compile("[A-Z]{2}");
  private static final int LONGEST_CODE = 60;
  private static final int LONGEST_TEXT = 400;

  private final String source;
  private final List<FieldError> errors = new ArrayList<>();

  /**
   * @param source where it is said that these fields are wanted
   */
  Faults(String source) {
    this.source = source;
  }

  List<FieldError> errors() {
    return errors;
  }

  void add(String at, String rule, String what) {
    errors.add(new FieldError(at, rule, source, what));
  }

  void addAll(List<FieldError> more) {
    errors.addAll(more);
  }

  boolean text(String at, @Nullable String value) {
    boolean fits = value != null && !value.isBlank() && value.length() <= LONGEST_TEXT;
    if (!fits) {
      add(at, "required", "is needed, in at most " + LONGEST_TEXT + " characters");
    }
    return fits;
  }

  void optionalText(String at, @Nullable String value) {
    if (value != null) {
      text(at, value);
    }
  }

  void code(String at, @Nullable String value) {
    boolean fits = value != null && value.length() <= LONGEST_CODE && CODE.matcher(value).matches();
    if (!fits) {
      add(at, "format", "must be words of a-z and 0-9 with a hyphen between them");
    }
  }

  void matches(String at, Pattern pattern, @Nullable String value, String form) {
    if (value == null || !pattern.matcher(value).matches()) {
      add(at, "format", "must be " + form);
    }
  }

  void oneOf(String at, List<String> values, @Nullable String value) {
    if (!values.contains(String.valueOf(value))) {
      add(at, "value", "must be one of " + String.join(", ", values));
    }
  }

  void once(String at, String value, Set<String> seen) {
    if (!seen.add(value)) {
      add(at, "unique", "stands here twice");
    }
  }

  void states(String at, List<String> states, int most) {
    size(at, states.size(), most);
    for (int i = 0; i < states.size(); i++) {
      matches(at + '/' + i, STATE, states.get(i), "two capital letters (ISO 3166-1)");
    }
  }

  void state(String at, @Nullable String state) {
    matches(at, STATE, state, "two capital letters (ISO 3166-1)");
  }

  void number(String at, @Nullable Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      add(at, "value", "must be from " + least + " to " + most);
    }
  }

  void size(String at, int size, int most) {
    if (size > most) {
      add(at, "size", "must have at most " + most + " entries");
    }
  }

  /** A link that people follow or machines call, so nobody on the way may change what it shows. */
  void https(String at, @Nullable String value) {
    if (text(at, value) && !isHttps(String.valueOf(value))) {
      add(at, "https", "must be an https address with a host name");
    }
  }

  private static boolean isHttps(String value) {
    try {
      URI uri = URI.create(value);
      return "https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getHost().contains(".")
          && uri.getUserInfo() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

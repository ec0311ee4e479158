package org.quickfreeze.contracts.event;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The forms that the schemas bind the texts of an event to. Some of the texts come out of a form
 * that a person filled in: here is the last gate before they travel in the clear.
 */
final class Bound {
  static final Pattern PARTY = Pattern.compile("[A-Z]{2}");
  static final Pattern ID = Pattern.compile("[a-z0-9-]{3,40}");
  static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  static final Pattern ARTICLE = Pattern.compile("[A-Z][A-Z0-9]*-[0-9]+");
  static final Pattern OFFENCE = Pattern.compile("[A-Z][A-Z0-9]*-[0-9]+|other");
  static final Pattern ITEM = Pattern.compile("[1-9][0-9]{0,5}");
  static final Pattern VERSION = Pattern.compile("[0-9]{1,6}");
  static final Pattern URGENCY = Pattern.compile("EMERGENCY|URGENT|ROUTINE");
  static final Pattern CATEGORY = Pattern.compile("SUBSCRIBER|TRAFFIC|CONTENT");

  private Bound() {}

  /**
   * @throws IllegalArgumentException naming the member, never the text
   */
  static String to(Pattern form, String text, String member) {
    if (text == null || text.length() > 60 || !form.matcher(text).matches()) {
      throw new IllegalArgumentException(member + " is not of the form that an event may carry");
    }
    return text;
  }

  static List<String> each(Pattern form, List<String> texts, String member) {
    texts.forEach(text -> to(form, text, member));
    return List.copyOf(texts);
  }
}

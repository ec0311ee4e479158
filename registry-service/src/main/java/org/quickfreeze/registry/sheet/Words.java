package org.quickfreeze.registry.sheet;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.quickfreeze.registry.sheet.Sheet.Row;
import org.quickfreeze.registry.sheet.Sheet.Section;

/** The texts of the sheets in a language: one file {@code sheets_<language>.properties} each. */
final class Words {
  private static final String BUNDLE = "org.quickfreeze.registry.sheet.sheets";

  private final Locale locale;
  private final ResourceBundle bundle;

  private Words(Locale locale) {
    this.locale = locale;
    this.bundle =
        ResourceBundle.getBundle(
            BUNDLE,
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  static Words english() {
    return new Words(Locale.ENGLISH);
  }

  String language() {
    return locale.toLanguageTag();
  }

  boolean has(String key) {
    return bundle.containsKey(key);
  }

  /** A text without places to fill in. */
  String of(String key) {
    return bundle.getString(key);
  }

  /** A text with its places filled in, as they are: nothing is shortened or grouped. */
  String of(String key, Object... values) {
    Object[] texts = Stream.of(values).map(String::valueOf).toArray();
    return new MessageFormat(bundle.getString(key), locale).format(texts);
  }

  /** What a key is for; its code where there is no word for it. */
  String use(String code) {
    String key = "use." + code;
    return bundle.containsKey(key) ? bundle.getString(key) : code;
  }

  /**
   * A section whose title, columns (separated by {@code |}), source and word for no rows are those
   * of its id.
   */
  Section section(String id, List<Row> rows) {
    return new Section(
        id,
        of(id + ".title"),
        of(id + ".source"),
        List.of(of(id + ".columns").split("\\|")),
        rows,
        of(id + ".none"));
  }
}

package org.quickfreeze.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A value in every form in which it could leak, made without the code that searches for them. */
final class ControlForms {
  /** Beyond ASCII, and with bytes that the two base64 alphabets write differently. */
  private static final String MARK = "Zyx-Control-Ünïcode~?>ÿÿ-";

  private static final List<Base64.Encoder> ALPHABETS =
      List.of(Base64.getEncoder(), Base64.getUrlEncoder());

  private final Map<String, byte[]> forms = new LinkedHashMap<>();

  private ControlForms() {}

  /** Bytes by the mark that is in them; each form has a mark of its own. */
  static Map<String, byte[]> all() {
    ControlForms made = new ControlForms();
    made.asText();
    made.inBase64();
    made.asHash();
    return made.forms;
  }

  private void asText() {
    add("plain", mark -> "seen: " + mark + ".");
    add("lower", mark -> "seen: " + mark.toLowerCase(Locale.ROOT));
    add("escaped", mark -> "{\"a\":\"" + escaped(mark) + "\"}");
    add("escaped-all", mark -> "{\"a\":\"" + escapedWholly(mark) + "\"}");
    add("percent", mark -> "/q=" + URLEncoder.encode(mark, UTF_8).replace("%7E", "~"));
    add("hex", mark -> "x" + HexFormat.of().formatHex(bytes(mark)));
  }

  private void inBase64() {
    for (int before = 0; before < 3; before++) {
      String lead = "{".repeat(before);
      for (int alphabet = 0; alphabet < 2; alphabet++) {
        Base64.Encoder encoder = ALPHABETS.get(alphabet);
        String name = before + "-" + alphabet;
        add("base64-" + name, mark -> encode(encoder, lead + mark + " etc"));
        add("base64-escaped-" + name, mark -> encode(encoder, lead + escaped(mark) + " etc"));
        for (int outer = 0; outer < 3; outer++) {
          String head = ".".repeat(outer);
          add(
              "base64-twice-" + name + "-" + outer,
              mark -> encode(encoder, head + encode(encoder, lead + mark + " etc") + " etc"));
        }
      }
    }
  }

  private void asHash() {
    forms.put(MARK + "hash", LeakScanner.sha256(bytes(MARK + "hash")));
    add("hash-hex", mark -> "h=" + HexFormat.of().formatHex(hash(mark)));
    add("hash-hex-upper", mark -> "h=" + HexFormat.of().withUpperCase().formatHex(hash(mark)));
    for (int alphabet = 0; alphabet < 2; alphabet++) {
      Base64.Encoder encoder = ALPHABETS.get(alphabet);
      add("hash-base64-" + alphabet, mark -> "h=" + encoder.encodeToString(hash(mark)));
      add(
          "hash-in-document-" + alphabet,
          mark -> encode(encoder, "{\"h\":\"" + encoder.encodeToString(hash(mark)) + "\"}"));
    }
  }

  private void add(String name, UnaryOperator<String> form) {
    String mark = MARK + name + ".";
    forms.put(mark, bytes(form.apply(mark)));
  }

  private static String escaped(String mark) {
    StringBuilder escaped = new StringBuilder();
    mark.chars()
        .forEach(c -> escaped.append(c < 0x80 ? Character.toString(c) : "\\u%04x".formatted(c)));
    return escaped.toString();
  }

  private static String escapedWholly(String mark) {
    StringBuilder escaped = new StringBuilder();
    mark.chars().forEach(c -> escaped.append("\\u%04X".formatted(c)));
    return escaped.toString();
  }

  private static String encode(Base64.Encoder encoder, String text) {
    return encoder.encodeToString(bytes(text));
  }

  private static byte[] hash(String mark) {
    return LeakScanner.sha256(bytes(mark));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}

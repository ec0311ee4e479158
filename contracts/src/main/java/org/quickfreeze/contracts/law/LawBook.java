package org.quickfreeze.contracts.law;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;

/**
 * Treaties, what they allow one State to ask of another, and what a State may say to them. Data
 * with a source on every entry; "check" marks what was written down without the official text at
 * hand and waits for a lawyer.
 *
 * @param sources what the tags in citations stand for
 * @param kinds kinds of request, each with its bases in the order in which they are relied on
 * @param statements what a State may declare, reserve or lay down
 */
public record LawBook(
    String version,
    Map<String, String> sources,
    List<Instrument> instruments,
    List<Kind> kinds,
    List<StatementForm> statements) {
  private static final String RESOURCE = "/law/lawbook-1.json";

  public LawBook {
    sources = Map.copyOf(sources);
    instruments = List.copyOf(instruments);
    kinds = List.copyOf(kinds);
    statements = List.copyOf(statements);
  }

  /** The law book of this version of the software. */
  public static LawBook load() {
    try (InputStream in = LawBook.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the law book is not on the class path");
      }
      return Wire.mapper()
          .readerFor(LawBook.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A treaty by its code, such as {@code BC}. */
  public Optional<Instrument> instrument(String code) {
    return instruments.stream().filter(i -> i.code().equals(code)).findFirst();
  }

  /** A kind of request, such as {@code preservation}. */
  public Optional<Kind> kind(String kind) {
    return kinds.stream().filter(k -> k.kind().equals(kind)).findFirst();
  }

  /** What a statement of this code says. */
  public Optional<StatementForm> statement(String code) {
    return statements.stream().filter(s -> s.code().equals(code)).findFirst();
  }

  /**
   * A treaty.
   *
   * @param reference as the depositary numbers it
   * @param protocolTo code of the treaty that a State has to be bound by first
   */
  public record Instrument(
      String code,
      String reference,
      String nameEn,
      String nameFr,
      @Nullable String protocolTo,
      boolean check) {}

  /**
   * A kind of request.
   *
   * @param reciprocity whether it may be asked where no treaty binds both States; it is then a
   *     favour, and no treaty right is shown
   */
  public record Kind(String kind, String title, List<Base> bases, boolean reciprocity) {
    public Kind {
      bases = List.copyOf(bases);
    }
  }

  /** An article that allows a kind of request between States that are both bound by it. */
  public record Base(String instrument, String article, String cite, boolean check) {}

  /** What a statement does to a request. */
  public enum Effect {
    /** Opens a ground of refusal that is closed without it. */
    @JsonProperty("opens-ground")
    OPENS_GROUND,
    /** Takes an article, or reciprocity, away as a basis. */
    @JsonProperty("closes")
    CLOSES,
    /** Demands something of whoever sends the request. */
    @JsonProperty("demands")
    DEMANDS,
    /** Tells what is likely to go wrong. */
    @JsonProperty("warns")
    WARNS,
    /** Tells what is worth knowing. */
    @JsonProperty("informs")
    INFORMS
  }

  /** What the values of a statement are. */
  public enum ValueType {
    /** No values. */
    @JsonProperty("none")
    NONE,
    /** {@code yes} or {@code no}. */
    @JsonProperty("flag")
    FLAG,
    /** One whole number. */
    @JsonProperty("number")
    NUMBER,
    /** Codes of a list. */
    @JsonProperty("codes")
    CODES,
    /** Language tags (RFC 5646), in order of preference. */
    @JsonProperty("languages")
    LANGUAGES,
    /** Address of a page. */
    @JsonProperty("https")
    HTTPS,
    /** Words. */
    @JsonProperty("text")
    TEXT
  }

  /**
   * What a statement of a code looks like and does.
   *
   * @param nature {@code reservation}, {@code declaration}, {@code parameter} or {@code supplement}
   * @param kinds kinds of request that it is about; none for all
   * @param closes bases that it takes away, such as {@code P2-7} or {@code reciprocity}
   * @param mutual whether it counts as well when the State that made it is the one that asks
   * @param least for {@link ValueType#NUMBER}
   * @param most for {@link ValueType#NUMBER}
   * @param allowed for {@link ValueType#CODES}
   */
  public record StatementForm(
      String code,
      String nature,
      String cite,
      Effect effect,
      List<String> kinds,
      List<String> closes,
      boolean mutual,
      ValueType type,
      @Nullable Integer least,
      @Nullable Integer most,
      List<String> allowed,
      String text,
      boolean check) {
    public StatementForm {
      kinds = kinds == null ? List.of() : List.copyOf(kinds);
      closes = closes == null ? List.of() : List.copyOf(closes);
      allowed = allowed == null ? List.of() : List.copyOf(allowed);
    }
  }
}

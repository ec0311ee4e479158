package org.quickfreeze.contracts.holder;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Weighs who may hold what an identifier points to. Nobody is left out for being unlikely: an
 * officer who is told of one holder only would take a guess for a fact.
 */
public final class Holders {
  /** After so long a list says little about the present. */
  private static final Period FRESH = Period.ofDays(90);

  private Holders() {}

  /** How far a candidate is to be believed. */
  public enum Confidence {
    LOW,
    MEDIUM,
    HIGH;

    /** As it stands on the wire. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private Confidence atMost(Confidence other) {
      return compareTo(other) < 0 ? this : other;
    }
  }

  /** Why a candidate is not believed more. */
  public enum Doubt {
    DELEGATION(
        "delegation-is-not-holding", "a list says to whom it was delegated, not who uses it"),
    COUNTRY("holder-not-registered", "only the State is known: its holder is not in the register"),
    PORTED("may-be-ported", "a number keeps its prefix when its subscriber changes provider"),
    OLD_LIST("list-is-old", "it was observed more than 90 days after the list was read"),
    MORE_SPECIFIC("more-specific-elsewhere", "somebody else holds a smaller range around it");

    private final String code;
    private final String text;

    Doubt(String code, String text) {
      this.code = code;
      this.text = text;
    }

    /** As it stands on the wire. */
    @JsonValue
    public String code() {
      return code;
    }

    /** In English. */
    public String text() {
      return text;
    }
  }

  /**
   * A range that was found.
   *
   * @param holder {@code provider/<id>} or {@code country/<code>}
   * @param asOf day as of which its list was read
   */
  public record Found(String holder, HeldRange range, LocalDate asOf) {}

  /**
   * Somebody who may hold it.
   *
   * @param provider id in the register; null where only the State is known
   * @param country ISO 3166-1 alpha-2; null where the provider's entry says it
   * @param range the key of the range that contains the identifier
   */
  public record Candidate(
      @Nullable String provider,
      @Nullable String country,
      String range,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      Basis basis,
      String source,
      LocalDate asOf,
      Confidence confidence,
      List<Doubt> doubts) {
    public Candidate {
      doubts = List.copyOf(doubts);
    }
  }

  /**
   * Who may have held it on the day on which it was observed, the most likely first.
   *
   * @param found every range whose key is one of the lookup's
   * @param observed day in UTC
   */
  public static List<Candidate> weigh(Lookup lookup, Collection<Found> found, LocalDate observed) {
    List<Found> held =
        found.stream()
            .filter(one -> one.range().on(observed))
            .sorted(
                Comparator.<Found>comparingInt(one -> lookup.keys().indexOf(one.range().key()))
                    .thenComparing(Found::holder)
                    .thenComparing(one -> one.range().source()))
            .toList();
    List<Candidate> candidates = new ArrayList<>();
    for (Found one : held) {
      candidates.add(candidate(one, isHeldNarrower(held, one), observed));
    }
    // stable: among equals the narrower range stays first
    candidates.sort(Comparator.comparing(Candidate::confidence).reversed());
    return candidates;
  }

  /** Whether another provider holds a narrower range around the identifier. */
  private static boolean isHeldNarrower(List<Found> narrowestFirst, Found one) {
    return narrowestFirst.stream()
        .takeWhile(other -> !other.range().key().equals(one.range().key()))
        .anyMatch(other -> isProvider(other) && !other.holder().equals(one.holder()));
  }

  private static boolean isProvider(Found found) {
    return after(found.holder(), "provider/") != null;
  }

  private static Candidate candidate(Found found, boolean elsewhere, LocalDate observed) {
    HeldRange range = found.range();
    String provider = after(found.holder(), "provider/");
    Confidence confidence = Confidence.HIGH;
    List<Doubt> doubts = new ArrayList<>();
    if (range.basis() == Basis.DELEGATED) {
      confidence = Confidence.MEDIUM;
      doubts.add(Doubt.DELEGATION);
    }
    if (range.kind() == RangeKind.TELEPHONE) {
      confidence = confidence.atMost(Confidence.MEDIUM);
      doubts.add(Doubt.PORTED);
    }
    if (observed.isAfter(found.asOf().plus(FRESH))) {
      confidence = confidence == Confidence.HIGH ? Confidence.MEDIUM : Confidence.LOW;
      doubts.add(Doubt.OLD_LIST);
    }
    if (provider == null) {
      confidence = Confidence.LOW;
      doubts.add(Doubt.COUNTRY);
    }
    if (elsewhere) {
      confidence = Confidence.LOW;
      doubts.add(Doubt.MORE_SPECIFIC);
    }
    return new Candidate(
        provider,
        after(found.holder(), "country/"),
        range.key(),
        range.from(),
        range.to(),
        range.basis(),
        range.source(),
        found.asOf(),
        confidence,
        doubts);
  }

  private static @Nullable String after(String holder, String prefix) {
    return holder.startsWith(prefix) ? holder.substring(prefix.length()) : null;
  }
}

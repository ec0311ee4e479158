package org.quickfreeze.request.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.holder.Holders.Candidate;

/**
 * Whether a request goes where its data are likely to be (Guidelines of 2008, paragraph 27: a
 * request to the wrong provider costs the time that it was meant to save).
 */
final class HolderHints {
  private static final String SOURCE = "S2 27";

  private final String addressee;
  private final @Nullable String custodian;
  private final Function<String, @Nullable String> countryOf;

  /**
   * @param addressee code of the Party that is asked
   * @param custodian id of the provider that the form names; null when it names none
   * @param countryOf the country of a provider by its id; null when it is not known
   */
  HolderHints(
      String addressee, @Nullable String custodian, Function<String, @Nullable String> countryOf) {
    this.addressee = addressee;
    this.custodian = custodian;
    this.countryOf = countryOf;
  }

  /**
   * Something worth a second look; it stops nothing.
   *
   * @param pointer RFC 6901, into what was checked
   * @param code {@code held-elsewhere}, {@code other-provider} or {@code provider-known}
   * @param candidates who may hold it, the most likely first
   */
  public record Hint(
      String pointer, String code, String source, String message, List<Candidate> candidates) {
    public Hint {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * What the holders of an item's identifier say about its request.
   *
   * @param candidates the most likely first; empty when no list knows of one
   */
  List<Hint> of(String pointer, List<Candidate> candidates) {
    List<Hint> hints = new ArrayList<>();
    if (candidates.isEmpty()) {
      return hints;
    }
    List<Candidate> best =
        candidates.stream()
            .filter(one -> one.confidence() == candidates.getFirst().confidence())
            .toList();
    if (best.stream().map(this::country).noneMatch(at -> at == null || at.equals(addressee))) {
      hints.add(
          new Hint(
              pointer,
              "held-elsewhere",
              SOURCE,
              "is likely to be held in another State than the one that is asked",
              candidates));
    } else if (custodian != null && isOfProviders(best) && !isAmong(candidates)) {
      hints.add(
          new Hint(
              pointer,
              "other-provider",
              SOURCE,
              "is likely to be held by another provider than the one that is named",
              candidates));
    } else if (custodian == null && isOfProviders(best)) {
      hints.add(
          new Hint(
              pointer,
              "provider-known",
              SOURCE,
              "names no provider, and the register knows who is likely to hold it",
              candidates));
    }
    return hints;
  }

  private @Nullable String country(Candidate candidate) {
    String provider = candidate.provider();
    return provider == null ? candidate.country() : countryOf.apply(provider);
  }

  private static boolean isOfProviders(List<Candidate> best) {
    return best.stream().map(Candidate::provider).anyMatch(Objects::nonNull);
  }

  private boolean isAmong(List<Candidate> candidates) {
    return candidates.stream().anyMatch(one -> Objects.equals(one.provider(), custodian));
  }
}

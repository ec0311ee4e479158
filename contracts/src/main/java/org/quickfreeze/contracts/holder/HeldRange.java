package org.quickfreeze.contracts.holder;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That somebody held a range, from when to when.
 *
 * @param key in the form that {@link RangeKind} shows
 * @param from first day (UTC); null where that is not known
 * @param to day from which on it is no longer so (UTC); null while it holds
 * @param source the list that says so, such as {@code ripencc}
 */
public record HeldRange(
    RangeKind kind,
    String key,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    Basis basis,
    String source) {
  private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{1,14}");

  /** Whether it held on a day. */
  public boolean on(LocalDate day) {
    return (from == null || !day.isBefore(from)) && (to == null || day.isBefore(to));
  }

  /** The one form of a key, in which two that mean the same are equal; empty when it is none. */
  public static Optional<String> canonical(RangeKind kind, String key) {
    return switch (kind) {
      case IP -> IpPrefix.parse(key).map(IpPrefix::toString);
      case TELEPHONE -> DIGITS.matcher(key).matches() ? Optional.of(key) : Optional.empty();
      case DOMAIN, MAIL, HOST -> Lookup.name(key);
    };
  }
}

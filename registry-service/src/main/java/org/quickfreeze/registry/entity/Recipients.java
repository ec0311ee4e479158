package org.quickfreeze.registry.entity;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/**
 * To whom evidence is encrypted: whoever is on duty, and a key that is kept offline, so that the
 * loss of one does not cost the evidence.
 */
public final class Recipients {
  /** What an age recipient is for. */
  static final List<String> PURPOSES = List.of("duty", "recovery");

  private Recipients() {}

  /** Whether a key is a recipient of age files. */
  public static boolean isOne(DirectoryEntity.Key key) {
    return "age".equals(key.use());
  }

  /** The purposes for which none of these keys is a recipient; empty when the set is complete. */
  public static List<String> missing(Collection<DirectoryEntity.Key> keys) {
    return PURPOSES.stream()
        .filter(
            purpose -> keys.stream().noneMatch(key -> isOne(key) && purpose.equals(key.purpose())))
        .toList();
  }

  /**
   * Why a key may not be ended like that; null when it may. The last recipient of a purpose goes
   * only where somebody says that it is compromised, and then at once: nobody shall lose it by
   * mistake, and nobody be kept from ending what is stolen.
   *
   * @param others keys of the same owner that are in force when this one ends
   * @param atOnce whether it shall end now
   */
  static @Nullable FieldError fault(
      DirectoryEntity.Key key,
      Collection<DirectoryEntity.Key> others,
      boolean compromised,
      boolean atOnce) {
    if (compromised && !atOnce) {
      return new FieldError(
          "/validTo", "at-once", null, "must be left out: what is compromised ends at once");
    }
    boolean last =
        isOne(key) && key.purpose() != null && Recipients.missing(others).contains(key.purpose());
    return last && !compromised
        ? new FieldError(
            "/compromised",
            "last-recipient",
            null,
            "must be true for the last recipient for "
                + key.purpose()
                + ": enter its successor first, unless it is compromised")
        : null;
  }
}

package org.quickfreeze.registry.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/** A new key takes over from another of its owner, and for a while both count. */
final class KeyRotation {
  private KeyRotation() {}

  /**
   * Why a new key cannot take over from another; null when it can, or does not want to.
   *
   * @param old the key that it names; null where the register knows none
   * @param overlap how long both shall count; null where that is not said
   */
  static @Nullable FieldError fault(
      DirectoryEntity.Key fresh,
      DirectoryEntity.@Nullable Key old,
      KeyStanding standing,
      @Nullable Duration overlap) {
    if (fresh.replaces() == null) {
      return overlap == null
          ? null
          : new FieldError("/overlap", "overlap", null, "is for a key that replaces another");
    }
    // no word on whose it is: a wrong name is a wrong name
    boolean fits =
        old != null
            && old.owner().equals(fresh.owner())
            && old.use().equals(fresh.use())
            && Objects.equals(old.purpose(), fresh.purpose())
            && standing.canBeReplaced();
    if (!fits) {
      return new FieldError(
          "/replaces",
          "replaces",
          null,
          "is no key of this owner, for the same use, that could be replaced");
    }
    return overlap == null
        ? new FieldError("/overlap", "required", null, "is missing: how long both keys count")
        : null;
  }

  /**
   * When a key that is replaced ends: one that is suspended is not trusted for a while longer.
   *
   * @param planned an end that stands already, and only comes nearer; null for none
   */
  static Instant end(
      KeyStanding standing, Duration overlap, @Nullable Instant planned, Instant now) {
    if (standing == KeyStanding.SUSPENDED) {
      return now;
    }
    Instant end = now.plus(overlap);
    return planned != null && planned.isBefore(end) ? planned : end;
  }
}

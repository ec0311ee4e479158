package org.quickfreeze.registry.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DutyRota;
import org.quickfreeze.contracts.directory.DutyRota.Duty;
import org.quickfreeze.contracts.directory.DutyRota.Line;
import org.quickfreeze.contracts.directory.DutyRota.Shift;
import org.quickfreeze.contracts.directory.ProviderProfile.Serving;
import org.quickfreeze.registry.duty.Cover;

/** When a provider's desk is open, and how it is reached when it is not. */
final class Desk {
  private static final Duration AHEAD = Duration.ofDays(8);
  private static final Duty AT_THE_DESK = new Duty("desk", List.of());

  private Desk() {}

  /**
   * Whether somebody is at a provider's desk.
   *
   * @param hoursKnown whether its hours are in the register; {@code open} says nothing without
   * @param until when it closes; null while it is closed, and where it does not close in eight days
   * @param opensAt when it opens next; null while it is open, and where that is not known
   * @param emergency how it is reached at any hour, in the order in which to try
   * @param emergencyMinutes within how many minutes it says that it answers in an emergency; null
   *     where it does not say
   */
  record Open(
      String provider,
      Instant at,
      boolean hoursKnown,
      boolean open,
      @Nullable Instant until,
      @Nullable Instant opensAt,
      @Nullable String timeZone,
      List<String> languages,
      List<Channel> emergency,
      @Nullable Integer emergencyMinutes) {}

  static Open open(String provider, @Nullable Serving serving, Instant at) {
    if (serving == null) {
      return new Open(provider, at, false, false, null, null, null, List.of(), List.of(), null);
    }
    Instant horizon = at.plus(AHEAD);
    List<Cover.Gap> closed = cover(serving).gaps(at, horizon);
    boolean open = closed.isEmpty() || closed.getFirst().from().isAfter(at);
    return new Open(
        provider,
        at,
        !serving.hours().isEmpty(),
        open,
        open && !closed.isEmpty() ? closed.getFirst().from() : null,
        open ? null : before(closed.getFirst().until(), horizon),
        serving.timeZone(),
        serving.languages(),
        serving.emergency().stream().sorted(Comparator.comparingInt(Channel::order)).toList(),
        serving.emergencyMinutes());
  }

  private static @Nullable Instant before(Instant moment, Instant horizon) {
    return moment.isBefore(horizon) ? moment : null;
  }

  private static Cover cover(Serving serving) {
    List<Shift> shifts =
        serving.hours().stream()
            .map(h -> new Shift(h.days(), h.from(), h.until(), null, AT_THE_DESK))
            .toList();
    return new Cover(
        new DutyRota(List.of(new Line(1, shifts)), List.of()), ZoneId.of(serving.timeZone()));
  }
}

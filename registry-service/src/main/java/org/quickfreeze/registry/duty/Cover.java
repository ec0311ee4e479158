package org.quickfreeze.registry.duty;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.directory.DutyRota;
import org.quickfreeze.contracts.directory.DutyRota.Deviation;
import org.quickfreeze.contracts.directory.DutyRota.Duty;
import org.quickfreeze.contracts.directory.DutyRota.Rotation;
import org.quickfreeze.contracts.directory.DutyRota.Shift;

/**
 * What a rota comes to in real time.
 *
 * <p>Local times become moments as follows, so that shifts that meet on the wall clock meet in real
 * time as well, and none ends before it begins: each time that the clock skips is the moment of the
 * skip, and of a time that it shows twice the first one counts. A night shift is then an hour
 * shorter or longer, as it is for those who work it; a shift in the skipped hour has no time.
 */
public final class Cover {
  private final DutyRota rota;
  private final ZoneId zone;

  /**
   * @param rota checked by {@link RotaChecks}
   */
  public Cover(DutyRota rota, ZoneId zone) {
    this.rota = rota;
    this.zone = zone;
  }

  /** Somebody on duty from one moment until another. */
  public record Watch(Instant from, Instant until, Duty duty) {
    boolean covers(Instant at) {
      return !at.isBefore(from) && at.isBefore(until);
    }

    boolean meets(Instant start, Instant end) {
      return from.isBefore(end) && until.isAfter(start);
    }
  }

  /** A time for which nobody is on the first line. */
  public record Gap(Instant from, Instant until) {}

  /** Whoever is on a line at a moment; several where shifts overlap. */
  public List<Watch> onDuty(int line, Instant at) {
    return watches(line, at, at.plusNanos(1)).stream().filter(watch -> watch.covers(at)).toList();
  }

  /** The hours between two moments in which nobody is on the first line. */
  public List<Gap> gaps(Instant start, Instant end) {
    List<Gap> gaps = new ArrayList<>();
    Instant covered = start;
    for (Watch watch : watches(1, start, end)) {
      if (watch.from().isAfter(covered)) {
        gaps.add(new Gap(covered, watch.from()));
      }
      covered = watch.until().isAfter(covered) ? watch.until() : covered;
    }
    if (covered.isBefore(end)) {
      gaps.add(new Gap(covered, end));
    }
    return gaps;
  }

  /** The watches of a line that meet a time, whole, in the order in which they begin. */
  private List<Watch> watches(int line, Instant start, Instant end) {
    List<Watch> watches = pattern(line, start, end);
    for (Deviation deviation : rota.deviations()) {
      if (deviation.line() == line && lasts(deviation)) {
        watches = deviating(watches, deviation);
      }
    }
    return watches.stream()
        .filter(watch -> watch.from().isBefore(watch.until()) && watch.meets(start, end))
        .sorted(Comparator.comparing(Watch::from))
        .toList();
  }

  private List<Watch> pattern(int line, Instant start, Instant end) {
    List<Watch> watches = new ArrayList<>();
    // Two days back: a shift may last a whole day, and that day may be longer than others.
    LocalDate last = end.atZone(zone).toLocalDate();
    for (LocalDate day = start.atZone(zone).toLocalDate().minusDays(2);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      for (Shift shift : rota.lines().get(line - 1).shifts()) {
        if (begins(shift, day)) {
          watches.add(watch(shift, day));
        }
      }
    }
    return watches;
  }

  private static boolean begins(Shift shift, LocalDate day) {
    return shift.days().contains(code(day.getDayOfWeek())) && turns(shift.rotation(), day);
  }

  /** The code of RFC 5545: the first two letters of the English name. */
  static String code(DayOfWeek day) {
    return day.name().substring(0, 2);
  }

  private static boolean turns(@Nullable Rotation rotation, LocalDate day) {
    if (rotation == null) {
      return true;
    }
    LocalDate anchor = monday(LocalDate.parse(rotation.weekOf()));
    long weeks = ChronoUnit.WEEKS.between(anchor, monday(day));
    return weeks % rotation.everyWeeks() == 0;
  }

  private static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  private Watch watch(Shift shift, LocalDate day) {
    LocalTime from = LocalTime.parse(shift.from());
    LocalTime until = LocalTime.parse(shift.until());
    LocalDate lastDay = until.isAfter(from) ? day : day.plusDays(1);
    return new Watch(moment(day.atTime(from)), moment(lastDay.atTime(until)), shift.duty());
  }

  private boolean lasts(Deviation deviation) {
    return moment(deviation.from()).isBefore(moment(deviation.until()));
  }

  private List<Watch> deviating(List<Watch> watches, Deviation deviation) {
    Instant from = moment(deviation.from());
    Instant until = moment(deviation.until());
    List<Watch> left = new ArrayList<>();
    for (Watch watch : watches) {
      if (!watch.meets(from, until)) {
        left.add(watch);
        continue;
      }
      if (watch.from().isBefore(from)) {
        left.add(new Watch(watch.from(), from, watch.duty()));
      }
      if (watch.until().isAfter(until)) {
        left.add(new Watch(until, watch.until(), watch.duty()));
      }
    }
    Duty instead = deviation.duty();
    if (instead != null) {
      left.add(new Watch(from, until, instead));
    }
    return left;
  }

  private Instant moment(String local) {
    return moment(LocalDateTime.parse(local));
  }

  private Instant moment(LocalDateTime local) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap() ? change.getInstant() : local.atZone(zone).toInstant();
  }
}

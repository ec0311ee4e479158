package org.quickfreeze.registry.duty;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.directory.DirectoryEntity.Power;
import org.quickfreeze.contracts.directory.DutyRota;

/** Who is on duty at the contact points of a State, from the register's copy in memory. */
public final class Duties {
  private static final String ROUND_THE_CLOCK = "contact-point-24-7";

  private final DirectoryCopy directory;

  public Duties(DirectoryCopy directory) {
    this.directory = directory;
  }

  /**
   * Who is on duty in a State.
   *
   * @param at the moment asked for, UTC
   * @param points round-the-clock points (BC 35) first
   */
  public record OnDuty(String party, Instant at, List<Point> points) {}

  /**
   * A contact point at a moment.
   *
   * @param kinds of its authority
   * @param powers what its authority may order, and through whom; empty where it is not known
   * @param localTime there, with its offset
   * @param channels of the point itself, in the order in which to try them
   * @param attestedUntil until when the point's own word counts that this is right; missing where
   *     nobody keeps to it
   * @param stale whether that moment has passed: try another point or channel as well
   * @param covered whether somebody is on the first line; missing where no rota is known
   * @param lines the escalation chain, empty where no rota is known
   */
  public record Point(
      String contactPoint,
      String authority,
      List<String> kinds,
      List<Power> powers,
      List<String> languages,
      String timeZone,
      String localTime,
      String officeHours,
      List<Channel> channels,
      @Nullable Instant attestedUntil,
      boolean stale,
      @Nullable Boolean covered,
      List<Line> lines) {}

  /**
   * A line of the chain at a moment.
   *
   * @param line 1 for whoever is on duty
   * @param nextAfterMinutes minutes without an answer after which the next line is called
   * @param onDuty empty for nobody
   */
  public record Line(int line, int nextAfterMinutes, List<Officer> onDuty) {}

  /**
   * Somebody on duty, by function.
   *
   * @param channels the function's own, else the contact point's
   * @param until when this duty ends, UTC
   */
  public record Officer(String function, List<Channel> channels, Instant until) {}

  /**
   * When nobody would answer.
   *
   * @param withoutRota contact points whose rota is not known
   */
  public record Uncovered(
      String party, Instant from, Instant until, List<Hours> gaps, List<String> withoutRota) {}

  /**
   * A time without anybody on the first line.
   *
   * @param localFrom as the clock there shows it, with its offset
   * @param localUntil as the clock there shows it, with its offset
   */
  public record Hours(
      String contactPoint, Instant from, Instant until, String localFrom, String localUntil) {}

  /**
   * Who is on duty at a State's contact points; empty when the register has no such State.
   *
   * @param authority whose points are wanted; null for all of the State
   */
  public Optional<OnDuty> onDuty(String party, @Nullable String authority, Instant at) {
    if (unknown(party, at)) {
      return Optional.empty();
    }
    List<Point> points =
        (authority == null ? points(party, at) : points(party, authority, at))
            .stream()
                .map(point -> at(point, at))
                .sorted(
                    Comparator.comparing((Point p) -> !p.kinds().contains(ROUND_THE_CLOCK))
                        .thenComparing(Point::contactPoint))
                .toList();
    return Optional.of(new OnDuty(party, at, points));
  }

  /**
   * The hours between two moments in which nobody is on the first line, by the rotas in force at
   * the first of them; empty when the register has no such State.
   */
  public Optional<Uncovered> uncovered(String party, Instant from, Instant until) {
    if (unknown(party, from)) {
      return Optional.empty();
    }
    List<Hours> gaps = new ArrayList<>();
    List<String> withoutRota = new ArrayList<>();
    for (ContactPoint point : points(party, from)) {
      DutyRota rota = point.rota();
      if (rota == null) {
        withoutRota.add(point.id());
      } else {
        ZoneId zone = ZoneId.of(point.timeZone());
        new Cover(rota, zone)
            .gaps(from, until).stream().map(gap -> hours(point, zone, gap)).forEach(gaps::add);
      }
    }
    gaps.sort(Comparator.comparing(Hours::from).thenComparing(Hours::contactPoint));
    withoutRota.sort(Comparator.naturalOrder());
    return Optional.of(new Uncovered(party, from, until, gaps, withoutRota));
  }

  /**
   * A contact point whose own people have to confirm it.
   *
   * @param stale whether it is too late already
   */
  public record Due(
      String party, String authority, String contactPoint, Instant attestedUntil, boolean stale) {}

  /** Contact points of a State whose own word stops counting before a moment, soonest first. */
  public Optional<List<Due>> attestationsDue(String party, Instant now, Instant until) {
    if (unknown(party, now)) {
      return Optional.empty();
    }
    List<Due> due = new ArrayList<>();
    for (ContactPoint point : points(party, now)) {
      Instant end = point.attestedUntil();
      if (end != null && end.isBefore(until)) {
        due.add(new Due(party, point.authority(), point.id(), end, point.isStale(now)));
      }
    }
    due.sort(Comparator.comparing(Due::attestedUntil).thenComparing(Due::contactPoint));
    return Optional.of(due);
  }

  private boolean unknown(String party, Instant at) {
    return directory.find("party/" + party, DirectoryEntity.Party.class, at).isEmpty();
  }

  private List<ContactPoint> points(String party, Instant at) {
    return directory.naming("party/" + party, Authority.class, at).stream()
        .flatMap(authority -> pointsOf(authority.id(), at))
        .toList();
  }

  private List<ContactPoint> points(String party, String authority, Instant at) {
    return directory.find("authority/" + authority, Authority.class, at).stream()
        .filter(known -> known.party().equals(party))
        .flatMap(known -> pointsOf(known.id(), at))
        .toList();
  }

  private Stream<ContactPoint> pointsOf(String authority, Instant at) {
    return directory.naming("authority/" + authority, ContactPoint.class, at).stream();
  }

  private Optional<Authority> authority(ContactPoint point, Instant at) {
    return directory.find("authority/" + point.authority(), Authority.class, at);
  }

  private Point at(ContactPoint point, Instant at) {
    ZoneId zone = ZoneId.of(point.timeZone());
    List<Line> lines = lines(point, zone, at);
    return new Point(
        point.id(),
        point.authority(),
        authority(point, at).map(Authority::kinds).orElse(List.of()),
        authority(point, at).map(Authority::powers).orElse(List.of()),
        point.languages(),
        point.timeZone(),
        local(at, zone),
        point.officeHours(),
        inOrder(point.channels()),
        point.attestedUntil(),
        point.isStale(at),
        lines.isEmpty() ? null : !lines.getFirst().onDuty().isEmpty(),
        lines);
  }

  private static List<Line> lines(ContactPoint point, ZoneId zone, Instant at) {
    DutyRota rota = point.rota();
    if (rota == null) {
      return List.of();
    }
    Cover cover = new Cover(rota, zone);
    List<Line> lines = new ArrayList<>();
    for (DutyRota.Line line : rota.lines()) {
      int number = lines.size() + 1;
      lines.add(
          new Line(
              number,
              line.nextAfterMinutes(),
              cover.onDuty(number, at).stream().map(watch -> officer(point, watch)).toList()));
    }
    return lines;
  }

  private static Officer officer(ContactPoint point, Cover.Watch watch) {
    List<Channel> own = watch.duty().channels();
    return new Officer(
        watch.duty().function(), inOrder(own.isEmpty() ? point.channels() : own), watch.until());
  }

  private static List<Channel> inOrder(List<Channel> channels) {
    return channels.stream().sorted(Comparator.comparingInt(Channel::order)).toList();
  }

  private static Hours hours(ContactPoint point, ZoneId zone, Cover.Gap gap) {
    return new Hours(
        point.id(), gap.from(), gap.until(), local(gap.from(), zone), local(gap.until(), zone));
  }

  private static String local(Instant at, ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        at.atZone(zone).truncatedTo(ChronoUnit.SECONDS));
  }
}

package org.quickfreeze.registry.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.registry.duty.Duties;
import org.quickfreeze.registry.duty.Duties.Officer;
import org.quickfreeze.registry.duty.Duties.Point;
import org.quickfreeze.registry.notice.domain.Chain;
import org.quickfreeze.registry.notice.domain.Chain.Line;
import org.quickfreeze.registry.notice.domain.Chain.Way;

/** Who of an authority can be called at a moment, from the rotas of its contact points. */
public final class Chains {
  private static final Duration WITHOUT_ROTA = Duration.ofMinutes(15);
  private static final Set<String> BY_DAY_AND_NIGHT = Set.of("webhook", "email", "telephone");

  /** What is routine wakes nobody. */
  private static final Set<String> QUIET = Set.of("webhook", "email");

  private final Duties duties;

  public Chains(Duties duties) {
    this.duties = duties;
  }

  /** The chain of an authority; empty lines where nobody is on duty. */
  Chain at(String party, String authority, String urgency, Instant now) {
    Set<String> kinds = urgency.equals("ROUTINE") ? QUIET : BY_DAY_AND_NIGHT;
    List<Line> lines = new ArrayList<>();
    duties
        .onDuty(party, authority, now)
        .map(Duties.OnDuty::points)
        .orElse(List.of())
        .forEach(point -> merge(lines, lines(point, kinds)));
    return new Chain(lines);
  }

  private static List<Line> lines(Point point, Set<String> kinds) {
    if (point.lines().isEmpty()) {
      List<Way> ways = ways("contact point", point.channels(), point, kinds).toList();
      return List.of(new Line(WITHOUT_ROTA, ways));
    }
    return point.lines().stream()
        .map(
            line ->
                new Line(
                    Duration.ofMinutes(line.nextAfterMinutes()),
                    line.onDuty().stream()
                        .flatMap(officer -> ways(officer, point, kinds))
                        .distinct()
                        .toList()))
        .toList();
  }

  private static Stream<Way> ways(Officer officer, Point point, Set<String> kinds) {
    return ways(officer.function(), officer.channels(), point, kinds);
  }

  private static Stream<Way> ways(
      String function, List<Channel> channels, Point point, Set<String> kinds) {
    String language = point.languages().isEmpty() ? "en" : point.languages().getFirst();
    return channels.stream()
        .filter(channel -> kinds.contains(channel.kind()))
        .map(channel -> new Way(channel.kind(), channel.address(), function, language));
  }

  /** Where an authority has several points, the first lines of all are called first. */
  private static void merge(List<Line> all, List<Line> more) {
    for (int i = 0; i < more.size(); i++) {
      Line line = more.get(i);
      if (i == all.size()) {
        all.add(line);
        continue;
      }
      Line before = all.get(i);
      Duration sooner =
          before.nextAfter().compareTo(line.nextAfter()) <= 0
              ? before.nextAfter()
              : line.nextAfter();
      List<Way> ways = Stream.concat(before.ways().stream(), line.ways().stream()).toList();
      all.set(i, new Line(sooner, ways));
    }
  }
}

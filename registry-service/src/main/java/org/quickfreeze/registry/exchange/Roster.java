package org.quickfreeze.registry.exchange;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;

/** The contact points of the network as a list, as it goes to whoever keeps one of their own. */
final class Roster {
  private final DirectoryCopy directory;

  Roster(DirectoryCopy directory) {
    this.directory = directory;
  }

  /**
   * A contact point with its authority.
   *
   * @param kinds what its authority is for, such as {@code contact-point-24-7}
   * @param channels in the order in which to try them
   * @param stale whether its own people have not confirmed it for too long
   */
  public record Row(
      String party,
      String partyNameEn,
      String partyNameFr,
      String authority,
      String office,
      List<String> kinds,
      String contactPoint,
      List<String> languages,
      String timeZone,
      String officeHours,
      List<Channel> channels,
      @Nullable Instant attestedUntil,
      boolean stale) {

    /** Its addresses of one kind, in their order. */
    List<String> addresses(String kind) {
      return channels.stream()
          .filter(channel -> channel.kind().equals(kind))
          .map(Channel::address)
          .toList();
    }
  }

  /**
   * Those in force at a moment, by State, authority and id.
   *
   * @param party whose points are wanted; null for all
   */
  List<Row> at(@Nullable String party, Instant at) {
    return directory
        .inForce(ContactPoint.class, at)
        .flatMap(point -> row(point, at))
        .filter(row -> party == null || row.party().equals(party))
        .sorted(
            Comparator.comparing(Row::party)
                .thenComparing(Row::authority)
                .thenComparing(Row::contactPoint))
        .toList();
  }

  private Stream<Row> row(ContactPoint point, Instant at) {
    Optional<Authority> authority =
        directory.find("authority/" + point.authority(), Authority.class, at);
    Optional<Party> party =
        authority.flatMap(known -> directory.find("party/" + known.party(), Party.class, at));
    if (authority.isEmpty() || party.isEmpty()) {
      return Stream.of();
    }
    return Stream.of(
        new Row(
            party.get().code(),
            party.get().nameEn(),
            party.get().nameFr(),
            point.authority(),
            authority.get().office(),
            authority.get().kinds(),
            point.id(),
            point.languages(),
            point.timeZone(),
            point.officeHours(),
            point.channels().stream().sorted(Comparator.comparingInt(Channel::order)).toList(),
            point.attestedUntil(),
            point.isStale(at)));
  }
}

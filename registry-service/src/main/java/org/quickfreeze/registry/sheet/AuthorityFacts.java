package org.quickfreeze.registry.sheet;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.Caller;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.DutyRota;
import org.quickfreeze.registry.duty.Cover;

/**
 * What the register says of an authority at a moment.
 *
 * @param past whether the moment lies behind us: rotas of versions that are over are not kept
 */
record AuthorityFacts(
    Authority authority,
    @Nullable Party party,
    List<ContactPoint> points,
    List<Caller> people,
    List<KeySince> keys,
    Instant at,
    boolean past) {
  /** How far ahead cover is looked at. */
  static final Duration AHEAD = Duration.ofDays(14);

  AuthorityFacts {
    points = List.copyOf(points);
    people = List.copyOf(people);
    keys = List.copyOf(keys);
  }

  /** What the copy of the register holds; empty where no such authority was in force. */
  static Optional<AuthorityFacts> read(
      DirectoryCopy directory, String id, Instant at, Instant now) {
    String entity = "authority/" + id;
    return directory
        .find(entity, Authority.class, at)
        .map(
            authority ->
                new AuthorityFacts(
                    authority,
                    directory.find("party/" + authority.party(), Party.class, at).orElse(null),
                    directory.naming(entity, ContactPoint.class, at).stream()
                        .sorted(Comparator.comparing(ContactPoint::id))
                        .toList(),
                    directory.naming(entity, Caller.class, at),
                    KeySince.of(directory, entity, at),
                    at,
                    at.isBefore(now)));
  }

  LocalDate day() {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  /** People who may send something. */
  List<Caller> senders() {
    return people.stream().filter(person -> !person.measures().isEmpty()).toList();
  }

  boolean trained(Caller person) {
    return person.isTrained(at);
  }

  /** Hours of the next days in which nobody is on the first line; none where no rota is known. */
  List<Cover.Gap> uncovered(ContactPoint point) {
    DutyRota rota = point.rota();
    return rota == null
        ? List.of()
        : new Cover(rota, ZoneId.of(point.timeZone())).gaps(at, at.plus(AHEAD));
  }
}

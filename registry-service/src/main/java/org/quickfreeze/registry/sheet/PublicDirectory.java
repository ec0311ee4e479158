package org.quickfreeze.registry.sheet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;

/**
 * What the public may see of the register: names of institutions (S0 4: all else is for law
 * enforcement). One document for everybody, made anew every ten seconds at most, so that many
 * questions cost no more than one.
 */
final class PublicDirectory {
  private static final Duration MOST_OFTEN = Duration.ofSeconds(10);

  private final DirectoryCopy directory;
  private @Nullable Document last;

  PublicDirectory(DirectoryCopy directory) {
    this.directory = directory;
  }

  /** A State and its authorities. */
  record Institution(String code, String nameEn, String nameFr, List<Office> authorities) {}

  /**
   * An authority.
   *
   * @param kinds such as {@code contact-point-24-7}
   */
  record Office(String office, List<String> kinds) {}

  /** All States. */
  record Names(List<Institution> parties) {}

  /**
   * The document as it is sent.
   *
   * @param tag of its content
   */
  record Document(String json, String tag, Instant madeAt) {}

  /** The document; not older than ten seconds. */
  synchronized Document at(Instant now) {
    Document known = last;
    if (known == null || !now.isBefore(known.madeAt().plus(MOST_OFTEN))) {
      known = made(now);
      last = known;
    }
    return known;
  }

  private Document made(Instant now) {
    byte[] json =
        Wire.bytes(
            names(directory.inForce(Party.class, now), directory.inForce(Authority.class, now)));
    return new Document(new String(json, StandardCharsets.UTF_8), Jws.sha256(json), now);
  }

  static Names names(Stream<Party> parties, Stream<Authority> authorities) {
    List<Authority> all = authorities.sorted(Comparator.comparing(Authority::id)).toList();
    return new Names(
        parties
            .sorted(Comparator.comparing(Party::code))
            .map(
                party ->
                    new Institution(
                        party.code(), party.nameEn(), party.nameFr(), offices(all, party.code())))
            .toList());
  }

  private static List<Office> offices(List<Authority> all, String party) {
    return all.stream()
        .filter(authority -> authority.party().equals(party))
        .map(authority -> new Office(authority.office(), authority.kinds()))
        .toList();
  }
}

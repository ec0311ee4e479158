package org.quickfreeze.registry.duty;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.contracts.directory.AuthorityRoles;
import org.quickfreeze.contracts.directory.AuthorityRoles.Mandate;
import org.quickfreeze.contracts.directory.AuthorityRoles.Membership;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;

/** Which authorities of a State are the ones for something, from the register's copy in memory. */
public final class Competences {
  private final DirectoryCopy directory;

  public Competences(DirectoryCopy directory) {
    this.directory = directory;
  }

  /**
   * What is asked for; what is null is not.
   *
   * @param kind such as {@code central-authority}
   * @param stage of proceedings, such as {@code trial}
   * @param network such as {@code g7-24-7}
   */
  public record Wanted(@Nullable String kind, @Nullable String stage, @Nullable String network) {}

  /**
   * An authority that is the one for what was asked.
   *
   * @param mandates those that hold and fit
   * @param networks those to which it belongs at that moment
   * @param stages whether its stages of proceedings are known at all
   */
  public record Competent(
      String authority,
      String office,
      List<String> kinds,
      List<Mandate> mandates,
      List<String> networks,
      boolean stages,
      List<String> contactPoints) {}

  /** Those of a State at a moment, in the order of their ids; empty when there is no such State. */
  public Optional<List<Competent>> of(String party, Wanted wanted, Instant at) {
    if (directory.find("party/" + party, DirectoryEntity.Party.class, at).isEmpty()) {
      return Optional.empty();
    }
    LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
    return Optional.of(
        directory.naming("party/" + party, Authority.class, at).stream()
            .flatMap(authority -> competent(authority, wanted, day, at).stream())
            .sorted(Comparator.comparing(Competent::authority))
            .toList());
  }

  private Optional<Competent> competent(
      Authority authority, Wanted wanted, LocalDate day, Instant at) {
    AuthorityRoles roles = authority.roles();
    List<Mandate> mandates =
        roles == null
            ? List.of()
            : roles.mandates().stream().filter(mandate -> fits(mandate, wanted, day)).toList();
    List<String> networks =
        roles == null
            ? List.of()
            : roles.networks().stream()
                .filter(membership -> membership.holds(day))
                .map(Membership::network)
                .toList();
    boolean fits =
        roles == null
            ? wanted.kind() == null || authority.kinds().contains(wanted.kind())
            : !mandates.isEmpty();
    if (!fits || (wanted.network() != null && !networks.contains(wanted.network()))) {
      return Optional.empty();
    }
    List<String> kinds =
        roles == null
            ? authority.kinds()
            : mandates.stream().map(Mandate::kind).distinct().toList();
    return Optional.of(
        new Competent(
            authority.id(),
            authority.office(),
            kinds,
            mandates,
            networks,
            roles != null,
            points(authority.id(), at)));
  }

  private static boolean fits(Mandate mandate, Wanted wanted, LocalDate day) {
    return mandate.holds(day)
        && (wanted.kind() == null || wanted.kind().equals(mandate.kind()))
        && (wanted.stage() == null || mandate.covers(wanted.stage()));
  }

  private List<String> points(String authority, Instant at) {
    return directory.naming("authority/" + authority, ContactPoint.class, at).stream()
        .map(ContactPoint::id)
        .sorted()
        .toList();
  }
}

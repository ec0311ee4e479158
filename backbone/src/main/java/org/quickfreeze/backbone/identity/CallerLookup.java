package org.quickfreeze.backbone.identity;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/**
 * Joins a token with the directory, on every call: whoever was ended in the register is refused
 * although the token still runs.
 */
public final class CallerLookup {
  private final DirectoryCopy directory;

  public CallerLookup(DirectoryCopy directory) {
    this.directory = directory;
  }

  /** The caller, or why there is none. */
  public sealed interface Found {
    /** Known and valid. */
    record Known(Caller caller) implements Found {}

    /**
     * Not entitled.
     *
     * @param why for the caller to read; names no person
     */
    record Refused(String why) implements Found {}
  }

  /**
   * @param id the caller id of the token's issuer and subject
   * @param tokenRoles roles that the token grants
   * @param tokenParty the token's {@code party} claim, which must agree where it is present
   */
  public Found find(String id, Set<String> tokenRoles, @Nullable String tokenParty, Instant now) {
    DirectoryEntity.Caller entry =
        directory.find("caller/" + id, DirectoryEntity.Caller.class, now).orElse(null);
    if (entry == null) {
      return new Found.Refused("The register does not know this caller, or it has been ended.");
    }
    String refusal = refusal(entry, tokenRoles, tokenParty, now);
    if (refusal != null) {
      return new Found.Refused(refusal);
    }
    return new Found.Known(
        new Caller(
            id,
            entry.role(),
            entry.party(),
            entry.authority(),
            entry.provider(),
            entry.teams(),
            Set.copyOf(entry.measures()),
            entry.trainedUntil()));
  }

  private @Nullable String refusal(
      DirectoryEntity.Caller entry,
      Set<String> tokenRoles,
      @Nullable String tokenParty,
      Instant now) {
    if (!tokenRoles.contains(entry.role())) {
      return "The token and the register do not agree on the role.";
    }
    if (tokenParty != null && !tokenParty.equals(entry.party())) {
      return "The token and the register do not agree on the Party.";
    }
    if (missing("party/", entry.party(), DirectoryEntity.Party.class, now)
        || missing("authority/", entry.authority(), DirectoryEntity.Authority.class, now)
        || missing("provider/", entry.provider(), DirectoryEntity.Provider.class, now)) {
      return "The caller's Party, authority or provider is no longer in the register.";
    }
    return null;
  }

  private <T extends DirectoryEntity> boolean missing(
      String prefix, @Nullable String id, Class<T> kind, Instant now) {
    return id != null && directory.find(prefix + id, kind, now).isEmpty();
  }
}

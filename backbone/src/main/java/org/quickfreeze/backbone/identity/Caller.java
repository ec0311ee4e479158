package org.quickfreeze.backbone.identity;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Scope;

/**
 * Who is calling: what the token proves, joined with what the directory says at this moment.
 *
 * @param id the caller id: lower-case hex of a keyed hash over issuer and subject; no name
 * @param role the role at Quickfreeze; the token and the directory agree on it
 * @param party ISO code of the caller's Party, if it has one
 * @param authority id of the caller's authority, if it has one
 * @param provider id of the provider the caller acts for, if it does
 * @param teams teams that open sensitive files
 * @param measures kinds of request that the caller may send
 * @param trainedUntil when the training on record runs out (BC 35(3)); null where there is none
 */
public record Caller(
    String id,
    String role,
    @Nullable String party,
    @Nullable String authority,
    @Nullable String provider,
    List<String> teams,
    Set<String> measures,
    @Nullable Instant trainedUntil) {
  public Caller {
    teams = List.copyOf(teams);
    measures = Set.copyOf(measures);
  }

  /** Whether the training on record still holds. */
  public boolean isTrained(Instant at) {
    return trainedUntil != null && at.isBefore(trainedUntil);
  }

  /** The scope of the caller's transactions. */
  public Scope scope() {
    return Scope.of(role, orEmpty(party), orEmpty(authority), teams, id);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}

package org.quickfreeze.backbone.tx;

import java.util.List;

/**
 * For whom a transaction runs: what row-level security is told before the first statement.
 *
 * @param databaseRole {@code API} for a caller, {@code SYSTEM} for relay, consumers and clocks
 * @param role the caller's role at Quickfreeze, such as {@code officer}; empty for the system
 * @param party ISO 3166-1 alpha-2, upper case; empty where the caller belongs to none
 * @param authority id of the caller's authority; empty where there is none
 * @param teams names of the caller's teams
 * @param caller the caller id (lower-case hex); empty for the system
 */
public record Scope(
    DatabaseRole databaseRole,
    String role,
    String party,
    String authority,
    List<String> teams,
    String caller) {

  /** Which of the service's two database roles a transaction takes. */
  public enum DatabaseRole {
    API,
    SYSTEM
  }

  private static final Scope SYSTEM = new Scope(DatabaseRole.SYSTEM, "", "", "", List.of(), "");

  public Scope {
    teams = List.copyOf(teams);
  }

  /** The scope of relay, consumers and clocks. */
  public static Scope system() {
    return SYSTEM;
  }

  /** The scope of a call from outside. */
  public static Scope of(
      String role, String party, String authority, List<String> teams, String caller) {
    return new Scope(DatabaseRole.API, role, party, authority, teams, caller);
  }
}

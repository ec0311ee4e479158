package org.quickfreeze.contracts.directory;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an authority is for, and which networks it belongs to: one record, many roles (the combined
 * register that the Octopus conference of 2007 asked for). Days are those of UTC.
 *
 * @param mandates what it is designated for
 * @param networks round-the-clock networks of which it is a member
 */
public record AuthorityRoles(List<Mandate> mandates, List<Membership> networks) {
  public AuthorityRoles {
    mandates = mandates == null ? List.of() : List.copyOf(mandates);
    networks = networks == null ? List.of() : List.copyOf(networks);
  }

  /**
   * A role, such as the central authority for requests in the stage of trial.
   *
   * @param kind such as {@code contact-point-24-7} (BC 35) or {@code central-authority} (BC 27)
   * @param stages of proceedings for which it holds: {@code pre-trial}, {@code trial}, {@code
   *     enforcement}; none for all of them
   * @param from first day on which it holds; null where it always did
   * @param until first day on which it no longer does; null while none is known
   * @param source where this was read
   * @param check written down without the official text at hand
   */
  public record Mandate(
      String kind,
      List<String> stages,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      String source,
      boolean check) {
    public Mandate {
      stages = stages == null ? List.of() : List.copyOf(stages);
    }

    /** Whether it holds on a day. */
    public boolean holds(LocalDate day) {
      return AuthorityRoles.holds(from, until, day);
    }

    /** Whether it is one for a stage of proceedings. */
    public boolean covers(String stage) {
      return stages.isEmpty() || stages.contains(stage);
    }
  }

  /**
   * That an authority belongs to a network.
   *
   * @param network {@code budapest-24-7} (BC 35), {@code g7-24-7}, {@code un-24-7} (UN Convention,
   *     Art. 41) or {@code interpol} (I-24/7)
   * @param from first day; null where it always did
   * @param until first day on which it no longer does; null while none is known
   * @param source where this was read
   * @param check written down without the official text at hand
   */
  public record Membership(
      String network,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      String source,
      boolean check) {
    /** Whether it holds on a day. */
    public boolean holds(LocalDate day) {
      return AuthorityRoles.holds(from, until, day);
    }
  }

  private static boolean holds(@Nullable LocalDate from, @Nullable LocalDate until, LocalDate day) {
    return (from == null || !day.isBefore(from)) && (until == null || day.isBefore(until));
  }
}

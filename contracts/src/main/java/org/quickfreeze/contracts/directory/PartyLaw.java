package org.quickfreeze.contracts.directory;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What binds a State: its treaties, and what it has declared, reserved or laid down. Every entry
 * carries the days on which it holds, so that the newest version tells the past as well; days are
 * those of UTC.
 *
 * @param treaties at most one entry for an instrument and time
 * @param statements declarations, reservations, national parameters and supplements
 */
public record PartyLaw(List<Treaty> treaties, List<Statement> statements) {
  public PartyLaw {
    treaties = treaties == null ? List.of() : List.copyOf(treaties);
    statements = statements == null ? List.of() : List.copyOf(statements);
  }

  /**
   * How a State stands to a treaty.
   *
   * @param instrument its code in the law book, such as {@code BC}
   * @param signed null where it was not signed
   * @param consented day of the deposit by which the State agreed to be bound
   * @param inForce first day on which it binds the State; null while it does not
   * @param until first day on which it no longer does; null while none is known
   * @param source where this was read
   * @param check written down without the official text at hand
   */
  public record Treaty(
      String instrument,
      @Nullable LocalDate signed,
      @Nullable LocalDate consented,
      @Nullable LocalDate inForce,
      @Nullable LocalDate until,
      String source,
      boolean check) {
    /** Whether it binds the State on a day. */
    public boolean binds(LocalDate day) {
      return inForce != null && !day.isBefore(inForce) && (until == null || day.isBefore(until));
    }
  }

  /**
   * One thing that a State has declared, reserved or laid down.
   *
   * @param code its code in the law book, such as {@code BC-29(4)} or {@code preservation-days}
   * @param values as the law book types them; none for a statement that says all by being made
   * @param kinds kinds of request that it is about; none for those of the law book
   * @param from first day on which it holds; null where it always did
   * @param until first day on which it no longer does; null while none is known
   * @param source where this was read
   * @param check written down without the official text at hand
   */
  public record Statement(
      String code,
      List<String> values,
      List<String> kinds,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      String source,
      boolean check) {
    public Statement {
      values = values == null ? List.of() : List.copyOf(values);
      kinds = kinds == null ? List.of() : List.copyOf(kinds);
    }

    /** Whether it holds on a day. */
    public boolean holds(LocalDate day) {
      return (from == null || !day.isBefore(from)) && (until == null || day.isBefore(until));
    }
  }
}

package org.quickfreeze.registry.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.registry.entity.BulkEntry;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.exchange.RosterImport.State;
import org.quickfreeze.registry.exchange.RosterLine.Fault;

/**
 * Rosters of other networks. One hands a roster in, anybody of the secretariat sees row by row what
 * it would do, and somebody else enters it, all of it or nothing, saying by which document the
 * States were heard.
 */
final class RosterImports {
  /** Largest roster, in bytes. */
  static final long MOST_BYTES = 8L << 20;

  private final BulkEntry entry;

  RosterImports(BulkEntry entry) {
    this.entry = entry;
  }

  /** What a step came to. */
  sealed interface Outcome {
    record Done(RosterImport roster) implements Outcome {}

    record NotFound() implements Outcome {}

    /** It was entered or withdrawn before. */
    record Closed(State state) implements Outcome {}

    /** Only its author hands it in; only somebody else enters it. */
    record NotYours() implements Outcome {}

    /** It has grown beyond {@link #MOST_BYTES}. */
    record TooLarge() implements Outcome {}

    /** It is no longer what the approver has seen. */
    record Changed(String digest) implements Outcome {}

    /** No rows can be made out. */
    record Unreadable(Fault fault) implements Outcome {}

    /** Rows are broken; nothing has entered. */
    record Broken(Report report) implements Outcome {}
  }

  /**
   * What a roster would do.
   *
   * @param digest SHA-256 of its bytes, hexadecimal
   */
  record Report(String digest, RosterPlan plan) {}

  Outcome begin(Tx tx, Caller caller, RosterReader.Format format, String origin, Instant now)
      throws SQLException {
    RosterImport roster =
        new RosterImport(
            UUID.randomUUID(), format, origin, State.DRAFT, caller.id(), caller.role(), now, null);
    ImportRows.insert(tx, roster);
    return new Outcome.Done(roster);
  }

  /** Takes a piece of the file in, in the place of what this part held before. */
  Outcome put(Tx tx, Caller caller, UUID id, int part, byte[] content) throws SQLException {
    Optional<RosterImport> found = ImportRows.lock(tx, id);
    Outcome refusal = refusal(found);
    if (refusal != null) {
      return refusal;
    }
    if (!found.orElseThrow().author().equals(caller.id())) {
      return new Outcome.NotYours();
    }
    if (ImportRows.bytesBeside(tx, id, part) + content.length > MOST_BYTES) {
      return new Outcome.TooLarge();
    }
    ImportRows.put(tx, id, part, content);
    return new Outcome.Done(found.orElseThrow());
  }

  /** The dry run: what the roster would do to the register as it is now. */
  Report report(Tx tx, RosterImport roster, Instant now)
      throws SQLException, RosterReader.Unreadable {
    byte[] content =
        ImportRows.content(tx, roster.id())
            .orElseThrow(
                () -> new RosterReader.Unreadable("parts", "lacks a part before its last"));
    List<RosterLine> lines = RosterReader.read(roster.format(), content);
    return new Report(digest(content), RosterPlan.of(lines, entry, entry.present(tx, now), now));
  }

  /**
   * Enters a roster.
   *
   * @param digest of what the approver has seen
   * @param confirmation by which document the States were heard, and which function has said so
   */
  Outcome apply(
      Tx tx, Caller caller, UUID id, String digest, Confirmation confirmation, Instant now)
      throws SQLException {
    Optional<RosterImport> found = ImportRows.lock(tx, id);
    Outcome refusal = refusal(found);
    if (refusal != null) {
      return refusal;
    }
    RosterImport roster = found.orElseThrow();
    if (roster.author().equals(caller.id())) {
      return new Outcome.NotYours();
    }
    // nothing that the plan rests on changes from here on
    BulkEntry.lock(tx);
    Report report;
    try {
      report = report(tx, roster, now);
    } catch (RosterReader.Unreadable e) {
      return new Outcome.Unreadable(fault(e));
    }
    if (!report.digest().equals(digest)) {
      return new Outcome.Changed(report.digest());
    }
    if (report.plan().count(RosterPlan.State.BROKEN) > 0) {
      return new Outcome.Broken(report);
    }
    entry.enter(
        tx,
        new By(roster.author(), roster.authorRole(), id, caller.role()),
        report.plan().entering(),
        now);
    int entered = report.plan().entering().size();
    ImportRows.applied(tx, id, caller.id(), json(confirmation), entered, now);
    ImportRows.forget(tx, id);
    return new Outcome.Done(roster);
  }

  /**
   * How the States were heard.
   *
   * @param instrument a document, such as a note verbale
   * @param reached function of whoever confirmed it; never a name
   */
  record Confirmation(String instrument, String reached) {}

  /** Takes a roster back; what was handed in is forgotten. */
  Outcome withdraw(Tx tx, UUID id, Instant now) throws SQLException {
    Optional<RosterImport> found = ImportRows.lock(tx, id);
    Outcome refusal = refusal(found);
    if (refusal != null) {
      return refusal;
    }
    ImportRows.withdrawn(tx, id, now);
    ImportRows.forget(tx, id);
    return new Outcome.Done(found.orElseThrow());
  }

  static Fault fault(RosterReader.Unreadable unreadable) {
    return new Fault("", unreadable.rule(), "", String.valueOf(unreadable.getMessage()));
  }

  private static @Nullable Outcome refusal(Optional<RosterImport> found) {
    if (found.isEmpty()) {
      return new Outcome.NotFound();
    }
    State state = found.get().state();
    return state == State.DRAFT ? null : new Outcome.Closed(state);
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String json(Confirmation confirmation) {
    try {
      return Wire.mapper().writeValueAsString(confirmation);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a confirmation always has a JSON form", e);
    }
  }
}

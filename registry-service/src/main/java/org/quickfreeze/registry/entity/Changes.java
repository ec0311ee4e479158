package org.quickfreeze.registry.entity;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.entity.FourEyes.Address;
import org.quickfreeze.registry.entity.FourEyes.Refusal;

/**
 * How the register is written by two. A change is proposed, a new key proves itself, somebody else
 * approves it, and the secretariat reaches the owner by a way that was known before: then it is
 * applied, in the transaction of the last of these.
 */
public final class Changes {
  private static final int LONGEST_TEXT = 200;

  private final EntityRegister register;
  private final Duration proposalAge;
  private final Duration channelAge;
  private final StillThere callers;
  private final KeyRegister keys;

  /**
   * @param callers who may still call
   * @param proposalAge after which nobody can approve a proposal any more
   * @param channelAge since when an address has to stand in the register before somebody who
   *     answers there can confirm a change
   */
  public Changes(
      EntityRegister register, StillThere callers, Duration proposalAge, Duration channelAge) {
    this.register = register;
    this.callers = callers;
    this.proposalAge = proposalAge;
    this.channelAge = channelAge;
    this.keys = new KeyRegister(register);
  }

  /** Whether a caller is still in force. */
  @FunctionalInterface
  public interface StillThere {
    boolean at(String callerId, Instant now);
  }

  /** What a step came to. */
  sealed interface Outcome {
    /** The register says it now. */
    record Applied(String entity, long version) implements Outcome {}

    /** It is kept and waits for somebody. */
    record Waits(UUID id) implements Outcome {}

    /** It is over without having been applied. */
    record Over(UUID id) implements Outcome {}

    record NotAllowed(Refusal refusal) implements Outcome {}

    /** There is no such change for this caller. */
    record NotFound() implements Outcome {}

    /** It was decided before, or nobody approved it in time. */
    record Decided(String state) implements Outcome {}

    /** The private half of the key has not been shown to be held. */
    record Unproven() implements Outcome {}

    /** The register does not take it. */
    record NotWritten(EntityRegister.Outcome why) implements Outcome {}
  }

  /**
   * How the owner was reached.
   *
   * @param channel an address that stood in the register before
   * @param instrument a document, such as a note verbale, where there is no such address
   * @param reached function of whoever confirmed it; never a name
   */
  public record Confirmation(
      @Nullable Via channel, @Nullable String instrument, @Nullable String reached) {}

  /** An address of the register. */
  public record Via(@Nullable String kind, @Nullable String address) {}

  /**
   * Takes in what somebody wants the register to say: at once where one may write it alone, else as
   * a proposal.
   *
   * @param base version that the author had read; null for a new entity
   */
  Outcome propose(Tx tx, Caller caller, DirectoryEntity body, @Nullable Long base, Instant now)
      throws SQLException {
    return propose(tx, caller, body, base, null, now);
  }

  /**
   * The same, for a key that may replace another.
   *
   * @param overlap how long both count; null where none is replaced
   */
  Outcome propose(
      Tx tx,
      Caller caller,
      DirectoryEntity body,
      @Nullable Long base,
      @Nullable Duration overlap,
      Instant now)
      throws SQLException {
    EntityKind kind = EntityKind.of(body);
    String entity = kind.entity(EntityChecks.id(body));
    DirectoryEntity present =
        EntityRegister.present(tx, entity, DirectoryEntity.class, now).orElse(null);
    String owner = FourEyes.owner(body);
    Refusal refusal =
        FourEyes.propose(caller, body, present, EntityRows.hasCallers(tx, owner, now));
    if (refusal != null) {
      return new Outcome.NotAllowed(refusal);
    }
    if (!FourEyes.governs(kind) || (base != null && FourEyes.isRoutine(body, present))) {
      return written(write(tx, By.alone(caller), body, base, now));
    }
    EntityRegister.Outcome fault = fault(tx, body, base, overlap, now);
    if (fault != null) {
      return new Outcome.NotWritten(fault);
    }
    boolean confirm = FourEyes.needsConfirmation(body, present);
    Change.Wanted wanted = new Change.Wanted(body, overlap, false);
    return keep(tx, Change.proposed(wanted, base, caller, confirm, now, now.plus(proposalAge)));
  }

  /**
   * Takes in that somebody wants a suspended key to count again.
   *
   * @param rows what is believed of it now
   */
  Outcome proposeResumption(
      Tx tx, Caller caller, DirectoryEntity.Key key, List<EntityRows.EntityRow> rows, Instant now)
      throws SQLException {
    Refusal refusal = FourEyes.resume(caller, key);
    if (refusal != null) {
      return new Outcome.NotAllowed(refusal);
    }
    Change.Wanted wanted = new Change.Wanted(key, null, true);
    long base = EntityRegister.version(rows);
    return keep(tx, Change.proposed(wanted, base, caller, true, now, now.plus(proposalAge)));
  }

  private static Outcome keep(Tx tx, Change change) throws SQLException {
    ChangeRows.insert(tx, change);
    return new Outcome.Waits(change.id());
  }

  private EntityRegister.@Nullable Outcome fault(
      Tx tx, DirectoryEntity body, @Nullable Long base, @Nullable Duration overlap, Instant now)
      throws SQLException {
    if (base != null && body instanceof DirectoryEntity.Key) {
      return new EntityRegister.Outcome.Invalid(
          List.of(
              new FieldError(
                  "/kid", "immutable", null, "is kept as it is: end this key and enter another")));
    }
    EntityRegister.Outcome refusal = register.refuses(tx, body, base, now);
    if (refusal != null || !(body instanceof DirectoryEntity.Key key)) {
      return refusal;
    }
    FieldError fault = KeyRegister.cannotReplace(tx, key, overlap, now);
    return fault == null ? null : new EntityRegister.Outcome.Invalid(List.of(fault));
  }

  /** A new key proves that its private half is held. */
  Outcome prove(Tx tx, UUID id, String proof, Instant now) throws SQLException {
    Optional<Change> found = ChangeRows.lock(tx, id);
    if (found.isEmpty()) {
      return new Outcome.NotFound();
    }
    Change change = found.get();
    String challenge = change.challenge();
    if (isOver(change, now) || challenge == null) {
      return new Outcome.Decided(state(change, now));
    }
    if (!(change.body() instanceof DirectoryEntity.Key key)
        || !KeyProof.holds(key, id, challenge, proof)) {
      return new Outcome.NotWritten(
          new EntityRegister.Outcome.Invalid(
              List.of(
                  new FieldError("/proof", "proof", "RFC 7515", "does not answer the challenge"))));
    }
    ChangeRows.proven(tx, id, now);
    return new Outcome.Waits(id);
  }

  /**
   * Somebody else agrees, and the secretariat may add how the owner has confirmed it.
   *
   * @param confirmation null where the owner was not asked
   */
  Outcome approve(Tx tx, Caller caller, UUID id, @Nullable Confirmation confirmation, Instant now)
      throws SQLException {
    Optional<Change> found = ChangeRows.lock(tx, id);
    Outcome refusal = refusal(found, caller, now);
    if (refusal != null) {
      return refusal;
    }
    Change change = found.orElseThrow();
    if (!callers.at(change.author(), now)) {
      return new Outcome.Decided("author-ended");
    }
    if (change.unproven()) {
      return new Outcome.Unproven();
    }
    if (confirmation != null) {
      Refusal not = FourEyes.confirm(caller);
      if (not != null) {
        return new Outcome.NotAllowed(not);
      }
      FieldError fault = fault(confirmation, waysToConfirm(tx, change, now));
      if (fault != null) {
        return new Outcome.NotWritten(new EntityRegister.Outcome.Invalid(List.of(fault)));
      }
      ChangeRows.confirmed(tx, id, caller.id(), json(confirmation), now);
    }
    if (change.approver() == null) {
      ChangeRows.approved(tx, id, caller.id(), caller.role(), now);
    }
    Change after = ChangeRows.find(tx, id).orElseThrow();
    return after.waits() ? new Outcome.Waits(id) : apply(tx, after, now);
  }

  private Outcome apply(Tx tx, Change change, Instant now) throws SQLException {
    By by = new By(change.author(), change.authorRole(), change.id(), change.approverRole());
    Long base = change.baseVersion();
    Outcome outcome =
        written(
            change.resumes() && base != null
                ? keys.resume(tx, by, change.entity(), base, now)
                : write(tx, by, change.body(), base, now));
    if (outcome instanceof Outcome.Applied applied) {
      if (change.overlap() != null && change.body() instanceof DirectoryEntity.Key key) {
        keys.retire(tx, by, key, change.overlap(), now);
      }
      ChangeRows.decided(tx, change.id(), Change.State.APPLIED, "", applied.version(), now);
    }
    return outcome;
  }

  /** Somebody else says no, or the author takes it back. */
  Outcome close(Tx tx, Caller caller, UUID id, String reason, Instant now) throws SQLException {
    Optional<Change> found = ChangeRows.lock(tx, id);
    boolean own = found.filter(change -> change.author().equals(caller.id())).isPresent();
    Outcome refusal = own ? over(found.orElseThrow(), now) : refusal(found, caller, now);
    if (refusal != null) {
      return refusal;
    }
    Change.State state = own ? Change.State.WITHDRAWN : Change.State.REJECTED;
    ChangeRows.decided(tx, id, state, reason, null, now);
    return new Outcome.Over(id);
  }

  /** Addresses at which the owner can confirm a change; none where a document has to do. */
  Set<Address> waysToConfirm(Tx tx, Change change, Instant now) throws SQLException {
    return FourEyes.knownBefore(
        reachable(tx, change.owner(), now.minus(channelAge)), reachable(tx, change.owner(), now));
  }

  private static List<DirectoryEntity> reachable(Tx tx, String owner, Instant at)
      throws SQLException {
    return EntityRows.reachableKnown(tx, owner, at).stream().map(EntityRegister::body).toList();
  }

  /** Where a change stands, in the words of answers. */
  static String state(Change change, Instant now) {
    return FourEyes.hasExpired(change, now) ? "expired" : ChangeRows.word(change.state());
  }

  private static @Nullable Outcome refusal(Optional<Change> found, Caller caller, Instant now) {
    if (found.isEmpty()) {
      return new Outcome.NotFound();
    }
    Refusal refusal = FourEyes.decide(caller, found.get());
    return refusal == null ? over(found.get(), now) : new Outcome.NotAllowed(refusal);
  }

  private static @Nullable Outcome over(Change change, Instant now) {
    return isOver(change, now) ? new Outcome.Decided(state(change, now)) : null;
  }

  private static boolean isOver(Change change, Instant now) {
    return change.state() != Change.State.PROPOSED || FourEyes.hasExpired(change, now);
  }

  private static @Nullable FieldError fault(Confirmation confirmation, Set<Address> ways) {
    if (isNoText(confirmation.reached())) {
      return new FieldError(
          "/confirmation/reached",
          "required",
          "S2 24",
          "is needed: the function that confirmed it");
    }
    Via via = confirmation.channel();
    if (ways.isEmpty()) {
      return via != null || isNoText(confirmation.instrument())
          ? new FieldError(
              "/confirmation/instrument",
              "required",
              "S2 24",
              "is needed: no address of the owner has stood in the register for long enough")
          : null;
    }
    boolean known =
        via != null
            && via.kind() != null
            && via.address() != null
            && ways.contains(new Address(via.kind(), via.address()));
    return known
        ? null
        : new FieldError(
            "/confirmation/channel",
            "known-before",
            "S2 24",
            "must be an address of the owner that has stood in the register for long enough");
  }

  private static boolean isNoText(@Nullable String text) {
    return text == null || text.isBlank() || text.length() > LONGEST_TEXT;
  }

  private static String json(Confirmation confirmation) {
    try {
      return Wire.mapper().writeValueAsString(confirmation);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a confirmation always has a JSON form", e);
    }
  }

  private EntityRegister.Outcome write(
      Tx tx, By by, DirectoryEntity body, @Nullable Long base, Instant now) throws SQLException {
    return base == null
        ? register.create(tx, by, body, now)
        : register.change(tx, by, body, base, now);
  }

  private static Outcome written(EntityRegister.Outcome outcome) {
    return outcome instanceof EntityRegister.Outcome.Done done
        ? new Outcome.Applied(done.entity(), done.version())
        : new Outcome.NotWritten(outcome);
  }

  /**
   * How many changes of an owner wait that the caller may see.
   *
   * @param owner entity id, such as {@code authority/fr-24-7}
   */
  public long waiting(Tx tx, String owner) throws SQLException {
    return ChangeRows.waiting(tx, owner);
  }
}

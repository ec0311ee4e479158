package org.quickfreeze.registry.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/**
 * What one person wants of the register and another has to approve.
 *
 * @param entity entity id, such as {@code key/<kid>}
 * @param baseVersion the entity's version that its author had read; null for a new entity
 * @param owner entity id of whoever it speaks for, such as {@code authority/fr-24-7}
 * @param author caller id
 * @param confirm whether the owner has to confirm it by a way that was known before
 * @param challenge what a new key has to sign or to open; null for all else
 * @param approver caller id
 * @param approverRole such as {@code secretariat}
 * @param confirmer caller id of the secretariat's person who reached the owner
 * @param confirmation how; JSON
 * @param reason why it was rejected or withdrawn; empty otherwise
 * @param directoryVersion version of the register that carries it; null until it is applied
 * @param overlap how long the key that is replaced still counts; null where none is
 * @param resumes whether it lets a suspended key count again
 */
record Change(
    UUID id,
    String entity,
    EntityKind kind,
    @Nullable Long baseVersion,
    DirectoryEntity body,
    String owner,
    String author,
    String authorRole,
    Instant proposedAt,
    Instant expiresAt,
    boolean confirm,
    @Nullable String challenge,
    @Nullable Instant provenAt,
    @Nullable String approver,
    @Nullable String approverRole,
    @Nullable Instant approvedAt,
    @Nullable String confirmer,
    @Nullable Instant confirmedAt,
    @Nullable String confirmation,
    State state,
    String reason,
    @Nullable Instant decidedAt,
    @Nullable Long directoryVersion,
    @Nullable Duration overlap,
    boolean resumes) {

  /** A change that nobody has looked at yet. */
  static Change proposed(
      Wanted wanted,
      @Nullable Long base,
      Caller author,
      boolean confirm,
      Instant now,
      Instant expiresAt) {
    EntityKind kind = EntityKind.of(wanted.body());
    return new Change(
        UUID.randomUUID(),
        kind.entity(EntityChecks.id(wanted.body())),
        kind,
        base,
        wanted.body(),
        FourEyes.owner(wanted.body()),
        author.id(),
        author.role(),
        now,
        expiresAt,
        confirm,
        kind == EntityKind.KEY && !wanted.resumes() ? KeyProof.challenge() : null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        State.PROPOSED,
        "",
        null,
        null,
        wanted.overlap(),
        wanted.resumes());
  }

  /**
   * What somebody wants the register to say.
   *
   * @param overlap how long the key that is replaced still counts; null where none is
   * @param resumes whether a suspended key shall count again
   */
  record Wanted(DirectoryEntity body, @Nullable Duration overlap, boolean resumes) {}

  /** Where a change stands; all but the first are final. */
  enum State {
    PROPOSED,
    APPLIED,
    REJECTED,
    WITHDRAWN
  }

  /** Whether a new key still has to prove that its private half is held. */
  boolean unproven() {
    return challenge != null && provenAt == null;
  }

  /** Whether nobody but its author has looked at it yet, or the owner has not confirmed it. */
  boolean waits() {
    return approver == null || (confirm && confirmer == null);
  }
}

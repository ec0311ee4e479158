package org.quickfreeze.request.breakglass;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.clocks.Clocks;
import org.quickfreeze.backbone.clocks.Clocks.ClockRow;
import org.quickfreeze.backbone.sealing.DataKey;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.event.OwnFileEvent.GlassBroken;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.breakglass.GlassRows.GlassRow;
import org.quickfreeze.request.lifecycle.application.Actors;
import org.quickfreeze.request.lifecycle.application.Hindrance;
import org.quickfreeze.request.lifecycle.application.Hindrances;
import org.quickfreeze.request.lifecycle.application.Outcome;
import org.quickfreeze.request.lifecycle.application.OwnDocuments;
import org.quickfreeze.request.lifecycle.application.SendingRules;

/**
 * What hinders somebody from sending, and how what cannot wait goes all the same: with a reason
 * that is kept in the sender's own file and that somebody else reviews within a day. Routine
 * requests wait.
 */
public final class BreakGlass implements Hindrances {
  static final String CLOCK = "break-glass-review";

  private static final String ROUTINE = "ROUTINE";

  private final SendingRules rules;
  private final KeyVault vault;
  private final GlassEvents events;
  private final Duration reviewWithin;

  /**
   * @param reviewWithin how long a review may take before it is overdue
   */
  public BreakGlass(SendingRules rules, KeyVault vault, GlassEvents events, Duration reviewWithin) {
    this.rules = rules;
    this.vault = vault;
    this.events = events;
    this.reviewWithin = reviewWithin;
  }

  /** Why, in the sender's words, and what was hindered; the event's detail is an HMAC over it. */
  record ChangeRecord(UUID request, String act, List<String> hindrances, String reason) {}

  @Override
  public @Nullable Outcome hinders(Tx tx, Attempt attempt, Instant now) throws SQLException {
    List<Hindrance> found = found(attempt, now);
    if (found.isEmpty()) {
      return null;
    }
    if (attempt.facts().urgency().equals(ROUTINE)) {
      return new Outcome.Hindered(found, false);
    }
    if (GlassRows.isBroken(tx, attempt.signed().hash())) {
      return null;
    }
    String reason = attempt.breakGlass();
    if (reason == null || reason.isBlank()) {
      return new Outcome.Hindered(found, true);
    }
    broken(tx, attempt, found, reason, now);
    return null;
  }

  private List<Hindrance> found(Attempt attempt, Instant now) {
    Act act = attempt.signed().act();
    String addressee = act.type() == ActType.SUBMIT ? act.to().authority() : null;
    return SENDING.contains(act.type())
        ? rules.found(attempt.caller(), attempt.facts().kind(), addressee, now)
        : List.of();
  }

  private void broken(Tx tx, Attempt attempt, List<Hindrance> found, String reason, Instant now)
      throws SQLException {
    Act act = attempt.signed().act();
    Side side = new Side(act.author().party(), act.author().authority());
    List<String> codes = found.stream().map(Hindrance::code).toList();
    UUID id = UUID.randomUUID();
    UUID event = UUID.randomUUID();
    byte[] change =
        Wire.bytes(new ChangeRecord(act.request(), attempt.signed().hash(), codes, reason));
    DataKey key = OwnDocuments.ownKey(tx, vault, act.request(), side.party());
    GlassRow row =
        new GlassRow(
            id,
            act.request(),
            attempt.signed().hash(),
            act.type().wire(),
            side,
            attempt.caller().id(),
            attempt.facts().urgency(),
            codes,
            now,
            now.plus(reviewWithin),
            event,
            key.encrypt(change, place(id)),
            "open",
            null,
            null,
            null);
    GlassRows.insert(tx, row);
    Clocks.start(
        tx, List.of(new ClockRow(id, CLOCK, "", CLOCK, false, "running", now, row.reviewBy())));
    events.tell(
        tx,
        event,
        new GlassBroken(
            act.request(),
            side,
            Actors.of(attempt.caller()),
            base64(key.detail(event.toString(), change)),
            row.type(),
            codes,
            row.urgency(),
            row.reviewBy()),
        now);
  }

  /** Where a change record lies, as its encryption is bound to it. */
  static String place(UUID id) {
    return id + "/glass";
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

package org.quickfreeze.request.breakglass;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.clocks.Clocks;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.sealing.DataKey;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.OwnFileEvent.GlassReviewOverdue;
import org.quickfreeze.contracts.event.OwnFileEvent.GlassReviewed;
import org.quickfreeze.request.breakglass.GlassRows.GlassRow;
import org.quickfreeze.request.breakglass.domain.GlassBreak;
import org.quickfreeze.request.breakglass.domain.GlassBreak.Decision;
import org.quickfreeze.request.breakglass.domain.GlassBreak.Verdict;
import org.quickfreeze.request.lifecycle.application.Actors;
import org.quickfreeze.request.lifecycle.application.OwnDocuments;

/** Somebody else looks at each act that was sent although something hindered it. */
public final class GlassReviews {
  private static final String ACTOR = "clock";

  private final Transactions transactions;
  private final KeyVault vault;
  private final GlassEvents events;

  public GlassReviews(Transactions transactions, KeyVault vault, GlassEvents events) {
    this.transactions = transactions;
    this.vault = vault;
    this.events = events;
  }

  /**
   * Such an act, as its own side sees it.
   *
   * @param act type of the act, such as {@code submit}
   * @param hindrances what hindered it: {@code stale-contact}, {@code untrained}, {@code
   *     not-authorised}
   * @param state whether it waits for its review, and how it came out: open, overdue, reviewed
   * @param change the reason in its sender's words with what it covers
   * @param event whose {@code detail} is an HMAC over {@code change}
   */
  public record GlassView(
      UUID id,
      UUID request,
      String act,
      String urgency,
      List<String> hindrances,
      Instant brokenAt,
      Instant reviewBy,
      String state,
      JsonNode change,
      UUID event,
      @Nullable String verdict,
      @Nullable Instant reviewedAt,
      @Nullable String remark) {}

  /** What a review came to. */
  sealed interface Review {
    record Done() implements Review {}

    record NotFound() implements Review {}

    record Refused(Decision why) implements Review {}
  }

  List<GlassView> page(Caller caller, boolean waiting, int limit) {
    return transactions.<List<GlassView>, RuntimeException>inTransaction(
        caller.scope(),
        tx -> {
          List<GlassView> views = new ArrayList<>();
          for (GlassRow row : GlassRows.page(tx, waiting, limit)) {
            views.add(view(tx, row));
          }
          return views;
        });
  }

  Optional<GlassView> find(Caller caller, UUID id) {
    return transactions.<Optional<GlassView>, RuntimeException>inTransaction(
        caller.scope(),
        tx -> {
          Optional<GlassRow> row = GlassRows.read(tx, id);
          return row.isEmpty() ? Optional.empty() : Optional.of(view(tx, row.get()));
        });
  }

  Review review(
      Tx tx, Caller caller, UUID id, Verdict verdict, @Nullable String remark, Instant now)
      throws SQLException {
    Optional<GlassRow> found = GlassRows.lock(tx, id);
    if (found.isEmpty()) {
      return new Review.NotFound();
    }
    GlassRow row = found.get();
    Decision decision = row.glass().review(caller.id(), verdict);
    if (!(decision instanceof Decision.Taken)) {
      return new Review.Refused(decision);
    }
    GlassRows.reviewed(tx, id, verdict, caller.id(), sealed(tx, row, remark), now);
    Clocks.end(tx, id, BreakGlass.CLOCK, "", "met");
    events.tell(
        tx,
        UUID.randomUUID(),
        new GlassReviewed(row.request(), row.side(), Actors.of(caller), null, verdict.code()),
        now);
    return new Review.Done();
  }

  /** A review that nobody has made in time: it is told once, and still waits. */
  public void runOut(Tx tx, UUID id, Instant now) throws SQLException {
    Optional<GlassRow> found = GlassRows.lockIfFree(tx, id);
    if (found.isEmpty()
        || !(found.get().glass().runOut(now) instanceof Decision.Taken taken)
        || !(taken.after() instanceof GlassBreak.Overdue)) {
      return;
    }
    GlassRow row = found.get();
    GlassRows.overdue(tx, id);
    Clocks.end(tx, id, BreakGlass.CLOCK, "", "run-out");
    GlassReviewOverdue event =
        new GlassReviewOverdue(row.request(), row.side(), ACTOR, null, row.reviewBy());
    events.tell(tx, UUID.randomUUID(), event, now);
  }

  private GlassView view(Tx tx, GlassRow row) throws SQLException {
    DataKey key = OwnDocuments.ownKey(tx, vault, row.request(), row.side().party());
    byte[] remark = row.remark();
    return new GlassView(
        row.id(),
        row.request(),
        row.type(),
        row.urgency(),
        row.hindrances(),
        row.brokenAt(),
        row.reviewBy(),
        row.state(),
        json(key.decrypt(row.change(), BreakGlass.place(row.id()))),
        row.event(),
        row.verdict(),
        row.reviewedAt(),
        remark == null
            ? null
            : new String(key.decrypt(remark, remarkPlace(row.id())), StandardCharsets.UTF_8));
  }

  private byte @Nullable [] sealed(Tx tx, GlassRow row, @Nullable String remark)
      throws SQLException {
    if (remark == null) {
      return null;
    }
    return OwnDocuments.ownKey(tx, vault, row.request(), row.side().party())
        .encrypt(remark.getBytes(StandardCharsets.UTF_8), remarkPlace(row.id()));
  }

  private static String remarkPlace(UUID id) {
    return id + "/glass-remark";
  }

  private static JsonNode json(byte[] change) {
    try {
      return Wire.mapper().readTree(change);
    } catch (IOException e) {
      throw new IllegalStateException("a change record cannot be read", e);
    }
  }
}

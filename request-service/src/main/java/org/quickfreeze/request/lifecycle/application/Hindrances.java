package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.event.RequestFacts;

/** Whether whoever hands an act in may send it. */
@FunctionalInterface
public interface Hindrances {
  /** Acts by which somebody sends something; all others answer, and nothing hinders those. */
  Set<ActType> SENDING = Set.of(ActType.SUBMIT, ActType.ORDER);

  /**
   * An act that somebody wants to send.
   *
   * @param facts of its request
   * @param breakGlass why it has to go although something hinders it; null where nothing was said
   */
  record Attempt(
      SignedAct signed, RequestFacts facts, Caller caller, @Nullable String breakGlass) {}

  /**
   * What keeps the act from being sent: {@link Outcome.Hindered}, or null when nothing does, or
   * when somebody answers for it.
   */
  @Nullable Outcome hinders(Tx tx, Attempt attempt, Instant now) throws SQLException;
}

package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of the shared request as a whole. Each record offers its lawful exits and no others; an
 * end offers none.
 */
public sealed interface RequestState {

  /** The state's name; in execution the items have the names that count. */
  StateName name();

  /**
   * With the requested side; nobody has confirmed receipt.
   *
   * @param acknowledgeBy when the clock of rule R1 runs out
   * @param overdue whether it has; said once
   */
  record Submitted(Instant acknowledgeBy, boolean overdue) implements RequestState {
    @Override
    public StateName name() {
      return StateName.SUBMITTED;
    }

    Acknowledged acknowledge(@Nullable Instant reportBy) {
      return new Acknowledged(reportBy);
    }

    Submitted runOut() {
      return new Submitted(acknowledgeBy, true);
    }

    WithdrawnUnconfirmed withdraw() {
      return new WithdrawnUnconfirmed();
    }
  }

  /**
   * A named handler has confirmed receipt.
   *
   * @param reportBy when the clock of rule R1b runs out; absent where it does not run, or no more
   */
  record Acknowledged(@Nullable Instant reportBy) implements RequestState {
    @Override
    public StateName name() {
      return StateName.ACKNOWLEDGED;
    }

    Acknowledged runOut() {
      return new Acknowledged(null);
    }

    InExecution accept() {
      return new InExecution();
    }

    Refused refuse(String ground) {
      return new Refused(ground);
    }

    NotExecuted cannot(String reason) {
      return new NotExecuted(reason);
    }

    ClarificationAsked clarify() {
      return new ClarificationAsked();
    }

    WithdrawnUnconfirmed withdraw() {
      return new WithdrawnUnconfirmed();
    }
  }

  /** The requested side waits for an answer. */
  record ClarificationAsked() implements RequestState {
    @Override
    public StateName name() {
      return StateName.CLARIFICATION_ASKED;
    }

    /** The action has been reported: it was the question. */
    Acknowledged answer() {
      return new Acknowledged(null);
    }

    WithdrawnUnconfirmed withdraw() {
      return new WithdrawnUnconfirmed();
    }
  }

  /** Warned under BC 29(6), or conditions offered: the requester decides. */
  record AwaitingRequesterDecision(String why) implements RequestState {
    @Override
    public StateName name() {
      return StateName.AWAITING_REQUESTER_DECISION;
    }

    WithdrawnUnconfirmed withdraw() {
      return new WithdrawnUnconfirmed();
    }
  }

  /** Put off, where the kind allows it. */
  record Postponed(String reason) implements RequestState {
    @Override
    public StateName name() {
      return StateName.POSTPONED;
    }

    WithdrawnUnconfirmed withdraw() {
      return new WithdrawnUnconfirmed();
    }
  }

  /** Accepted: from here on each item has its own state, and the request's is derived from them. */
  record InExecution() implements RequestState {
    @Override
    public StateName name() {
      return StateName.ACCEPTED;
    }
  }

  /** Taken back before anything was accepted; the requested side has not confirmed. */
  record WithdrawnUnconfirmed() implements RequestState {
    @Override
    public StateName name() {
      return StateName.WITHDRAWN_UNCONFIRMED;
    }

    Withdrawn confirm() {
      return new Withdrawn();
    }
  }

  /** Taken back, and confirmed. */
  record Withdrawn() implements RequestState {
    @Override
    public StateName name() {
      return StateName.WITHDRAWN;
    }
  }

  /** Refused on a ground of the article. */
  record Refused(String ground) implements RequestState {
    @Override
    public StateName name() {
      return StateName.REFUSED;
    }
  }

  /** Not executed, for a reason that is no refusal. */
  record NotExecuted(String reason) implements RequestState {
    @Override
    public StateName name() {
      return StateName.NOT_EXECUTED;
    }
  }
}

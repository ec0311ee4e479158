package org.quickfreeze.request.lifecycle.domain;

import java.util.List;
import java.util.UUID;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.event.RequestEvent;

/** What the funnel says to a step. */
public sealed interface Decision {

  /** Done: the request as it now is, and what follows from it. */
  record Taken(SharedRequest request, List<RequestEvent> events, List<ClockChange> clocks)
      implements Decision {
    public Taken {
      events = List.copyOf(events);
      clocks = List.copyOf(clocks);
    }
  }

  /** Not done, and nothing changed. */
  record Declined(Reason reason) implements Decision {}

  /** Why a step is declined. */
  sealed interface Reason {
    /** Not from this state; these acts are. */
    record IllegalTransition(String state, List<ActType> legal) implements Reason {}

    /** The act is for the other side to sign. */
    record WrongSide() implements Reason {}

    /** The act builds on another entry than the last one. */
    record WrongPrevious(String head) implements Reason {}

    /** The article does not allow this ground (BC 29(5)). */
    record GroundNotAllowed(String article, List<String> allowed) implements Reason {}

    /** Not one of the reasons for not executing. */
    record UnknownReason(List<String> allowed) implements Reason {}

    /** There is no such item, or it is not in the state the act needs. */
    record WrongItem(String item) implements Reason {}

    /** A document for this order is missing, or is not wanted. */
    record DocumentMissing(List<UUID> orders) implements Reason {}

    /** The promise would end before the legal minimum (BC 29(7)). */
    record TooShort(java.time.Instant earliest) implements Reason {}

    /** A clock that no longer matters. */
    record Superseded() implements Reason {}
  }
}

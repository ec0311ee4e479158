package org.quickfreeze.request.ownfile.domain;

import java.util.List;
import org.quickfreeze.contracts.event.OwnFileEvent;

/** What the own file's funnel says to a step. */
public sealed interface OwnDecision {

  /** Done: the file as it now is, and what follows. */
  record Taken(OwnFile file, List<OwnFileEvent> events) implements OwnDecision {
    public Taken {
      events = List.copyOf(events);
    }
  }

  /**
   * Not from this state, and nothing changed.
   *
   * @param state the state's name, such as {@code Submitted}
   * @param legal names of the steps that are lawful
   */
  record Illegal(String state, List<String> legal) implements OwnDecision {}

  /** The file has changed since it was read. */
  record Stale(long present) implements OwnDecision {}
}

package org.quickfreeze.request.lifecycle.application;

import java.util.List;
import java.util.UUID;
import org.quickfreeze.request.lifecycle.domain.Decision;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;

/** What a command on a request came to. */
public sealed interface Outcome {

  /** Done: the request as it now is. */
  record Done(SharedRequest request) implements Outcome {}

  /**
   * Kept, and waits for a fresh copy of the register before anybody else sees it.
   *
   * @param id under which its author can ask for it
   */
  record Held(UUID id) implements Outcome {}

  /** An act about the same request waits already. */
  record Waiting() implements Outcome {}

  /** There is no such request for this caller. */
  record NotFound() implements Outcome {}

  /** The request's id is taken. */
  record Exists() implements Outcome {}

  /** The caller read another version. */
  record Stale(long present) implements Outcome {}

  /** The same act has been taken before. */
  record Replayed() implements Outcome {}

  /** The lifecycle does not allow it. */
  record NotAllowed(Decision.Reason reason) implements Outcome {}

  /**
   * An order that cannot go out.
   *
   * @param code such as {@code provider-without-key}
   */
  record NotSealed(String code, String what) implements Outcome {}

  /** The form lacks what an article demands. */
  record Incomplete(List<Finding> findings) implements Outcome {}

  /**
   * The addressee is not in the register, or is not the one of this request.
   *
   * @param pointer RFC 6901, into the act
   */
  record WrongAddressee(String pointer, String what) implements Outcome {}

  /**
   * The article is not in force between the two States.
   *
   * @param article such as {@code BC-29}
   */
  record NoBasis(String kind, String article) implements Outcome {}

  /**
   * Something keeps the sender from sending it.
   *
   * @param breakable whether it may go all the same, since it cannot wait and somebody answers for
   *     it
   */
  record Hindered(List<Hindrance> hindrances, boolean breakable) implements Outcome {
    public Hindered {
      hindrances = List.copyOf(hindrances);
    }
  }

  /** What is wrong with a field, and which rule says so. */
  record Finding(String pointer, String rule, String source, String message) {}
}

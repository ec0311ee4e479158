package org.quickfreeze.request.lifecycle.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.UUID;

/** The state of the shared request as a whole. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RequestState.Submitted.class, name = "Submitted"),
  @JsonSubTypes.Type(value = RequestState.Acknowledged.class, name = "Acknowledged"),
  @JsonSubTypes.Type(value = RequestState.ClarificationAsked.class, name = "ClarificationAsked"),
  @JsonSubTypes.Type(
      value = RequestState.AwaitingRequesterDecision.class,
      name = "AwaitingRequesterDecision"),
  @JsonSubTypes.Type(value = RequestState.Postponed.class, name = "Postponed"),
  @JsonSubTypes.Type(value = RequestState.InExecution.class, name = "InExecution"),
  @JsonSubTypes.Type(value = RequestState.Withdrawn.class, name = "Withdrawn"),
  @JsonSubTypes.Type(value = RequestState.Refused.class, name = "Refused"),
  @JsonSubTypes.Type(value = RequestState.NotExecuted.class, name = "NotExecuted")
})
public sealed interface RequestState {

  /** With the requested side; nobody has confirmed receipt. */
  record Submitted() implements RequestState {
    Acknowledged acknowledge() {
      return new Acknowledged();
    }
  }

  /** A named handler has confirmed receipt. */
  record Acknowledged() implements RequestState {
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
  }

  /** The requested side waits for an answer. */
  record ClarificationAsked() implements RequestState {
    Acknowledged answer() {
      return new Acknowledged();
    }
  }

  /** Warned under BC 29(6), or conditions offered: the requester decides. */
  record AwaitingRequesterDecision(String why) implements RequestState {}

  /** Put off, where the kind allows it. */
  record Postponed(String reason) implements RequestState {}

  /** Accepted: from here on each item has its own state, and the request's is derived from them. */
  record InExecution() implements RequestState {}

  /**
   * Taken back.
   *
   * @param confirmed whether the requested side has confirmed
   * @param open orders that still have to be cancelled
   */
  record Withdrawn(boolean confirmed, List<UUID> open) implements RequestState {
    public Withdrawn {
      open = List.copyOf(open);
    }

    Withdrawn confirm() {
      return new Withdrawn(true, List.of());
    }
  }

  /** Refused on a ground of the article. */
  record Refused(String ground) implements RequestState {}

  /** Not executed, for a reason that is no refusal. */
  record NotExecuted(String reason) implements RequestState {}
}

package org.quickfreeze.request.lifecycle.domain;

import static org.quickfreeze.request.lifecycle.domain.ClockName.ACKNOWLEDGEMENT;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;
import org.quickfreeze.request.lifecycle.domain.Decision.Taken;

/**
 * The funnel: every change of a shared request passes here. Pure: time, rules and hashes come as
 * arguments, and what follows is returned as a value. Times are cut to microseconds here, once,
 * because that is what the database keeps.
 */
public final class Lifecycle {
  private final Rules rules;
  private final Intake intake;
  private final Execution execution;

  public Lifecycle(Rules rules) {
    this.rules = rules;
    this.intake = new Intake(rules);
    this.execution = new Execution(rules);
  }

  /**
   * The first step: R submits (BC 29).
   *
   * @param facts with at least one item, and an urgency that the rules know
   * @throws IllegalArgumentException when the facts are not complete; the form was to be checked
   */
  public Taken submit(UUID id, RequestFacts facts, String actor, String hash, Instant time) {
    if (facts.items().isEmpty()) {
      throw new IllegalArgumentException("a request asks for something");
    }
    Instant due = acknowledgeBy(facts.urgency(), time.truncatedTo(ChronoUnit.MICROS));
    List<Item> items = facts.items().stream().<Item>map(Item.Asked::new).toList();
    SharedRequest request =
        new SharedRequest(id, facts, 1, hash, new RequestState.Submitted(due, false), items);
    return new Taken(
        request,
        List.of(new RequestEvent.PreservationRequested(id, facts, actor, null, due)),
        List.of(
            new ClockChange.Start(ACKNOWLEDGEMENT, "", rules.rule(ACKNOWLEDGEMENT), false, due)));
  }

  /** Any further step. */
  public Decision decide(SharedRequest request, Step step, Instant time) {
    Instant now = time.truncatedTo(ChronoUnit.MICROS);
    return switch (step) {
      case Step.ByParty act -> byParty(request, act, now);
      case Step.ByProvider reply -> new Replies(rules).decide(request, reply, now);
      case Step.ByNetwork lost -> Undelivered.decide(request, lost, now);
      case Step.ByClock clock -> new RunningOut(rules).decide(request, clock, now);
    };
  }

  private Decision byParty(SharedRequest request, Step.ByParty act, Instant now) {
    if (act.type().author() != act.author()) {
      return new Declined(new Reason.WrongSide());
    }
    if (!request.next().contains(act.type())) {
      return illegal(request, act);
    }
    if (!act.previous().equals(request.head())) {
      return new Declined(new Reason.WrongPrevious(request.head()));
    }
    Change change = new Change(request.after(act.hash()), act.actor(), now);
    return switch (act.body()) {
      case ActBody.Submit _ -> illegal(request, act);
      case ActBody.Acknowledge body -> intake.acknowledge(change, body);
      case ActBody.Accept body -> intake.accept(change, body);
      case ActBody.Refuse body -> intake.refuse(change, body, act.reservations());
      case ActBody.Cannot body -> intake.cannot(change, body);
      case ActBody.Clarify _ -> intake.clarify(change);
      case ActBody.Answer _ -> intake.answer(change);
      case ActBody.Order body -> execution.order(change, body);
      case ActBody.Secured body -> execution.secured(change, body);
      case ActBody.Withdraw _ -> Endings.withdraw(change);
      case ActBody.ConfirmWithdrawal body -> Endings.confirmWithdrawal(change, body);
      case ActBody.Release body -> Endings.release(change, body);
      case ActBody.ForwardRelease body -> Endings.forwardRelease(change, body);
      case ActBody.ConfirmRelease body -> Endings.confirmRelease(change, body);
    };
  }

  private static Declined illegal(SharedRequest request, Step.ByParty act) {
    return new Declined(
        new Reason.IllegalTransition(request.stateName(), request.next(act.author())));
  }

  private Instant acknowledgeBy(String urgency, Instant now) {
    Instant due = rules.due(ACKNOWLEDGEMENT, urgency, now);
    if (due == null) {
      throw new IllegalArgumentException("no acknowledgement clock for this urgency");
    }
    return due;
  }
}

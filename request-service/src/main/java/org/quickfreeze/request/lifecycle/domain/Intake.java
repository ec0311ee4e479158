package org.quickfreeze.request.lifecycle.domain;

import java.util.ArrayList;
import java.util.List;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;
import org.quickfreeze.request.lifecycle.domain.RequestState.Acknowledged;
import org.quickfreeze.request.lifecycle.domain.RequestState.ClarificationAsked;
import org.quickfreeze.request.lifecycle.domain.RequestState.Submitted;

/** The acts by which the requested side takes a request up, or does not. */
final class Intake {
  private final Rules rules;

  Intake(Rules rules) {
    this.rules = rules;
  }

  /** A clock that has run out stays so: the acknowledgement is late, and still counts. */
  Decision acknowledge(Change change, ActBody.Acknowledge body) {
    var submitted = (Submitted) change.request().state();
    if (!submitted.overdue()) {
      change.clock(new ClockChange.Meet(ClockName.ACKNOWLEDGEMENT, ""));
    }
    return change
        .to(submitted.acknowledge())
        .event(
            c ->
                new RequestEvent.Acknowledged(
                    c.id(), c.facts(), c.actor(), null, body.nextActionBy(), null))
        .taken();
  }

  /** Items that are left out stay asked for: they are accepted, refused or given up by an act. */
  Decision accept(Change change, ActBody.Accept body) {
    var named = body.items();
    var ids = named == null ? change.idsIn(Item.Asked.class) : List.copyOf(named);
    var wrong = change.unknown(ids, Item.Asked.class);
    if (wrong != null || ids.isEmpty()) {
      return new Declined(new Reason.WrongItem(wrong == null ? "" : wrong));
    }
    if (change.request().state() instanceof Acknowledged acknowledged) {
      change.to(acknowledged.accept());
    }
    return change
        .move(Item.Asked.class, ids, Item.Asked::accept)
        .event(c -> new RequestEvent.Accepted(c.id(), c.facts(), c.actor(), null, ids, null))
        .taken();
  }

  /**
   * @param reservations of the requested Party, which may open a ground
   */
  Decision refuse(Change change, ActBody.Refuse body, List<String> reservations) {
    var ground = body.ground();
    var allowed = rules.openGrounds(reservations, change.facts().offences());
    if (!allowed.contains(ground)) {
      return new Declined(new Reason.GroundNotAllowed(rules.article(), allowed));
    }
    var reached = reached(change);
    if (change.request().state() instanceof Acknowledged acknowledged) {
      change.to(acknowledged.refuse(ground));
    } else {
      change
          .moveAll(Item.Asked.class, asked -> asked.refuse(ground))
          .moveAll(Item.Accepted.class, accepted -> accepted.refuse(ground));
    }
    return change
        .event(c -> new RequestEvent.Refused(c.id(), c.facts(), c.actor(), null, reached, ground))
        .closedIfAllEnded()
        .taken();
  }

  Decision cannot(Change change, ActBody.Cannot body) {
    var reason = body.reason();
    if (!rules.notExecutedReasons().contains(reason)) {
      return new Declined(
          new Reason.UnknownReason(rules.notExecutedReasons().stream().sorted().toList()));
    }
    var reached = reached(change);
    if (change.request().state() instanceof Acknowledged acknowledged) {
      change.to(acknowledged.cannot(reason));
    } else {
      change
          .moveAll(Item.Asked.class, asked -> asked.cannot(reason))
          .moveAll(Item.Accepted.class, accepted -> accepted.cannot(reason));
    }
    return change
        .event(
            c -> new RequestEvent.NotExecuted(c.id(), c.facts(), c.actor(), null, reached, reason))
        .closedIfAllEnded()
        .taken();
  }

  Decision clarify(Change change) {
    return change
        .to(((Acknowledged) change.request().state()).clarify())
        .event(c -> new RequestEvent.ClarificationAsked(c.id(), c.facts(), c.actor(), null))
        .taken();
  }

  Decision answer(Change change) {
    return change
        .to(((ClarificationAsked) change.request().state()).answer())
        .event(c -> new RequestEvent.ClarificationAnswered(c.id(), c.facts(), c.actor(), null))
        .taken();
  }

  /** A refusal or a "cannot execute" reaches every item that is not with a provider or further. */
  private static List<String> reached(Change change) {
    var ids = new ArrayList<>(change.idsIn(Item.Asked.class));
    ids.addAll(change.idsIn(Item.Accepted.class));
    return ids;
  }
}

package org.quickfreeze.request.lifecycle.domain;

import static org.quickfreeze.request.lifecycle.domain.ClockName.PRESERVATION_EFFECTED;

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
  private final Duties duties;

  Intake(Rules rules) {
    this.rules = rules;
    this.duties = new Duties(rules);
  }

  /** A clock that has run out stays so: the acknowledgement is late, and still counts. */
  Decision acknowledge(Change change, ActBody.Acknowledge body) {
    var submitted = (Submitted) change.request().state();
    if (!submitted.overdue()) {
      change.clock(new ClockChange.Meet(ClockName.ACKNOWLEDGEMENT, ""));
    }
    var reportBy = duties.start(change, ClockName.ACTION_REPORT, "");
    return change
        .to(submitted.acknowledge(reportBy))
        .event(
            c ->
                new RequestEvent.Acknowledged(
                    c.id(), c.facts(), c.actor(), null, body.nextActionBy(), reportBy))
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
    Duties.reported(change);
    if (change.request().state() instanceof Acknowledged acknowledged) {
      change.to(acknowledged.accept());
    }
    var preserveBy = rules.due(PRESERVATION_EFFECTED, change.facts().urgency(), change.now());
    ids.forEach(id -> duties.start(change, PRESERVATION_EFFECTED, id));
    return change
        .move(Item.Asked.class, ids, asked -> asked.accept(preserveBy))
        .event(c -> new RequestEvent.Accepted(c.id(), c.facts(), c.actor(), null, ids, preserveBy))
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
    stopClocks(change);
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
    stopClocks(change);
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
    Duties.reported(change);
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

  /** A refusal is an action to report, and nobody waits for a preservation any more. */
  private static void stopClocks(Change change) {
    Duties.reported(change);
    change.in(Item.Accepted.class).forEach(item -> Duties.cancel(change, item));
  }

  /** A refusal or a "cannot execute" reaches every item that is not with a provider or further. */
  private static List<String> reached(Change change) {
    var ids = new ArrayList<>(change.idsIn(Item.Asked.class));
    ids.addAll(change.idsIn(Item.Accepted.class));
    return ids;
  }
}

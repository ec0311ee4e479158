package org.quickfreeze.request.lifecycle.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;

/** The acts by which the requested side has accepted items frozen. */
final class Execution {
  private final Rules rules;
  private final Duties duties;

  Execution(Rules rules) {
    this.rules = rules;
    this.duties = new Duties(rules);
  }

  /** The event carries the sealed document and is added by whoever seals it. */
  Decision order(Change change, ActBody.Order body) {
    var wrong = notAccepted(change, body.items());
    if (wrong != null) {
      return wrong;
    }
    var holding = new Item.Holding(body.order(), body.provider(), body.document());
    return change
        .move(
            Item.Accepted.class,
            body.items(),
            accepted ->
                accepted.order(
                    holding,
                    duties.start(change, ClockName.PROVIDER_ACKNOWLEDGEMENT, accepted.id())))
        .taken();
  }

  Decision secured(Change change, ActBody.Secured body) {
    var wrong = notAccepted(change, body.items());
    if (wrong != null) {
      return wrong;
    }
    var earliest = change.now().plus(rules.minimumPreservation());
    if (body.until().isBefore(earliest)) {
      return new Declined(new Reason.TooShort(earliest));
    }
    var promise = Promise.bySide(rules, change.now(), body.until());
    change.in(Item.Accepted.class).stream()
        .filter(accepted -> body.items().contains(accepted.id()))
        .forEach(
            item ->
                Duties.met(change, ClockName.PRESERVATION_EFFECTED, item.id(), item.preserveBy()));
    change.move(
        Item.Accepted.class,
        body.items(),
        accepted -> accepted.secured(promise, body.how().wire()));
    change.in(Item.Preserved.class).stream()
        .filter(preserved -> body.items().contains(preserved.id()))
        .forEach(preserved -> Promise.announce(change, preserved));
    return change.taken();
  }

  private static @Nullable Declined notAccepted(Change change, List<String> ids) {
    var wrong = ids.isEmpty() ? "" : change.unknown(ids, Item.Accepted.class);
    return wrong == null ? null : new Declined(new Reason.WrongItem(wrong));
  }
}

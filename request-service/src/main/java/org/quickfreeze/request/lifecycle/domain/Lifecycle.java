package org.quickfreeze.request.lifecycle.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActBody.OrderNotice;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;
import org.quickfreeze.request.lifecycle.domain.Decision.Taken;

/**
 * The funnel: every change of a shared request passes here. Pure: time, rules and hashes come as
 * arguments, and what follows is returned as a value.
 */
public final class Lifecycle {
  private final Rules rules;

  public Lifecycle(Rules rules) {
    this.rules = rules;
  }

  /** The first step: R submits (BC 29). */
  public Taken submit(UUID id, RequestFacts facts, String actor, String hash, Instant now) {
    List<Item> items = facts.items().stream().<Item>map(Item.Asked::new).toList();
    Instant due = now.plus(acknowledgeWithin(facts.urgency()));
    SharedRequest request =
        new SharedRequest(id, facts, 1, hash, new RequestState.Submitted(), items);
    return new Taken(
        request,
        List.of(new RequestEvent.PreservationRequested(id, facts, actor, null, due)),
        List.of(new ClockChange.Start(ClockName.ACKNOWLEDGEMENT, "", "R1", false, due)));
  }

  /** Any further step. */
  public Decision decide(SharedRequest request, Step step, Instant now) {
    return switch (step) {
      case Step.ByParty act -> byParty(request, act, now);
      case Step.ByProvider reply -> new Replies(rules).decide(request, reply, now);
      case Step.ByClock clock -> new RunningOut(rules).decide(request, clock, now);
    };
  }

  private Decision byParty(SharedRequest request, Step.ByParty act, Instant now) {
    if (act.type().author() != act.author()) {
      return new Declined(new Reason.WrongSide());
    }
    if (!request.next().contains(act.type())) {
      return new Declined(
          new Reason.IllegalTransition(request.stateName(), request.next(act.author())));
    }
    if (!act.previous().equals(request.head())) {
      return new Declined(new Reason.WrongPrevious(request.head()));
    }
    Change change = new Change(request.after(act.hash()), act.actor(), now);
    return switch (act.body()) {
      case ActBody.Submit _ ->
          new Declined(new Reason.IllegalTransition(request.stateName(), request.next()));
      case ActBody.Acknowledge body -> acknowledge(change, body);
      case ActBody.Accept body -> accept(change, body);
      case ActBody.Refuse body -> refuse(change, body, act.reservations());
      case ActBody.Cannot body -> cannot(change, body);
      case ActBody.Clarify _ ->
          change
              .to(new RequestState.ClarificationAsked())
              .event(c -> new RequestEvent.ClarificationAsked(c.id(), c.facts(), c.actor(), null))
              .taken();
      case ActBody.Answer _ ->
          change
              .to(new RequestState.Acknowledged())
              .event(
                  c -> new RequestEvent.ClarificationAnswered(c.id(), c.facts(), c.actor(), null))
              .taken();
      case ActBody.Order body -> order(change, body);
      case ActBody.Withdraw _ -> withdraw(change);
      case ActBody.ConfirmWithdrawal body -> confirmWithdrawal(change, body);
      case ActBody.Release body -> release(change, body);
      case ActBody.ForwardRelease body -> forwardRelease(change, body);
      case ActBody.ConfirmRelease body -> confirmRelease(change, body);
      case ActBody.Secured body -> secured(change, body);
    };
  }

  private static Decision acknowledge(Change change, ActBody.Acknowledge body) {
    return change
        .to(new RequestState.Submitted().acknowledge())
        .clock(new ClockChange.Meet(ClockName.ACKNOWLEDGEMENT, ""))
        .event(
            c ->
                new RequestEvent.Acknowledged(
                    c.id(), c.facts(), c.actor(), null, body.nextActionBy(), null))
        .taken();
  }

  private static Decision accept(Change change, ActBody.Accept body) {
    List<String> ids = change.ids(body.items());
    String unknown = change.unknown(ids, Item.Asked.class);
    if (unknown != null) {
      return new Declined(new Reason.WrongItem(unknown));
    }
    return change
        .to(new RequestState.InExecution())
        .items(
            item ->
                !(item instanceof Item.Asked asked)
                    ? item
                    : ids.contains(asked.id())
                        ? asked.accept()
                        : new Item.NotExecuted(asked.id(), "not-accepted"))
        .event(c -> new RequestEvent.Accepted(c.id(), c.facts(), c.actor(), null, ids, null))
        .taken();
  }

  private Decision refuse(Change change, ActBody.Refuse body, List<String> reservations) {
    List<String> allowed = rules.openGrounds(reservations, change.facts().offences());
    if (!allowed.contains(body.ground())) {
      return new Declined(new Reason.GroundNotAllowed(rules.article(), allowed));
    }
    List<String> open = change.open();
    if (change.inExecution()) {
      change.items(
          item ->
              item instanceof Item.Accepted ? new Item.Refused(item.id(), body.ground()) : item);
    } else {
      change.to(new RequestState.Refused(body.ground()));
    }
    return change
        .event(
            c -> new RequestEvent.Refused(c.id(), c.facts(), c.actor(), null, open, body.ground()))
        .taken();
  }

  private Decision cannot(Change change, ActBody.Cannot body) {
    if (!rules.notExecutedReasons().contains(body.reason())) {
      return new Declined(
          new Reason.UnknownReason(rules.notExecutedReasons().stream().sorted().toList()));
    }
    List<String> open = change.open();
    if (change.inExecution()) {
      change.items(
          item ->
              item instanceof Item.Accepted
                  ? new Item.NotExecuted(item.id(), body.reason())
                  : item);
    } else {
      change.to(new RequestState.NotExecuted(body.reason()));
    }
    return change
        .event(
            c ->
                new RequestEvent.NotExecuted(
                    c.id(), c.facts(), c.actor(), null, open, body.reason()))
        .taken();
  }

  /** The event with the sealed order is added by whoever seals it. */
  private static Decision order(Change change, ActBody.Order body) {
    String wrong = change.unknown(body.items(), Item.Accepted.class);
    if (wrong != null || body.items().isEmpty()) {
      return new Declined(new Reason.WrongItem(wrong == null ? "" : wrong));
    }
    Item.Holding holding = new Item.Holding(body.order(), body.provider(), body.document());
    return change
        .items(
            item ->
                item instanceof Item.Accepted accepted && body.items().contains(item.id())
                    ? accepted.order(holding)
                    : item)
        .taken();
  }

  private static Decision withdraw(Change change) {
    List<UUID> open =
        change.request().items().stream()
            .filter(Item.Ordered.class::isInstance)
            .map(i -> ((Item.Ordered) i).holding().order())
            .distinct()
            .toList();
    return change
        .to(new RequestState.Withdrawn(false, open))
        .clock(new ClockChange.Cancel(ClockName.ACKNOWLEDGEMENT, ""))
        .event(c -> new RequestEvent.WithdrawalRequested(c.id(), c.facts(), c.actor(), null))
        .taken();
  }

  private static Decision confirmWithdrawal(Change change, ActBody.ConfirmWithdrawal body) {
    RequestState.Withdrawn withdrawn = (RequestState.Withdrawn) change.request().state();
    if (!sameOrders(withdrawn.open(), body.cancellations())) {
      return new Declined(new Reason.DocumentMissing(withdrawn.open()));
    }
    return change
        .to(withdrawn.confirm())
        .items(item -> item.ended() ? item : new Item.Withdrawn(item.id()))
        .event(c -> new RequestEvent.WithdrawalConfirmed(c.id(), c.facts(), c.actor(), null))
        .taken();
  }

  private static Decision release(Change change, ActBody.Release body) {
    List<String> ids = List.copyOf(body.items());
    String wrong = change.unknown(ids, Item.Preserved.class);
    if (wrong != null) {
      return new Declined(new Reason.WrongItem(wrong));
    }
    for (String id : ids) {
      change
          .clock(new ClockChange.Cancel(ClockName.PRESERVATION, id))
          .clock(new ClockChange.Cancel(ClockName.PRESERVATION_WARNING, id));
    }
    return change
        .items(
            item ->
                item instanceof Item.Preserved preserved && ids.contains(item.id())
                    ? preserved.release()
                    : item)
        .event(c -> new RequestEvent.Released(c.id(), c.facts(), c.actor(), null, ids))
        .taken();
  }

  private static Decision forwardRelease(Change change, ActBody.ForwardRelease body) {
    List<UUID> open =
        change.request().items().stream()
            .filter(Transitions::toForward)
            .map(i -> ((Item.Released) i).holding())
            .filter(java.util.Objects::nonNull)
            .map(Item.Holding::order)
            .distinct()
            .toList();
    if (!sameOrders(open, body.releases())) {
      return new Declined(new Reason.DocumentMissing(open));
    }
    return change
        .items(
            item ->
                item instanceof Item.Released released && Transitions.toForward(item)
                    ? new Item.Released(released.id(), released.holding(), true)
                    : item)
        .taken();
  }

  private static Decision confirmRelease(Change change, ActBody.ConfirmRelease body) {
    return change
        .items(
            item ->
                item instanceof Item.Released released
                        && released.holding() == null
                        && body.items().contains(item.id())
                    ? released.close()
                    : item)
        .closedIfAllEnded()
        .taken();
  }

  private Decision secured(Change change, ActBody.Secured body) {
    String wrong = change.unknown(body.items(), Item.Accepted.class);
    if (wrong != null || body.items().isEmpty()) {
      return new Declined(new Reason.WrongItem(wrong == null ? "" : wrong));
    }
    Instant earliest = change.now().plus(rules.minimumPreservation());
    if (body.until().isBefore(earliest)) {
      return new Declined(new Reason.TooShort(earliest));
    }
    for (String id : body.items()) {
      Preservation.start(change, rules, id, body.until());
      change.event(
          c ->
              new RequestEvent.DataPreserved(
                  c.id(),
                  c.facts(),
                  c.actor(),
                  null,
                  id,
                  body.until(),
                  null,
                  false,
                  body.how().wire(),
                  null,
                  null));
    }
    return change
        .items(
            item ->
                item instanceof Item.Accepted accepted && body.items().contains(item.id())
                    ? accepted.secured(body.until(), body.how().wire())
                    : item)
        .taken();
  }

  private static boolean sameOrders(List<UUID> wanted, List<OrderNotice> given) {
    List<UUID> orders = new ArrayList<>(given.stream().map(OrderNotice::order).toList());
    return orders.size() == wanted.size() && orders.containsAll(wanted);
  }

  private Duration acknowledgeWithin(String urgency) {
    @Nullable Duration within = rules.acknowledgeWithin().get(urgency);
    if (within == null) {
      throw new IllegalArgumentException("no acknowledgement clock for this urgency");
    }
    return within;
  }
}

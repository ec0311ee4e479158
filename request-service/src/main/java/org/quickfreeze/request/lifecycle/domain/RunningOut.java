package org.quickfreeze.request.lifecycle.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;

/**
 * What happens when a clock runs out. The state, not the clock's row, says whether it still does.
 */
final class RunningOut {
  private static final String CLOCK = "clock";
  private final Rules rules;

  RunningOut(Rules rules) {
    this.rules = rules;
  }

  Decision decide(SharedRequest request, Step.ByClock clock, Instant now) {
    if (now.isBefore(clock.dueAt())) {
      return superseded();
    }
    Change change = new Change(request.after(request.head()), CLOCK, now);
    return switch (clock.name()) {
      case ACKNOWLEDGEMENT -> overdue(change);
      case ACTION_REPORT -> unreported(change);
      case PROVIDER_ACKNOWLEDGEMENT -> unanswered(change, clock.item());
      case PRESERVATION_EFFECTED -> unpreserved(change, clock.item());
      case PRESERVATION_WARNING -> warn(change, clock.item());
      case PRESERVATION -> lapse(change, clock.item());
    };
  }

  private static Decision overdue(Change change) {
    if (!(change.request().state() instanceof RequestState.Submitted submitted)
        || submitted.overdue()
        || change.now().isBefore(submitted.acknowledgeBy())) {
      return superseded();
    }
    return change
        .to(submitted.runOut())
        .clock(new ClockChange.RunOut(ClockName.ACKNOWLEDGEMENT, ""))
        .event(
            c ->
                new RequestEvent.AcknowledgementOverdue(
                    c.id(), c.facts(), c.actor(), null, submitted.acknowledgeBy()))
        .taken();
  }

  private Decision unreported(Change change) {
    if (!(change.request().state() instanceof RequestState.Acknowledged acknowledged)) {
      return superseded();
    }
    return isDue(change, acknowledged.reportBy())
        ? said(
            change.to(acknowledged.runOut()),
            ClockName.ACTION_REPORT,
            "",
            acknowledged.reportBy(),
            null)
        : superseded();
  }

  private Decision unanswered(Change change, String id) {
    for (Item.Ordered item : change.in(Item.Ordered.class)) {
      if (item.id().equals(id) && isDue(change, item.answerBy())) {
        change.move(Item.Ordered.class, List.of(id), Item.Ordered::answered);
        return said(
            change, ClockName.PROVIDER_ACKNOWLEDGEMENT, id, item.answerBy(), item.holding());
      }
    }
    return superseded();
  }

  private Decision unpreserved(Change change, String id) {
    for (Item.Accepted item : change.in(Item.Accepted.class)) {
      if (item.id().equals(id) && isDue(change, item.preserveBy())) {
        change.move(Item.Accepted.class, List.of(id), Item.Accepted::runOut);
        return said(change, ClockName.PRESERVATION_EFFECTED, id, item.preserveBy(), null);
      }
    }
    for (Item.Ordered item : change.in(Item.Ordered.class)) {
      if (item.id().equals(id) && isDue(change, item.preserveBy())) {
        change.move(Item.Ordered.class, List.of(id), Item.Ordered::runOut);
        return said(change, ClockName.PRESERVATION_EFFECTED, id, item.preserveBy(), item.holding());
      }
    }
    return superseded();
  }

  private static boolean isDue(Change change, @Nullable Instant due) {
    return due != null && !change.now().isBefore(due);
  }

  /** A soft clock ran out: it is said, once, and nothing else changes. */
  private Decision said(
      Change change,
      ClockName name,
      String item,
      @Nullable Instant due,
      Item.@Nullable Holding holding) {
    Instant dueAt = Objects.requireNonNull(due);
    return change
        .clock(new ClockChange.RunOut(name, item))
        .event(
            c ->
                new RequestEvent.DutyOverdue(
                    c.id(),
                    c.facts(),
                    c.actor(),
                    null,
                    name.wire(),
                    rules.rule(name),
                    item.isEmpty() ? null : item,
                    dueAt,
                    holding == null ? null : holding.order(),
                    holding == null ? null : holding.provider()))
        .taken();
  }

  private Decision warn(Change change, String id) {
    Item.Preserved item = preserved(change, id);
    Instant due = item == null ? null : item.nextWarning();
    if (item == null || due == null || change.now().isBefore(due)) {
      return superseded();
    }
    Instant next = Promise.nextWarning(rules, item.until(), change.now()).orElse(null);
    change
        .moveAll(Item.Preserved.class, i -> i.equals(item) ? i.warned(next) : i)
        .clock(
            next == null
                ? new ClockChange.RunOut(ClockName.PRESERVATION_WARNING, id)
                : new ClockChange.Start(ClockName.PRESERVATION_WARNING, id, "R3", false, next));
    int daysLeft = daysLeft(item.until(), change.now());
    return change
        .event(
            c ->
                new RequestEvent.PreservationExpiring(
                    c.id(), c.facts(), c.actor(), null, id, item.until(), daysLeft))
        .taken();
  }

  /** The warning that has just been reached, also when the clock was read late. */
  private int daysLeft(Instant until, Instant now) {
    return rules.warnDaysBefore().stream()
        .filter(days -> !until.minus(Duration.ofDays(days)).isAfter(now))
        .min(Integer::compare)
        .orElseThrow();
  }

  private static Decision lapse(Change change, String id) {
    Item.Preserved item = preserved(change, id);
    if (item == null || change.now().isBefore(item.until())) {
      return superseded();
    }
    change
        .moveAll(Item.Preserved.class, i -> i.equals(item) ? i.expire() : i)
        .clock(new ClockChange.RunOut(ClockName.PRESERVATION, id));
    if (item.nextWarning() != null) {
      change.clock(new ClockChange.Cancel(ClockName.PRESERVATION_WARNING, id));
    }
    return change
        .event(
            c ->
                new RequestEvent.PreservationExpired(
                    c.id(), c.facts(), c.actor(), null, id, item.until()))
        .closedIfAllEnded()
        .taken();
  }

  private static Item.@Nullable Preserved preserved(Change change, String id) {
    return change.in(Item.Preserved.class).stream()
        .filter(i -> i.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private static Declined superseded() {
    return new Declined(new Reason.Superseded());
  }
}

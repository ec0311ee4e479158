package org.quickfreeze.request.lifecycle.domain;

import java.time.Duration;
import java.time.Instant;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;

/** What happens when a clock runs out. */
final class RunningOut {
  private static final String CLOCK = "clock";
  private final Rules rules;

  RunningOut(Rules rules) {
    this.rules = rules;
  }

  Decision decide(SharedRequest request, Step.ByClock clock, Instant now) {
    if (now.isBefore(clock.dueAt())) {
      return new Declined(new Reason.Superseded());
    }
    Change change = new Change(request.after(request.head()), CLOCK, now);
    return switch (clock.name()) {
      case ACKNOWLEDGEMENT -> overdue(change, clock);
      case PRESERVATION_WARNING -> warn(change, clock);
      case PRESERVATION -> lapse(change, clock);
    };
  }

  private static Decision overdue(Change change, Step.ByClock clock) {
    if (!(change.request().state() instanceof RequestState.Submitted)) {
      return new Declined(new Reason.Superseded());
    }
    return change
        .clock(new ClockChange.RunOut(ClockName.ACKNOWLEDGEMENT, ""))
        .event(
            c ->
                new RequestEvent.AcknowledgementOverdue(
                    c.id(), c.facts(), c.actor(), null, clock.dueAt()))
        .taken();
  }

  private Decision warn(Change change, Step.ByClock clock) {
    Item.Preserved item = preserved(change, clock.item());
    if (item == null) {
      return new Declined(new Reason.Superseded());
    }
    int daysLeft = (int) Math.max(0, Duration.between(change.now(), item.until()).toDays());
    Preservation.nextWarning(rules, item.until(), change.now())
        .ifPresentOrElse(
            at ->
                change.clock(
                    new ClockChange.Start(
                        ClockName.PRESERVATION_WARNING, item.id(), "R3", false, at)),
            () -> change.clock(new ClockChange.RunOut(ClockName.PRESERVATION_WARNING, item.id())));
    return change
        .event(
            c ->
                new RequestEvent.PreservationExpiring(
                    c.id(), c.facts(), c.actor(), null, item.id(), item.until(), daysLeft))
        .taken();
  }

  private static Decision lapse(Change change, Step.ByClock clock) {
    Item.Preserved item = preserved(change, clock.item());
    if (item == null || change.now().isBefore(item.until())) {
      return new Declined(new Reason.Superseded());
    }
    return change
        .items(i -> i.equals(item) ? item.expire() : i)
        .clock(new ClockChange.RunOut(ClockName.PRESERVATION, item.id()))
        .clock(new ClockChange.Cancel(ClockName.PRESERVATION_WARNING, item.id()))
        .event(
            c ->
                new RequestEvent.PreservationExpired(
                    c.id(), c.facts(), c.actor(), null, item.id(), item.until()))
        .closedIfAllEnded()
        .taken();
  }

  private static Item.@org.jspecify.annotations.Nullable Preserved preserved(
      Change change, String id) {
    return change.request().items().stream()
        .filter(i -> i.id().equals(id))
        .filter(Item.Preserved.class::isInstance)
        .map(Item.Preserved.class::cast)
        .findFirst()
        .orElse(null);
  }
}

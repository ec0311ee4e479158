package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.event.RequestFacts;

/** A step under way: the request as it becomes, with the events and clocks that follow. */
final class Change {
  private final List<RequestEvent> events = new ArrayList<>();
  private final List<ClockChange> clocks = new ArrayList<>();
  private final String actor;
  private final Instant now;
  private SharedRequest request;

  Change(SharedRequest request, String actor, Instant now) {
    this.request = request;
    this.actor = actor;
    this.now = now;
  }

  SharedRequest request() {
    return request;
  }

  UUID id() {
    return request.id();
  }

  RequestFacts facts() {
    return request.facts();
  }

  String actor() {
    return actor;
  }

  Instant now() {
    return now;
  }

  boolean inExecution() {
    return request.state() instanceof RequestState.InExecution;
  }

  Change to(RequestState next) {
    request = request.with(next);
    return this;
  }

  Change items(UnaryOperator<Item> change) {
    request = request.withItems(change);
    return this;
  }

  Change event(Function<Change, RequestEvent> event) {
    events.add(event.apply(this));
    return this;
  }

  Change clock(ClockChange change) {
    clocks.add(change);
    return this;
  }

  /** Says that the request is closed when its last item has just ended. */
  Change closedIfAllEnded() {
    if (request.ended()) {
      event(c -> new RequestEvent.RequestClosed(c.id(), c.facts(), c.actor(), null));
    }
    return this;
  }

  Decision.Taken taken() {
    return new Decision.Taken(request, events, clocks);
  }

  /** The ids named, or all. */
  List<String> ids(@Nullable List<String> named) {
    return named == null ? facts().items() : List.copyOf(named);
  }

  /** The items that a refusal or a "cannot execute" reaches. */
  List<String> open() {
    return inExecution() ? idsIn(Item.Accepted.class) : facts().items();
  }

  List<String> idsIn(Class<? extends Item> state) {
    return request.items().stream().filter(state::isInstance).map(Item::id).toList();
  }

  /** The first id that is no item in this state; null when all are. */
  @Nullable String unknown(List<String> ids, Class<? extends Item> state) {
    List<String> known = idsIn(state);
    return ids.stream().filter(id -> !known.contains(id)).findFirst().orElse(null);
  }
}

package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
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

  /** Moves the items named that are in the given state. */
  <S extends Item> Change move(
      Class<S> state, Collection<String> ids, Function<? super S, ? extends Item> exit) {
    request =
        request.withItems(
            item ->
                state.isInstance(item) && ids.contains(item.id())
                    ? exit.apply(state.cast(item))
                    : item);
    return this;
  }

  /** Moves all items that are in the given state. */
  <S extends Item> Change moveAll(Class<S> state, Function<? super S, ? extends Item> exit) {
    return move(state, idsIn(state), exit);
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
    if (inExecution() && request.ended()) {
      event(c -> new RequestEvent.RequestClosed(c.id(), c.facts(), c.actor(), null));
    }
    return this;
  }

  Decision.Taken taken() {
    return new Decision.Taken(request, events, clocks);
  }

  <S extends Item> List<S> in(Class<S> state) {
    return request.items().stream().filter(state::isInstance).map(state::cast).toList();
  }

  List<String> idsIn(Class<? extends Item> state) {
    return in(state).stream().map(Item::id).toList();
  }

  /** The first id that is no item in this state; null when all are. */
  @Nullable String unknown(List<String> ids, Class<? extends Item> state) {
    var known = idsIn(state);
    return ids.stream().filter(id -> !known.contains(id)).findFirst().orElse(null);
  }
}

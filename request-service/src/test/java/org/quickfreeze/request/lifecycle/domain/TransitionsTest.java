package org.quickfreeze.request.lifecycle.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.act.ActType.Author;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;
import org.quickfreeze.request.lifecycle.domain.Decision.Taken;
import org.quickfreeze.request.lifecycle.domain.Places.Place;
import org.quickfreeze.request.lifecycle.domain.Transitions.Edge;
import org.quickfreeze.request.lifecycle.domain.Transitions.Trigger;

class TransitionsTest {

  static Stream<Arguments> legalEdges() {
    return Places.all().stream()
        .flatMap(
            place ->
                Transitions.TABLE.stream()
                    .filter(place::has)
                    .map(edge -> arguments(place, edge.trigger(), edge.to())));
  }

  static Stream<Arguments> illegalSteps() {
    return Places.all().stream()
        .flatMap(
            place ->
                Places.triggers().stream()
                    .filter(t -> edge(place, t) == null)
                    .map(t -> arguments(place, t)));
  }

  @ParameterizedTest(name = "{0}: {1} leads to {2}")
  @MethodSource("legalEdges")
  void everyLegalEdgeLeadsWhereTheTableSays(Place place, Trigger trigger, StateName to) {
    var story = place.story().get();
    assertThat(story.request.name()).isEqualTo(shown(place.state()));

    var decision = story.attempts(Places.step(story, trigger));

    assertThat(decision).isInstanceOf(Taken.class);
    assertThat(story.request.name()).isEqualTo(to);
  }

  @ParameterizedTest(name = "{0}: no {1}")
  @MethodSource("illegalSteps")
  void everythingElseIsDeclined(Place place, Trigger trigger) {
    var story = place.story().get();
    var step = Places.step(story, trigger);

    var decision = story.tries(step);

    switch (trigger) {
      case Trigger.ByAct act -> {
        var side = act.type().author();
        assertThat(decision)
            .isEqualTo(
                new Declined(
                    new Reason.IllegalTransition(
                        story.request.stateName(), legal(place, side).toList())));
      }
      case Trigger.ByReply _, Trigger.Undeliverable _ -> assertKeptAndNothingMoved(story, decision);
      case Trigger.ByClock _ ->
          assertThat(decision).isEqualTo(new Declined(new Reason.Superseded()));
    }
  }

  @ParameterizedTest
  @MethodSource("org.quickfreeze.request.lifecycle.domain.Places#all")
  void theSidesAreToldWhatIsLawful(Place place) {
    var request = place.story().get().request;

    assertThat(request.next(Author.REQUESTER))
        .containsExactlyElementsOf(legal(place, Author.REQUESTER).toList());
    assertThat(request.next(Author.REQUESTED))
        .containsExactlyElementsOf(legal(place, Author.REQUESTED).toList());
  }

  @ParameterizedTest
  @MethodSource("org.quickfreeze.request.lifecycle.domain.Places#all")
  void noActIsLawfulForTheWrongSide(Place place) {
    var story = place.story().get();
    for (var type : ActType.values()) {
      var wrong = type.author() == Author.REQUESTER ? Author.REQUESTED : Author.REQUESTER;

      var decision = story.tries(story.act(type, Places.body(story, type), wrong));

      assertThat(decision).isEqualTo(new Declined(new Reason.WrongSide()));
    }
  }

  @Test
  void endsHaveNoExits() {
    // But for data that a provider kept although its order had been cancelled.
    assertThat(Transitions.TABLE)
        .noneMatch(edge -> edge.from().end() && edge.guard() != Transitions.Guard.CANCELLED);
    for (var place : Places.all()) {
      if (place.state().end()) {
        assertThat(place.story().get().request.ended()).isTrue();
        assertThat(place.story().get().request.next()).isEmpty();
      }
    }
  }

  /** What a provider has signed is kept, also where it moves nothing. */
  private static void assertKeptAndNothingMoved(Story story, Decision decision) {
    var before = story.request;
    assertThat(decision).isInstanceOf(Taken.class);
    var taken = (Taken) decision;
    assertThat(taken.events()).isEmpty();
    assertThat(taken.clocks()).isEmpty();
    assertThat(taken.request().items()).isEqualTo(before.items());
    assertThat(taken.request().state()).isEqualTo(before.state());
    assertThat(taken.request().head()).isEqualTo(before.head());
    assertThat(taken.request().entries()).isEqualTo(before.entries() + 1);
  }

  @Test
  void everyStateIsAPlaceOfTheseTests() {
    var states = EnumSet.allOf(StateName.class);
    states.remove(StateName.START);
    assertThat(Places.all()).extracting(Place::state).containsAll(states);
  }

  @Test
  void eachRecordOffersTheExitsOfTheTableAndNoOthers() {
    var offered = new EnumMap<StateName, Set<StateName>>(StateName.class);
    for (var state : RequestState.class.getPermittedSubclasses()) {
      offered
          .computeIfAbsent(nameOf(state), _ -> EnumSet.noneOf(StateName.class))
          .addAll(exits(state, RequestState.class));
    }
    var items =
        Stream.of(Item.class, ItemDisclosure.class, ItemEnd.class)
            .flatMap(c -> Arrays.stream(c.getPermittedSubclasses()))
            .filter(c -> !c.isSealed())
            .toList();
    for (var state : items) {
      offered
          .computeIfAbsent(nameOf(state), _ -> EnumSet.noneOf(StateName.class))
          .addAll(exits(state, Item.class));
    }

    Map<StateName, Set<StateName>> table = new EnumMap<>(StateName.class);
    offered.keySet().forEach(name -> table.put(name, EnumSet.noneOf(StateName.class)));
    Transitions.TABLE.stream()
        .filter(edge -> edge.from() != edge.to() && edge.from() != StateName.START)
        .forEach(edge -> table.get(edge.from()).add(edge.to()));
    assertThat(offered).isEqualTo(table);
  }

  private static Set<StateName> exits(Class<?> state, Class<?> states) {
    var exits = EnumSet.noneOf(StateName.class);
    Arrays.stream(state.getDeclaredMethods())
        .filter(m -> !m.isSynthetic() && states.isAssignableFrom(m.getReturnType()))
        .map(m -> nameOf(m.getReturnType()))
        .filter(name -> name != nameOf(state))
        .forEach(exits::add);
    return exits;
  }

  private static StateName nameOf(Class<?> state) {
    if (state == RequestState.InExecution.class) {
      return StateName.ACCEPTED;
    }
    return Arrays.stream(StateName.values())
        .filter(name -> name.wire().equals(state.getSimpleName()))
        .findFirst()
        .orElseThrow();
  }

  private static Edge edge(Place place, Trigger trigger) {
    return Transitions.TABLE.stream()
        .filter(place::has)
        .filter(e -> e.trigger().equals(trigger))
        .findFirst()
        .orElse(null);
  }

  private static Stream<ActType> legal(Place place, Author side) {
    return Transitions.TABLE.stream()
        .filter(place::has)
        .flatMap(e -> e.trigger() instanceof Trigger.ByAct act ? Stream.of(act.type()) : null)
        .filter(type -> type.author() == side)
        .distinct()
        .sorted();
  }

  /** A request with an item that is only asked for shows itself as accepted. */
  private static StateName shown(StateName state) {
    return state == StateName.ASKED ? StateName.ACCEPTED : state;
  }
}

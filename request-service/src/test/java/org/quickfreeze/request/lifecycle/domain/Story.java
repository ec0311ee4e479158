package org.quickfreeze.request.lifecycle.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActBody.OrderNotice;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.act.ActType.Author;
import org.quickfreeze.contracts.act.SecuredBy;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.contracts.order.OrderReply.Body;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.contracts.rulebook.Rulebook;
import org.quickfreeze.request.lifecycle.domain.Transitions.Guard;

/** What happens to one request of France to Romania, told step by step. */
final class Story {
  static final UUID ID = UUID.fromString("6f1ed002-ab5a-4d2c-8f2b-0d5e7c1a2b3c");
  static final Instant MIDNIGHT = Instant.parse("2026-11-25T00:00:00Z");
  static final Duration URGENT_ACKNOWLEDGEMENT = Duration.ofHours(2);
  static final Rules RULES =
      new Rules(
          "BC-29",
          Map.of(
              ClockName.ACKNOWLEDGEMENT, urgent("R1", URGENT_ACKNOWLEDGEMENT),
              ClockName.ACTION_REPORT, urgent("R1b", Duration.ofHours(24)),
              ClockName.PROVIDER_ACKNOWLEDGEMENT, urgent("R2a", Duration.ofHours(4)),
              ClockName.PRESERVATION_EFFECTED, urgent("R2b", Duration.ofHours(24))),
          Duration.ofDays(60),
          List.of(45, 30, 14, 7, 3, 1),
          List.of(
              ground("political-offence", null, List.of()),
              ground("dual-criminality", "dual-criminality", List.of("BC-2"))),
          Set.of("duplicate", "incomplete"));
  static final Lifecycle LIFECYCLE = new Lifecycle(RULES);

  final List<RequestEvent> events = new ArrayList<>();
  final List<ClockChange> clocks = new ArrayList<>();
  final List<Fold.Entry> entries = new ArrayList<>();
  final Fold.First first;
  SharedRequest request;
  Instant now = MIDNIGHT;
  private int acts = 1;

  private Story(RequestFacts facts) {
    first = new Fold.First(ID, facts, "officer/FR/fr-24-7", "act-1", now);
    var taken = LIFECYCLE.submit(ID, facts, first.actor(), first.hash(), now);
    request = taken.request();
    events.addAll(taken.events());
    clocks.addAll(taken.clocks());
  }

  /** France has asked for so many items. */
  static Story submitted(int items) {
    return new Story(facts(items, List.of("BC-8")));
  }

  static Story submitted(List<String> offences) {
    return new Story(facts(1, offences));
  }

  static Story acknowledged(int items) {
    return submitted(items).does(acknowledge());
  }

  static Story accepted(int items) {
    return acknowledged(items).does(new ActBody.Accept(null));
  }

  /** Each item is ordered from acme by an order of its own. */
  static Story ordered(int items) {
    var story = accepted(items);
    IntStream.rangeClosed(1, items).forEach(i -> story.does(order(i)));
    return story;
  }

  /** Each item is preserved by acme for so many days. */
  static Story preserved(int items, int days) {
    var story = ordered(items);
    for (int i = 1; i <= items; i++) {
      story.hears(story.reply(i, ReplyCode.PRESERVED, story.preservedFor(days)));
    }
    return story;
  }

  static Story released(int items) {
    var story = preserved(items, 90);
    return story.does(release(story.request.facts().items()));
  }

  /** Acme has been told that the data are no longer needed. */
  static Story told(int items) {
    var story = released(items);
    return story.does(story.forwardRelease());
  }

  /** What Acme should have been told has not reached it. */
  static Story toldInVain(int items) {
    var story = told(items);
    for (int i = 1; i <= items; i++) {
      story.takes(story.undeliverable(i));
    }
    return story;
  }

  /** Romania has seized the data. */
  static Story secured(int items) {
    var story = accepted(items);
    return story.does(story.secure(story.request.facts().items(), 60));
  }

  Story does(ActBody body) {
    return takes(act(body));
  }

  Story hears(Step.ByProvider reply) {
    return takes(reply);
  }

  Story runsOut(ClockName name, String item) {
    return takes(new Step.ByClock(name, item, now));
  }

  Story after(Duration time) {
    now = now.plus(time);
    return this;
  }

  Decision tries(ActBody body) {
    return tries(act(body));
  }

  Decision tries(Step step) {
    return LIFECYCLE.decide(request, step, now);
  }

  /** Takes the step, whatever comes of it. */
  Decision attempts(Step step) {
    var decision = tries(step);
    if (decision instanceof Decision.Taken taken) {
      request = taken.request();
      events.addAll(taken.events());
      clocks.addAll(taken.clocks());
      entries.add(new Fold.Entry(step, now));
    }
    return decision;
  }

  Item item(int number) {
    return request.items().get(number - 1);
  }

  /** The request as it would be with this item alone. */
  Story with(Item item) {
    request =
        new SharedRequest(
            ID,
            request.facts(),
            request.entries(),
            request.head(),
            new RequestState.InExecution(),
            List.of(item));
    return this;
  }

  Story with(RequestState state) {
    request = request.with(state);
    return this;
  }

  Step.ByParty act(ActBody body) {
    var type = typeOf(body);
    return act(type, body, type.author());
  }

  Step.ByParty act(ActType type, ActBody body, Author author) {
    var actor = author == Author.REQUESTER ? "officer/FR/fr-24-7" : "officer/RO/ro-24-7";
    return new Step.ByParty(type, body, author, actor, "act-" + ++acts, request.head(), List.of());
  }

  /** Acme's answer to the last document about the item's order. */
  Step.ByProvider reply(int item, ReplyCode code, Body body) {
    var holding = item(item).holding();
    // What comes late answers the order itself, not its cancellation.
    var late = item(item) instanceof Item.Withdrawn && code != ReplyCode.CANCELLED;
    var document = holding == null || late ? "order-" + item : holding.document();
    return new Step.ByProvider(orderId(item), "acme", document, code, body);
  }

  /** The last document about the item's order cannot be brought to acme. */
  Step.ByNetwork undeliverable(int item) {
    var holding = item(item).holding();
    var document = holding == null ? "order-" + item : holding.document();
    return new Step.ByNetwork(orderId(item), "acme", document, "no-channel");
  }

  Body preservedFor(int days) {
    return Body.preserved(now.plus(Duration.ofDays(days)), 1);
  }

  ActBody secure(List<String> items, int days) {
    return new ActBody.Secured(items, now.plus(Duration.ofDays(days)), SecuredBy.SEIZED);
  }

  ActBody forwardRelease() {
    // What goes out again is another document, as a signed one would be.
    boolean again = request.items().stream().anyMatch(i -> Transitions.holds(Guard.NOT_REACHED, i));
    return new ActBody.ForwardRelease(
        notices(request.toRelease(), again ? "release-" + acts : "release"));
  }

  ActBody confirmWithdrawal() {
    return new ActBody.ConfirmWithdrawal(notices(request.toCancel(), "cancel"));
  }

  static ActBody acknowledge() {
    return new ActBody.Acknowledge(
        new ActBody.Handler("A. Handler", "duty officer", "+44 20 7946 0001"), MIDNIGHT);
  }

  static ActBody order(int item) {
    return new ActBody.Order(orderId(item), List.of(String.valueOf(item)), "acme", "order-" + item);
  }

  static ActBody release(List<String> items) {
    return new ActBody.Release(items, "no longer needed");
  }

  static UUID orderId(int item) {
    return new UUID(0x4000L, 0x8000000000000000L + item);
  }

  static ActType typeOf(ActBody body) {
    for (var type : ActType.values()) {
      if (type.body().isInstance(body)) {
        return type;
      }
    }
    throw new AssertionError("an act without a type");
  }

  static RequestFacts facts(int items, List<String> offences) {
    return new RequestFacts(
        new RequestFacts.Side("FR", "fr-24-7"),
        new RequestFacts.Side("RO", "ro-24-7"),
        "BC-29",
        "preservation",
        "URGENT",
        List.of("TRAFFIC"),
        offences,
        IntStream.rangeClosed(1, items).mapToObj(String::valueOf).toList(),
        List.of("acme"),
        "1",
        true);
  }

  private Story takes(Step step) {
    assertThat(attempts(step)).as("%s", step).isInstanceOf(Decision.Taken.class);
    return this;
  }

  private static List<OrderNotice> notices(List<Item.Holding> holdings, String kind) {
    return holdings.stream()
        .map(h -> new OrderNotice(h.order(), kind + "-of-" + h.order()))
        .toList();
  }

  private static Rules.SoftClock urgent(String rule, Duration within) {
    return new Rules.SoftClock(rule, Map.of("URGENT", within));
  }

  private static Rulebook.Ground ground(
      String code, String reservation, List<String> exceptOffences) {
    return new Rulebook.Ground(
        "BC-29", code, "BC 29(5)", "text", reservation, exceptOffences, false, false);
  }
}

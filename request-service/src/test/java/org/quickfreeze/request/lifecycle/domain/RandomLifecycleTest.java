package org.quickfreeze.request.lifecycle.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Taken;

/**
 * Random sequences of acts, replies, clocks and passing time, lawful and not, with what must always
 * hold checked after every step. A failure prints its seed; run it again with {@code
 * -Dquickfreeze.seed=…}.
 */
class RandomLifecycleTest {
  private static final int SEQUENCES = Integer.getInteger("quickfreeze.sequences", 4000);
  private static final int STEPS = 40;

  @Test
  void whatMustAlwaysHoldHoldsAfterEveryStep() {
    Long only = Long.getLong("quickfreeze.seed");
    long base = only == null ? System.nanoTime() : only;
    var reached = new HashSet<StateName>();
    for (long seed = base; seed < base + (only == null ? SEQUENCES : 1); seed++) {
      try {
        new Walk(seed).run(reached);
      } catch (AssertionError | RuntimeException e) {
        fail("seed " + seed, e);
      }
    }
    if (only == null) {
      assertThat(reached)
          .as("the walks come everywhere")
          .contains(
              StateName.CLOSED,
              StateName.EXPIRED,
              StateName.WITHDRAWN,
              StateName.NOT_AVAILABLE,
              StateName.NOT_EXECUTED,
              StateName.REFUSED);
    }
  }

  /** One sequence. */
  private static final class Walk {
    private final RandomGenerator random;
    private final Story story;
    private final Map<String, Instant> running = new HashMap<>();
    private final Set<String> oncePreserved = new HashSet<>();

    Walk(long seed) {
      random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      story = Story.submitted(1 + random.nextInt(3));
      story.clocks.forEach(this::apply);
    }

    void run(Set<StateName> reached) {
      for (int i = 0; i < STEPS; i++) {
        var before = story.request;
        var decision = step();
        check(before, decision);
        story.request.items().forEach(item -> reached.add(item.name()));
        reached.add(story.request.name());
      }
      assertThat(Fold.replay(Story.LIFECYCLE, story.first, story.entries))
          .as("the fold gives the same state")
          .isEqualTo(story.request);
    }

    private Decision step() {
      return switch (random.nextInt(10)) {
        case 0 -> {
          story.after(Duration.ofHours(random.nextInt(24 * 20)));
          yield due();
        }
        case 1 -> clock();
        case 2, 3, 4 -> story.attempts(reply());
        case 5 -> story.attempts(story.act(body(any(List.of(ActType.values())))));
        default -> lawful();
      };
    }

    /** Mostly what is lawful, so that walks get somewhere. */
    private Decision lawful() {
      var next = new ArrayList<>(story.request.next());
      // Otherwise nearly all walks would be withdrawn or refused at once.
      if (random.nextInt(6) != 0) {
        next.removeAll(List.of(ActType.WITHDRAW, ActType.REFUSE, ActType.CANNOT));
      }
      return next.isEmpty() ? story.attempts(reply()) : story.attempts(story.act(body(any(next))));
    }

    private Decision clock() {
      var name = any(List.of(ClockName.values()));
      var item = name == ClockName.ACKNOWLEDGEMENT || name == ClockName.ACTION_REPORT ? "" : item();
      // A row that says it is due although the state says otherwise must do nothing.
      var due = random.nextBoolean() ? story.now : running.getOrDefault(key(name, item), story.now);
      return story.attempts(new Step.ByClock(name, item, due));
    }

    /** Mostly a clock that runs, and that may be due by now. */
    private Decision due() {
      if (running.isEmpty()) {
        return clock();
      }
      var key = any(running.keySet().stream().sorted().toList());
      var slash = key.indexOf('/');
      var name = ClockName.named(key.substring(0, slash));
      if (random.nextBoolean() && running.get(key).isAfter(story.now)) {
        story.now = running.get(key);
      }
      return story.attempts(new Step.ByClock(name, key.substring(slash + 1), running.get(key)));
    }

    private Step reply() {
      var number = Integer.parseInt(item());
      if (random.nextInt(8) == 0) {
        return story.undeliverable(number);
      }
      var code = any(List.of(ReplyCode.values()));
      return story.reply(number, code, Places.body(story, code));
    }

    private ActBody body(ActType type) {
      var item = item();
      return switch (type) {
        case ACCEPT -> new ActBody.Accept(random.nextBoolean() ? null : List.of(item));
        case ORDER -> Story.order(Integer.parseInt(item));
        case RELEASE -> Story.release(List.of(item));
        case CONFIRM_RELEASE -> new ActBody.ConfirmRelease(List.of(item));
        case SECURED -> story.secure(List.of(item), 30 + random.nextInt(90));
        default -> Places.body(story, type);
      };
    }

    private String item() {
      return any(story.request.facts().items());
    }

    private <T> T any(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    private void check(SharedRequest before, Decision decision) {
      switch (decision) {
        case Declined _ -> assertThat(story.request).isSameAs(before);
        case Taken taken -> checkTaken(before, taken);
      }
      assertThat(story.request.ended()).isEqualTo(story.request.name().end());
      if (story.request.ended()) {
        assertThat(story.request.next()).isEmpty();
      }
      checkClocks();
    }

    private void checkTaken(SharedRequest before, Taken taken) {
      taken.clocks().forEach(this::apply);
      var after = taken.request();
      assertThat(after.entries()).isEqualTo(before.entries() + 1);
      assertThat(after.facts()).isEqualTo(before.facts());
      assertThat(after.items()).extracting(Item::id).isEqualTo(before.facts().items());
      boolean moved =
          !after.state().equals(before.state()) || !after.items().equals(before.items());
      boolean said =
          taken.events().stream().anyMatch(RequestEvent.ProviderNotReached.class::isInstance);
      if (!taken.events().isEmpty() && !said) {
        assertThat(moved || !taken.clocks().isEmpty()).as("an event says what changed").isTrue();
      }
      if (before.ended() && after.ended()) {
        assertThat(moved).as("an end is an end").isFalse();
      }
      for (int i = 0; i < before.items().size(); i++) {
        checkItem(before.items().get(i), after.items().get(i));
      }
      assertThat(
              story.events.stream().filter(RequestEvent.AcknowledgementOverdue.class::isInstance))
          .hasSizeLessThanOrEqualTo(1);
    }

    private void checkItem(Item before, Item after) {
      if (before instanceof Item.Withdrawn && after instanceof Item.Released) {
        // The provider said so late.
        oncePreserved.add(after.id());
      } else if (before.ended()) {
        assertThat(after).isEqualTo(before);
      }
      if (after instanceof Item.Preserved) {
        oncePreserved.add(after.id());
      }
      if (after instanceof Item.Released || after instanceof ItemEnd.Closed) {
        assertThat(oncePreserved).as("only what was preserved is released").contains(after.id());
      }
      if (after instanceof Item.WithdrawnUnconfirmed || after instanceof Item.Withdrawn) {
        assertThat(oncePreserved).as("what was preserved is released").doesNotContain(after.id());
      }
      if (after instanceof ItemEnd.Expired expired && !(before instanceof ItemEnd.Expired)) {
        assertThat(Duration.between(expired.since(), story.now))
            .as("no lapse before day 60")
            .isGreaterThanOrEqualTo(Duration.ofDays(60));
      }
    }

    /** The clocks that run are those that the state asks for. */
    private void checkClocks() {
      var wanted = new HashMap<String, Instant>();
      if (story.request.state() instanceof RequestState.Submitted s && !s.overdue()) {
        wanted.put(key(ClockName.ACKNOWLEDGEMENT, ""), s.acknowledgeBy());
      }
      if (story.request.state() instanceof RequestState.Acknowledged a) {
        put(wanted, ClockName.ACTION_REPORT, "", a.reportBy());
      }
      for (var item : story.request.items()) {
        if (item instanceof Item.Accepted a) {
          put(wanted, ClockName.PRESERVATION_EFFECTED, a.id(), a.preserveBy());
        }
        if (item instanceof Item.Ordered o) {
          put(wanted, ClockName.PRESERVATION_EFFECTED, o.id(), o.preserveBy());
          put(wanted, ClockName.PROVIDER_ACKNOWLEDGEMENT, o.id(), o.answerBy());
        }
        if (item instanceof Item.Preserved p) {
          wanted.put(key(ClockName.PRESERVATION, p.id()), p.until());
          if (p.nextWarning() != null) {
            wanted.put(key(ClockName.PRESERVATION_WARNING, p.id()), p.nextWarning());
          }
        }
      }
      assertThat(running).isEqualTo(wanted);
    }

    private static void put(Map<String, Instant> wanted, ClockName name, String item, Instant due) {
      if (due != null) {
        wanted.put(key(name, item), due);
      }
    }

    private void apply(ClockChange change) {
      var key = key(change.name(), change.item());
      switch (change) {
        case ClockChange.Start start -> running.put(key, start.dueAt());
        case ClockChange.Meet _, ClockChange.Cancel _, ClockChange.RunOut _ ->
            assertThat(running.remove(key)).as("a clock that ends was running").isNotNull();
      }
    }

    private static String key(ClockName name, String item) {
      return name.wire() + "/" + item;
    }
  }
}

package org.quickfreeze.request.lifecycle.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActBody.OrderNotice;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.act.ActType.Author;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.order.OrderReply.Body;
import org.quickfreeze.contracts.order.RejectedReason;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.request.lifecycle.domain.Decision.Declined;
import org.quickfreeze.request.lifecycle.domain.Decision.Reason;

class LifecycleTest {

  @Test
  void submissionStartsTheAcknowledgementClock() {
    var story = Story.submitted(1);

    var due = Story.MIDNIGHT.plus(Story.URGENT_ACKNOWLEDGEMENT);
    assertThat(story.clocks)
        .containsExactly(new ClockChange.Start(ClockName.ACKNOWLEDGEMENT, "", "R1", false, due));
    assertThat(((RequestEvent.PreservationRequested) story.events.getFirst()).acknowledgeBy())
        .isEqualTo(due);
  }

  @Test
  void acknowledgementMeetsTheClock() {
    var story = Story.acknowledged(1);

    assertThat(story.clocks).contains(new ClockChange.Meet(ClockName.ACKNOWLEDGEMENT, ""));
  }

  @Test
  void eachStepStartsTheClockOfTheNextOne() {
    var story = Story.ordered(1);
    var day = Story.MIDNIGHT.plus(Duration.ofHours(24));
    var answer = Story.MIDNIGHT.plus(Duration.ofHours(4));

    assertThat(story.clocks)
        .contains(
            new ClockChange.Start(ClockName.ACTION_REPORT, "", "R1b", false, day),
            new ClockChange.Meet(ClockName.ACTION_REPORT, ""),
            new ClockChange.Start(ClockName.PRESERVATION_EFFECTED, "1", "R2b", false, day),
            new ClockChange.Start(ClockName.PROVIDER_ACKNOWLEDGEMENT, "1", "R2a", false, answer));
    assertThat(story.events)
        .filteredOn(RequestEvent.Acknowledged.class::isInstance)
        .extracting(e -> ((RequestEvent.Acknowledged) e).reportBy())
        .containsExactly(day);
    assertThat(story.events)
        .filteredOn(RequestEvent.Accepted.class::isInstance)
        .extracting(e -> ((RequestEvent.Accepted) e).preserveBy())
        .containsExactly(day);
  }

  @Test
  void aProvidersFirstWordMeetsItsClockAndPreservationTheOther() {
    var story = Story.ordered(1);

    story.hears(story.reply(1, ReplyCode.ACKNOWLEDGED, Body.EMPTY));
    assertThat(story.clocks.getLast())
        .isEqualTo(new ClockChange.Meet(ClockName.PROVIDER_ACKNOWLEDGEMENT, "1"));

    story.hears(story.reply(1, ReplyCode.PRESERVED, story.preservedFor(60)));
    assertThat(story.clocks).contains(new ClockChange.Meet(ClockName.PRESERVATION_EFFECTED, "1"));
  }

  @Test
  void aDutyThatIsOverdueIsSaidOnceWithItsRule() {
    var story = Story.ordered(1).after(Duration.ofHours(4));

    story.runsOut(ClockName.PROVIDER_ACKNOWLEDGEMENT, "1");

    var overdue = (RequestEvent.DutyOverdue) story.events.getLast();
    assertThat(overdue.clock()).isEqualTo("provider-acknowledgement");
    assertThat(overdue.rule()).isEqualTo("R2a");
    assertThat(overdue.order()).isEqualTo(Story.orderId(1));
    assertThat(story.tries(new Step.ByClock(ClockName.PROVIDER_ACKNOWLEDGEMENT, "1", story.now)))
        .isEqualTo(superseded());
    assertThat(story.request.name()).isEqualTo(StateName.ORDERED);
  }

  @Test
  void theTimeToPreserveRunsOnWhenAnOrderIsRejected() {
    var story = Story.ordered(1);
    story.hears(story.reply(1, ReplyCode.REJECTED, Body.rejected(RejectedReason.TOO_BROAD)));

    story.after(Duration.ofHours(24)).runsOut(ClockName.PRESERVATION_EFFECTED, "1");

    assertThat(((RequestEvent.DutyOverdue) story.events.getLast()).rule()).isEqualTo("R2b");
  }

  @Test
  void whatAProviderKeptAfterItsOrderWasCancelledIsReleased() {
    var story = Story.ordered(1).does(new ActBody.Withdraw("why"));
    story.does(story.confirmWithdrawal());
    assertThat(story.request.ended()).isTrue();

    story.hears(story.reply(1, ReplyCode.PRESERVED, story.preservedFor(60)));

    assertThat(story.request.name()).isEqualTo(StateName.RELEASED);
    assertThat(story.events.getLast()).isInstanceOf(RequestEvent.Released.class);
    assertThat(story.request.next()).containsExactly(ActType.FORWARD_RELEASE);
    assertThat(story.request.toRelease())
        .containsExactly(
            new Item.Holding(Story.orderId(1), "acme", "cancel-of-" + Story.orderId(1)));
    story.does(story.forwardRelease());
    story.hears(story.reply(1, ReplyCode.RELEASED, Body.EMPTY));
    assertThat(story.request.name()).isEqualTo(StateName.CLOSED);
  }

  @Test
  void aLateReplyBeforeTheConfirmationIsKeptAndMovesNothing() {
    var story = Story.ordered(1);
    var late = story.reply(1, ReplyCode.PRESERVED, story.preservedFor(60));
    story.does(new ActBody.Withdraw("why"));
    var before = story.request;

    story.hears(late);

    assertThat(story.request.items()).isEqualTo(before.items());
    assertThat(story.request.entries()).isEqualTo(before.entries() + 1);
    assertThat(story.request.next()).containsExactly(ActType.CONFIRM_WITHDRAWAL);
  }

  @Test
  void anAcknowledgementThatIsLateIsSaidOnceAndStillPossible() {
    var story = Story.submitted(1).after(Story.URGENT_ACKNOWLEDGEMENT);
    story.runsOut(ClockName.ACKNOWLEDGEMENT, "");

    var again = story.tries(new Step.ByClock(ClockName.ACKNOWLEDGEMENT, "", story.now));

    assertThat(again).isEqualTo(superseded());
    assertThat(story.request.name()).isEqualTo(StateName.SUBMITTED);
    story.does(Story.acknowledge());
    assertThat(story.request.name()).isEqualTo(StateName.ACKNOWLEDGED);
  }

  @Test
  void aClockReadTooEarlyDoesNothing() {
    var story = Story.submitted(1).after(Story.URGENT_ACKNOWLEDGEMENT.minusNanos(1000));

    var decision =
        story.tries(new Step.ByClock(ClockName.ACKNOWLEDGEMENT, "", story.now.minusSeconds(1)));

    assertThat(decision).isEqualTo(superseded());
  }

  @Test
  void theHeadMovesWithActsOfPartiesAlone() {
    var story = Story.ordered(1);
    var head = story.request.head();

    story.hears(story.reply(1, ReplyCode.ACKNOWLEDGED, Body.EMPTY));
    story.hears(story.reply(1, ReplyCode.PRESERVED, story.preservedFor(60)));
    story.after(Duration.ofDays(15)).runsOut(ClockName.PRESERVATION_WARNING, "1");

    assertThat(story.request.head()).isEqualTo(head);
    assertThat(story.request.entries()).isEqualTo(7);
  }

  @Test
  void anActOnAnotherHeadIsDeclined() {
    var story = Story.submitted(1);
    var act = story.act(Story.acknowledge());
    var stale =
        new Step.ByParty(
            act.type(), act.body(), act.author(), act.actor(), act.hash(), "other", List.of());

    assertThat(story.tries(stale))
        .isEqualTo(new Declined(new Reason.WrongPrevious(story.request.head())));
  }

  @Test
  void whatIsSharedIsKeptAcrossEdges() {
    var story = Story.told(2);

    assertThat(story.request.id()).isEqualTo(Story.ID);
    assertThat(story.request.facts()).isEqualTo(story.first.facts());
    assertThat(story.request.items()).extracting(Item::id).containsExactly("1", "2");
  }

  @Test
  void theOrderIsKeptFromOrderToRelease() {
    var story = Story.preserved(1, 90);
    assertThat(story.item(1).holding())
        .isEqualTo(new Item.Holding(Story.orderId(1), "acme", "order-1"));

    story.does(Story.release(List.of("1")));
    assertThat(story.request.toRelease())
        .containsExactly(new Item.Holding(Story.orderId(1), "acme", "order-1"));

    story.does(story.forwardRelease());
    assertThat(story.item(1).holding())
        .isEqualTo(new Item.Holding(Story.orderId(1), "acme", "release-of-" + Story.orderId(1)));
    assertThat(story.request.toRelease()).isEmpty();
    assertThat(story.request.heldBy(Story.orderId(1))).containsExactly(story.item(1));
  }

  @Test
  void theTermsAreKeptThroughWarnings() {
    var story = Story.preserved(1, 90);
    var before = (Item.Preserved) story.item(1);

    story.after(Duration.ofDays(45)).runsOut(ClockName.PRESERVATION_WARNING, "1");

    assertThat(story.item(1)).isEqualTo(before.warned(before.until().minus(Duration.ofDays(30))));
  }

  @Test
  void thePromiseIsTheLaterOfTheProvidersEndAndDay60() {
    var longer = (Item.Preserved) Story.preserved(1, 90).item(1);
    var shorter = Story.preserved(1, 30);

    assertThat(longer.until()).isEqualTo(Story.MIDNIGHT.plus(Duration.ofDays(90)));
    var item = (Item.Preserved) shorter.item(1);
    assertThat(item.until()).isEqualTo(Story.MIDNIGHT.plus(Duration.ofDays(60)));
    assertThat(item.providerUntil()).isEqualTo(Story.MIDNIGHT.plus(Duration.ofDays(30)));
    assertThat(shorter.events.getLast()).isInstanceOf(RequestEvent.RenewalDue.class);
  }

  @Test
  void noRenewalIsDueWhereTheProviderKeepsThePromise() {
    assertThat(Story.preserved(1, 60).events).noneMatch(RequestEvent.RenewalDue.class::isInstance);
  }

  @Test
  void nothingLapsesBeforeDay60() {
    var story = Story.preserved(1, 1).after(Duration.ofDays(60).minusNanos(1000));

    var early = story.tries(new Step.ByClock(ClockName.PRESERVATION, "1", Story.MIDNIGHT));

    assertThat(early).isEqualTo(superseded());
    story.after(Duration.ofNanos(1000)).runsOut(ClockName.PRESERVATION, "1");
    assertThat(story.request.name()).isEqualTo(StateName.EXPIRED);
  }

  @Test
  void noPreservationCanBeWrittenThatIsShorterThanTheLaw() {
    var tooEarly = Story.MIDNIGHT.plus(Duration.ofDays(60)).minusNanos(1000);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Item.Preserved(
                    "1", Story.MIDNIGHT, tooEarly, null, null, false, "seized", null));
    assertThat(Story.accepted(1).tries(Story.accepted(1).secure(List.of("1"), 59)))
        .isEqualTo(new Declined(new Reason.TooShort(Story.MIDNIGHT.plus(Duration.ofDays(60)))));
  }

  @Test
  void eachWarningIsGivenOnceWithTheDaysThatAreLeft() {
    var story = Story.preserved(1, 60);
    for (int days : List.of(45, 30, 14, 7, 3, 1)) {
      story.now = Story.MIDNIGHT.plus(Duration.ofDays(60 - days));
      story.runsOut(ClockName.PRESERVATION_WARNING, "1");
      assertThat(story.tries(new Step.ByClock(ClockName.PRESERVATION_WARNING, "1", story.now)))
          .isEqualTo(superseded());
    }

    assertThat(daysWarned(story)).containsExactly(45, 30, 14, 7, 3, 1);
    assertThat(story.clocks.getLast())
        .isEqualTo(new ClockChange.RunOut(ClockName.PRESERVATION_WARNING, "1"));
  }

  @Test
  void warningsThatWereMissedAreGivenAsOne() {
    var story = Story.preserved(1, 60).after(Duration.ofDays(50));

    story.runsOut(ClockName.PRESERVATION_WARNING, "1");

    assertThat(daysWarned(story)).containsExactly(14);
    assertThat(((Item.Preserved) story.item(1)).nextWarning())
        .isEqualTo(Story.MIDNIGHT.plus(Duration.ofDays(53)));
  }

  @Test
  void aGroundThatTheArticleDoesNotAllowIsDeclinedWithTheArticle() {
    var story = Story.acknowledged(1);

    assertThat(story.tries(new ActBody.Refuse("fiscal-offence", "why")))
        .isEqualTo(
            new Declined(new Reason.GroundNotAllowed("BC-29", List.of("political-offence"))));
  }

  @Test
  void aReservationOpensDualCriminalityOutsideTheConventionsOffences() {
    var other = Story.submitted(List.of("other")).does(Story.acknowledge());
    var access = Story.submitted(List.of("BC-2")).does(Story.acknowledge());

    assertThat(other.tries(refuseWithReservation(other))).isInstanceOf(Decision.Taken.class);
    assertThat(other.tries(new ActBody.Refuse("dual-criminality", "why")))
        .isInstanceOf(Declined.class);
    assertThat(access.tries(refuseWithReservation(access))).isInstanceOf(Declined.class);
  }

  @Test
  void aReasonOutsideTheRulebookIsDeclined() {
    assertThat(Story.acknowledged(1).tries(new ActBody.Cannot("no-time", "why")))
        .isEqualTo(new Declined(new Reason.UnknownReason(List.of("duplicate", "incomplete"))));
  }

  @Test
  void itemsLeftOutOfAnAcceptanceStayOpen() {
    var story = Story.acknowledged(3).does(new ActBody.Accept(List.of("2")));
    assertThat(story.request.items())
        .extracting(Item::name)
        .containsExactly(StateName.ASKED, StateName.ACCEPTED, StateName.ASKED);

    story.does(Story.order(2)).does(new ActBody.Accept(List.of("1")));
    story.does(Story.order(1)).does(new ActBody.Refuse("political-offence", "why"));

    assertThat(story.request.items())
        .extracting(Item::name)
        .containsExactly(StateName.ORDERED, StateName.ORDERED, StateName.REFUSED);
    assertThat(((RequestEvent.Refused) story.events.getLast()).items()).containsExactly("3");
  }

  @Test
  void anItemThatIsNotThereIsNamed() {
    var story = Story.accepted(1);

    assertThat(story.tries(Story.order(7))).isEqualTo(new Declined(new Reason.WrongItem("7")));
    assertThat(Story.acknowledged(1).tries(new ActBody.Accept(List.of("1", "9"))))
        .isEqualTo(new Declined(new Reason.WrongItem("9")));
    assertThat(Story.preserved(2, 60).tries(Story.release(List.of("3"))))
        .isEqualTo(new Declined(new Reason.WrongItem("3")));
    var seized = Story.secured(1).does(Story.release(List.of("1")));
    assertThat(seized.tries(new ActBody.ConfirmRelease(List.of("2"))))
        .isEqualTo(new Declined(new Reason.WrongItem("2")));
  }

  @Test
  void aRejectedItemIsOrderedInTurnAndTheOldProviderIsNotHeard() {
    var story = Story.ordered(1);
    var late = story.reply(1, ReplyCode.PRESERVED, story.preservedFor(60));
    story.hears(story.reply(1, ReplyCode.REJECTED, Body.rejected(RejectedReason.TOO_BROAD)));
    var second = UUID.fromString("0b7a3a3e-1f5c-4c0a-9d1e-aa55bb66cc77");
    story.does(new ActBody.Order(second, List.of("1"), "globex", "order-b"));

    assertMovesNothing(story, late);
    assertMovesNothing(
        story,
        new Step.ByProvider(
            second, "acme", "order-b", ReplyCode.PRESERVED, story.preservedFor(60)));
    assertMovesNothing(
        story,
        new Step.ByProvider(
            second, "globex", "other", ReplyCode.PRESERVED, story.preservedFor(60)));
    story.hears(
        new Step.ByProvider(
            second, "globex", "order-b", ReplyCode.PRESERVED, story.preservedFor(60)));
    assertThat(story.request.name()).isEqualTo(StateName.PRESERVED);
  }

  @Test
  void oneReplyMovesAllItemsOfItsOrder() {
    var story =
        Story.accepted(2)
            .does(new ActBody.Order(Story.orderId(1), List.of("1", "2"), "acme", "order-1"));

    story.hears(story.reply(1, ReplyCode.PRESERVED, story.preservedFor(60)));

    assertThat(story.request.items())
        .extracting(Item::name)
        .containsExactly(StateName.PRESERVED, StateName.PRESERVED);
    assertThat(story.clocks.stream().filter(c -> c.name() == ClockName.PRESERVATION))
        .extracting(ClockChange::item)
        .containsExactly("1", "2");
  }

  @Test
  void withdrawalWaitsForACancellationOfEachOpenOrder() {
    var story = Story.ordered(2).does(new ActBody.Withdraw("why"));
    var one = List.of(new OrderNotice(Story.orderId(1), "cancel-1"));

    assertThat(story.request.name()).isEqualTo(StateName.WITHDRAWN_UNCONFIRMED);
    assertThat(story.tries(new ActBody.ConfirmWithdrawal(one)))
        .isEqualTo(
            new Declined(new Reason.DocumentMissing(List.of(Story.orderId(1), Story.orderId(2)))));
    assertThat(story.tries(new ActBody.ConfirmWithdrawal(twice(one)))).isInstanceOf(Declined.class);
    story.does(story.confirmWithdrawal());
    assertThat(story.request.name()).isEqualTo(StateName.WITHDRAWN);
    assertThat(story.request.ended()).isTrue();
  }

  @Test
  void withdrawalLeavesAloneWhatIsPreserved() {
    var story = Story.ordered(2);
    story.hears(story.reply(1, ReplyCode.PRESERVED, story.preservedFor(60)));

    story.does(new ActBody.Withdraw("why"));
    story.does(story.confirmWithdrawal());

    assertThat(story.request.items())
        .extracting(Item::name)
        .containsExactly(StateName.PRESERVED, StateName.WITHDRAWN);
    assertThat(story.request.name()).isEqualTo(StateName.PRESERVED);
    assertThat(story.clocks)
        .filteredOn(ClockChange.Cancel.class::isInstance)
        .extracting(ClockChange::item)
        .containsOnly("2");
  }

  @Test
  void withdrawalBeforeAcknowledgementStopsTheClock() {
    var story = Story.submitted(1).does(new ActBody.Withdraw("why"));

    assertThat(story.clocks.getLast())
        .isEqualTo(new ClockChange.Cancel(ClockName.ACKNOWLEDGEMENT, ""));
    assertThat(Story.acknowledged(1).does(new ActBody.Withdraw("why")).clocks)
        .filteredOn(ClockChange.Cancel.class::isInstance)
        .containsExactly(new ClockChange.Cancel(ClockName.ACTION_REPORT, ""));
  }

  @Test
  void aReleaseIsForwardedToEachProviderThatHolds() {
    var story = Story.released(2);
    var none = new ActBody.ForwardRelease(List.of());
    var stranger =
        new ActBody.ForwardRelease(
            List.of(
                new OrderNotice(Story.orderId(1), "r-1"),
                new OrderNotice(Story.orderId(9), "r-9")));

    assertThat(story.tries(none)).isInstanceOf(Declined.class);
    assertThat(story.tries(stranger)).isInstanceOf(Declined.class);
    assertThat(story.tries(story.forwardRelease())).isInstanceOf(Decision.Taken.class);
  }

  @Test
  void aProviderThatHasNotBeenToldCannotCloseARelease() {
    var story = Story.released(1);
    var unasked = story.reply(1, ReplyCode.RELEASED, Body.EMPTY);
    assertMovesNothing(story, unasked);

    story.does(story.forwardRelease());

    // It answers the order still, not the release.
    assertMovesNothing(story, unasked);
    story.hears(story.reply(1, ReplyCode.RELEASED, Body.EMPTY));
    assertThat(story.events.getLast()).isInstanceOf(RequestEvent.RequestClosed.class);
  }

  @Test
  void aReleaseThatIsLostIsToldAndCanGoOutAgainOrBeConfirmed() {
    var story = Story.told(2);
    var lost = story.undeliverable(1);
    var late = story.reply(1, ReplyCode.RELEASED, Body.EMPTY);

    story.attempts(lost);

    assertThat(story.events.getLast())
        .isInstanceOfSatisfying(
            RequestEvent.ProviderNotReached.class,
            said -> {
              assertThat(said.items()).containsExactly("1");
              assertThat(said.documentKind()).isEqualTo("release");
              assertThat(said.document()).isEqualTo(lost.document());
              assertThat(said.reason()).isEqualTo("no-channel");
            });
    assertThat(story.request.toRelease())
        .extracting(Item.Holding::order)
        .containsExactly(Story.orderId(1));
    assertThat(story.request.next(Author.REQUESTED))
        .containsExactly(ActType.FORWARD_RELEASE, ActType.CONFIRM_RELEASE);
    assertThat(story.tries(new ActBody.ConfirmRelease(List.of("2"))))
        .isEqualTo(new Declined(new Reason.WrongItem("2")));
    assertThat(taken(story, story.act(new ActBody.ConfirmRelease(List.of("1")))).items().getFirst())
        .isInstanceOf(ItemEnd.Closed.class);
    assertThat(taken(story, late).items().getFirst()).isInstanceOf(ItemEnd.Closed.class);

    story.does(story.forwardRelease());

    assertThat(story.request.next(Author.REQUESTED)).isEmpty();
    assertMovesNothing(story, late);
    story.hears(story.reply(1, ReplyCode.RELEASED, Body.EMPTY));
    assertThat(story.item(1)).isInstanceOf(ItemEnd.Closed.class);
  }

  @Test
  void aCancellationThatIsLostIsToldAndTheWithdrawalStands() {
    var story = Story.ordered(1).does(new ActBody.Withdraw("why"));
    story.does(story.confirmWithdrawal());
    var lost = story.undeliverable(1);

    story.attempts(lost);

    assertThat(story.events.getLast())
        .isInstanceOfSatisfying(
            RequestEvent.ProviderNotReached.class,
            said -> assertThat(said.documentKind()).isEqualTo("cancel"));
    assertThat(story.request.name()).isEqualTo(StateName.WITHDRAWN);
  }

  @Test
  void releaseStopsTheClocksOfTheItem() {
    var story = Story.preserved(2, 60).does(Story.release(List.of("2")));

    assertThat(story.clocks.stream().filter(ClockChange.Cancel.class::isInstance))
        .containsExactly(
            new ClockChange.Cancel(ClockName.PRESERVATION, "2"),
            new ClockChange.Cancel(ClockName.PRESERVATION_WARNING, "2"));
    assertThat(story.request.name()).isEqualTo(StateName.PRESERVED);
    assertThat(story.request.next()).containsExactly(ActType.RELEASE, ActType.FORWARD_RELEASE);
  }

  @Test
  void aRequestIsClosedWhenItsLastItemHasEnded() {
    var story = Story.ordered(2);
    story.hears(
        story.reply(1, ReplyCode.NOT_AVAILABLE, Places.body(story, ReplyCode.NOT_AVAILABLE)));
    assertThat(story.events).noneMatch(RequestEvent.RequestClosed.class::isInstance);

    story.hears(
        story.reply(2, ReplyCode.NOT_AVAILABLE, Places.body(story, ReplyCode.NOT_AVAILABLE)));

    assertThat(story.events.getLast()).isInstanceOf(RequestEvent.RequestClosed.class);
    assertThat(story.request.name()).isEqualTo(StateName.NOT_AVAILABLE);
  }

  @Test
  void timesAreCutToMicroseconds() {
    var odd = Instant.parse("2026-11-25T00:00:00.123456789Z");

    var taken =
        Story.LIFECYCLE.submit(Story.ID, Story.facts(1, List.of("BC-8")), "officer", "h", odd);

    assertThat(((RequestState.Submitted) taken.request().state()).acknowledgeBy())
        .isEqualTo(Instant.parse("2026-11-25T02:00:00.123456Z"));
  }

  @Test
  void entriesThatDoNotFollowAreNoRequest() {
    var story = Story.acknowledged(1);
    var twice = List.of(story.entries.getFirst(), story.entries.getFirst());

    assertThatIllegalStateException()
        .isThrownBy(() -> Fold.replay(Story.LIFECYCLE, story.first, twice));
    assertThat(Fold.replay(Story.LIFECYCLE, story.first, story.entries)).isEqualTo(story.request);
  }

  private static List<OrderNotice> twice(List<OrderNotice> one) {
    return List.of(one.getFirst(), one.getFirst());
  }

  private static Step refuseWithReservation(Story story) {
    var act = story.act(new ActBody.Refuse("dual-criminality", "why"));
    return new Step.ByParty(
        act.type(),
        act.body(),
        act.author(),
        act.actor(),
        act.hash(),
        act.previous(),
        List.of("dual-criminality"));
  }

  private static List<Integer> daysWarned(Story story) {
    return story.events.stream()
        .filter(RequestEvent.PreservationExpiring.class::isInstance)
        .map(e -> ((RequestEvent.PreservationExpiring) e).daysLeft())
        .toList();
  }

  private static SharedRequest taken(Story story, Step step) {
    return ((Decision.Taken) story.tries(step)).request();
  }

  private static void assertMovesNothing(Story story, Step.ByProvider reply) {
    assertThat(story.tries(reply))
        .isInstanceOfSatisfying(
            Decision.Taken.class,
            taken -> {
              assertThat(taken.request().items()).isEqualTo(story.request.items());
              assertThat(taken.events()).isEmpty();
            });
  }

  private static Declined superseded() {
    return new Declined(new Reason.Superseded());
  }
}

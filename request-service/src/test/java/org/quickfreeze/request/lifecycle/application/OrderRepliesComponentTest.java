package org.quickfreeze.request.lifecycle.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActBody.OrderNotice;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.order.OrderCodec;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.OrderReply.Body;
import org.quickfreeze.contracts.order.RejectedReason;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.request.fixture.RequestDatabase;
import org.quickfreeze.request.fixture.World;
import org.quickfreeze.request.fixture.World.Ordered;

/** Replies of a provider, folded into a request in a real database. */
@Timeout(120)
class OrderRepliesComponentTest {
  private final World world = new World();

  @Test
  void givenAnOrder_whenTheProviderPreserves_thenBothSidesSeeUntilWhen() {
    Ordered ordered = world.ordered(world.accepted());

    world.hears(world.preserved(ordered));

    RequestView view = world.view(world.france, ordered.request());
    assertThat(view.state()).isEqualTo("Preserved");
    assertThat(view.items().getFirst().providerUntil()).isNotNull();
    assertThat(World.events(ordered.request()).getLast()).contains("data-preserved");
    assertThat(replies(ordered)).isEqualTo(1);
    assertThat(
            world
                .wiring
                .reads()
                .entries(world.france.officer().scope(), ordered.request())
                .orElseThrow()
                .getLast()
                .jws())
        .startsWith("ey");
  }

  @Test
  void givenAReply_whenItIsDeliveredTwice_thenItIsOneEntry() {
    Ordered ordered = world.ordered(world.accepted());
    Incoming reply = world.preserved(ordered);

    world.hears(reply);
    world.hears(reply);

    assertThat(replies(ordered)).isEqualTo(1);
    assertThat(World.events(ordered.request()))
        .filteredOn(event -> event.contains("data-preserved"))
        .hasSize(1);
  }

  @Test
  void givenAReplyThatWasValidWhenItCame_whenItIsReadAfterARevocation_thenItIsFoldedAsOfThen() {
    Ordered ordered = world.ordered(world.accepted());
    Instant came = world.now;
    Incoming reply = world.preserved(ordered);
    world.after(Duration.ofDays(10));
    world.register.revoked(world.acmesKey(), came.plusSeconds(1));

    world.hears(reply);

    RequestView.ItemView item = world.view(world.france, ordered.request()).items().getFirst();
    assertThat(item.providerUntil()).isEqualTo(came.plus(Duration.ofDays(90)));
    assertThat(
            RequestDatabase.texts(
                "select at = '"
                    + came
                    + "' from request.entry where kind = 'reply' and request = '"
                    + ordered.request()
                    + "'"))
        .containsExactly("t");
  }

  @Test
  void givenAKeyThatWasRevokedBeforeTheReplyCame_whenItIsRead_thenItIsPoison() {
    Ordered ordered = world.ordered(world.accepted());
    world.register.revoked(world.acmesKey(), world.now);
    Incoming reply = world.preserved(ordered);

    assertThatThrownBy(() -> world.hears(reply)).hasMessage("reply-signature");
    assertThat(replies(ordered)).isZero();
  }

  @Test
  void givenARejectedOrder_whenALateReplyComes_thenItIsAnEntryAndMovesNothing() {
    Ordered ordered = world.ordered(world.accepted());
    Incoming late = world.preserved(ordered);
    world.hears(
        world.reply(
            ordered,
            ordered.document(),
            ReplyCode.REJECTED,
            Body.rejected(RejectedReason.TOO_BROAD)));

    world.hears(late);

    assertThat(world.view(world.romania, ordered.request()).state()).isEqualTo("Accepted");
    assertThat(replies(ordered)).isEqualTo(2);
    assertThat(World.events(ordered.request())).noneMatch(e -> e.contains("data-preserved"));
  }

  @Test
  void givenACancelledOrder_whenTheProviderHasPreservedMeanwhile_thenARelayedReleaseEndsIt() {
    Ordered ordered = world.ordered(world.accepted());
    Incoming late = world.preserved(ordered);
    UUID request = ordered.request();
    world.act(world.france, request, new ActBody.Withdraw("no longer needed"));
    String cancel = follow(ordered, OrderKind.CANCEL, ordered.document());
    assertThat(
            world.act(
                world.romania,
                request,
                new ActBody.ConfirmWithdrawal(List.of(notice(ordered, cancel))),
                cancel))
        .isInstanceOf(Outcome.Done.class);
    assertThat(world.view(world.france, request).state()).isEqualTo("Withdrawn");

    world.hears(late);

    assertThat(world.view(world.france, request).state()).isEqualTo("Released");
    assertThat(World.feed(request).getLast()).endsWith(" org.quickfreeze.request.released.v1");
    String release = follow(ordered, OrderKind.RELEASE, SampleKey.hash(cancel));
    assertThat(
            world.act(
                world.romania,
                request,
                new ActBody.ForwardRelease(List.of(notice(ordered, release))),
                release))
        .isInstanceOf(Outcome.Done.class);
    assertThat(World.events(request).getLast())
        .contains(
            "\"documentKind\":\"release\"", "\"previous\":\"" + SampleKey.hash(cancel) + "\"");
    world.hears(world.reply(ordered, SampleKey.hash(release), ReplyCode.RELEASED, Body.EMPTY));
    assertThat(world.view(world.france, request).state()).isEqualTo("Closed");
  }

  @Test
  void givenAnOrder_whenItCannotReachItsProvider_thenBothSidesHearOfItAndTheNextOneCanGoOut() {
    Ordered ordered = world.ordered(world.accepted());
    Incoming lost = world.undeliverable(ordered);

    world.hears(lost);
    world.hears(lost);

    assertThat(world.view(world.romania, ordered.request()).state()).isEqualTo("Accepted");
    assertThat(World.events(ordered.request()))
        .filteredOn(event -> event.contains("item-reopened"))
        .singleElement()
        .asString()
        .contains("\"reason\":\"no-channel\"", "\"actor\":\"network\"");
    assertThat(World.feed(ordered.request()))
        .endsWith(
            "fr-24-7 org.quickfreeze.request.item-reopened.v1",
            "ro-24-7 org.quickfreeze.request.item-reopened.v1");
    assertThat(
            world
                .wiring
                .reads()
                .timeline(world.romania.officer().scope(), ordered.request())
                .orElseThrow())
        .filteredOn(milestone -> milestone.toString().contains("undeliverable"))
        .hasSize(1);
    assertThat(world.ordered(ordered.request()).order()).isNotEqualTo(ordered.order());
  }

  @Test
  void givenARelease_whenItCannotReachTheProvider_thenBothSidesHearOfItAndRomaniaCanEndIt() {
    Ordered ordered = released();
    UUID request = ordered.request();
    String release = forwarded(ordered);

    world.hears(world.undeliverable(ordered, SampleKey.hash(release)));

    assertThat(World.events(request).getLast())
        .contains(
            "provider-not-reached",
            "\"documentKind\":\"release\"",
            "\"reason\":\"no-channel\"",
            "\"document\":\"" + SampleKey.hash(release) + "\"");
    assertThat(World.feed(request))
        .endsWith(
            "fr-24-7 org.quickfreeze.request.provider-not-reached.v1",
            "ro-24-7 org.quickfreeze.request.provider-not-reached.v1");
    assertThat(world.view(world.romania, request).next())
        .containsExactly(ActType.FORWARD_RELEASE, ActType.CONFIRM_RELEASE);
    assertThat(world.act(world.romania, request, new ActBody.ConfirmRelease(List.of("1"))))
        .isInstanceOf(Outcome.Done.class);
    assertThat(world.view(world.france, request).state()).isEqualTo("Closed");
  }

  @Test
  void givenALostRelease_whenTheProviderReleasesAllTheSame_thenItCounts() {
    Ordered ordered = released();
    String release = forwarded(ordered);
    world.hears(world.undeliverable(ordered, SampleKey.hash(release)));

    world.hears(world.reply(ordered, SampleKey.hash(release), ReplyCode.RELEASED, Body.EMPTY));

    assertThat(world.view(world.france, ordered.request()).state()).isEqualTo("Closed");
  }

  @Test
  void givenAProviderWithoutAKey_whenAReleaseIsForwarded_thenItIsTakenAndSaidToBeLost() {
    Ordered ordered = released();
    UUID request = ordered.request();
    // Worlds before this one have left keys of their own in the database.
    world.directory.naming("provider/acme", DirectoryEntity.Key.class, world.now).stream()
        .filter(key -> key.use().equals("enc"))
        .forEach(key -> world.register.revoked(key, world.now));

    forwarded(ordered);

    assertThat(World.events(request))
        .noneMatch(e -> e.contains("order-issued") && e.contains("\"release\""));
    assertThat(World.events(request).getLast())
        .contains("provider-not-reached", "\"reason\":\"provider-without-key\"");
    assertThat(world.act(world.romania, request, new ActBody.ConfirmRelease(List.of("1"))))
        .isInstanceOf(Outcome.Done.class);
    assertThat(world.view(world.france, request).state()).isEqualTo("Closed");
  }

  @Test
  void givenAProviderThatHasEnded_whenAWithdrawalIsConfirmed_thenItStandsAndTheLossIsTold() {
    Ordered ordered = world.ordered(world.accepted());
    UUID request = ordered.request();
    world.act(world.france, request, new ActBody.Withdraw("no longer needed"));
    world.register.revoked(World.provider(), world.now);
    String cancel = follow(ordered, OrderKind.CANCEL, ordered.document());

    Outcome outcome =
        world.act(
            world.romania,
            request,
            new ActBody.ConfirmWithdrawal(List.of(notice(ordered, cancel))),
            cancel);

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(world.view(world.france, request).state()).isEqualTo("Withdrawn");
    assertThat(((Outcome.Done) outcome).request().entries())
        .isEqualTo(world.view(world.france, request).version());
    assertThat(World.events(request).getLast())
        .contains(
            "provider-not-reached",
            "\"documentKind\":\"cancel\"",
            "\"reason\":\"unknown-provider\"");
    assertThat(World.feed(request))
        .contains("ro-24-7 org.quickfreeze.request.provider-not-reached.v1");
  }

  @Test
  void givenAReplyBySomebodyElsesKey_whenItComes_thenItIsPoison() {
    Ordered ordered = world.ordered(world.accepted());
    OrderReply reply =
        new OrderReply(
            1,
            ordered.order(),
            ordered.document(),
            "acme",
            world.now,
            ReplyCode.ACKNOWLEDGED,
            Body.EMPTY);
    String forged = world.romania.key().sign("qf-reply+jws", OrderCodec.json(reply));

    assertThatThrownBy(() -> world.hears(world.passedOn(ordered, forged, ReplyCode.ACKNOWLEDGED)))
        .hasMessage("reply-signature");
    assertThat(replies(ordered)).isZero();
  }

  private Ordered released() {
    Ordered ordered = world.ordered(world.accepted());
    world.hears(world.preserved(ordered));
    world.act(
        world.france, ordered.request(), new ActBody.Release(List.of("1"), "no longer needed"));
    return ordered;
  }

  private String forwarded(Ordered ordered) {
    String release = follow(ordered, OrderKind.RELEASE, ordered.document());
    assertThat(
            world.act(
                world.romania,
                ordered.request(),
                new ActBody.ForwardRelease(List.of(notice(ordered, release))),
                release))
        .isInstanceOf(Outcome.Done.class);
    return release;
  }

  private String follow(Ordered ordered, OrderKind kind, String previous) {
    return world.romania.order(ordered.order(), ordered.request(), kind, previous, null, world.now);
  }

  private static OrderNotice notice(Ordered ordered, String document) {
    return new OrderNotice(ordered.order(), SampleKey.hash(document));
  }

  private static long replies(Ordered ordered) {
    return RequestDatabase.number(
        "select count(*) from request.entry where kind = 'reply' and request = '"
            + ordered.request()
            + "'");
  }
}

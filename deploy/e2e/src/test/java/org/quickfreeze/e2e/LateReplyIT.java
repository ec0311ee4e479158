package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;
import org.quickfreeze.demo.ProviderClient;
import org.quickfreeze.demo.SampleKey;

/** A provider whose answer crosses the cancellation of its order. */
class LateReplyIT {
  private final Network n = network();

  @Test
  void whatWasPreservedWhileTheOrderWasBeingCancelledIsReleased() {
    String group = "test-" + UUID.randomUUID();
    try (ProviderClient acme = new ProviderClient(n.addresses, "acme", group)) {
      Network.Ordered ordered = n.ordered();
      ProviderClient.Order order = Network.receive(acme, ordered.order(), OrderKind.PRESERVE);
      n.france.act(ordered.request(), ActType.WITHDRAW, new ActBody.Withdraw("solved")).expect(201);
      String cancel = follow(ordered, OrderKind.CANCEL, ordered.document());
      n.romania
          .act(
              ordered.request(),
              ActType.CONFIRM_WITHDRAWAL,
              new ActBody.ConfirmWithdrawal(List.of(notice(ordered, cancel))),
              cancel)
          .expect(201);
      Network.receive(acme, ordered.order(), OrderKind.CANCEL);

      Instant until = Instant.now().plus(70, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
      acme.reply(order, ReplyCode.PRESERVED, OrderReply.Body.preserved(until, 1));
      n.awaitState(n.france, ordered.request(), "Released");
      String release = follow(ordered, OrderKind.RELEASE, SampleKey.hash(cancel));
      n.romania
          .act(
              ordered.request(),
              ActType.FORWARD_RELEASE,
              new ActBody.ForwardRelease(List.of(notice(ordered, release))),
              release)
          .expect(201);
      acme.reply(
          Network.receive(acme, ordered.order(), OrderKind.RELEASE),
          ReplyCode.RELEASED,
          OrderReply.Body.EMPTY);

      n.awaitState(n.france, ordered.request(), "Closed");
      assertThat(n.audit("/events?subject=" + ordered.order()).toString())
          .doesNotContain("reply-refused");
    }
  }

  private String follow(Network.Ordered ordered, OrderKind kind, String previous) {
    return n.romania.order(ordered.order(), ordered.request(), "acme", kind, previous, null);
  }

  private static ActBody.OrderNotice notice(Network.Ordered ordered, String document) {
    return new ActBody.OrderNotice(ordered.order(), SampleKey.hash(document));
  }
}

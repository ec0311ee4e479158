package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.act.ActType.Author;
import org.quickfreeze.contracts.order.OrderReply;
import org.quickfreeze.contracts.order.ReplyCode;

/** What can move a request: a Party's act, a provider's reply, the network's word, or time. */
public sealed interface Step {

  /**
   * A Party's verified act.
   *
   * @param author the side that signed it
   * @param actor function for events, such as {@code officer/RO/ro-24-7}
   * @param hash hash of the act
   * @param previous the hash that the act names
   * @param reservations of the requested Party, which may open a ground of refusal
   */
  record ByParty(
      ActType type,
      ActBody body,
      Author author,
      String actor,
      String hash,
      String previous,
      List<String> reservations)
      implements Step {}

  /** A provider's verified reply. */
  record ByProvider(
      UUID order, String provider, String answers, ReplyCode code, OrderReply.Body body)
      implements Step {}

  /**
   * A document that the network cannot bring to its provider.
   *
   * @param document hash of the document
   * @param reason code, such as {@code no-channel}
   */
  record ByNetwork(UUID order, String provider, String document, String reason) implements Step {}

  /**
   * A clock that has run out.
   *
   * @param name see {@link ClockName}
   */
  record ByClock(ClockName name, String item, Instant dueAt) implements Step {}
}

package org.quickfreeze.request.lifecycle.application;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.clocks.Clocks.ClockRow;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.act.ActType.Author;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.lifecycle.domain.Item;
import org.quickfreeze.request.lifecycle.domain.ItemDisclosure;
import org.quickfreeze.request.lifecycle.domain.ItemEnd;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;

/** A request as one of its two sides sees it; no content. */
public record RequestView(
    UUID id,
    String kind,
    Side from,
    Side to,
    String urgency,
    String state,
    long version,
    String head,
    boolean exercise,
    String rulebook,
    Instant submittedAt,
    List<ItemView> items,
    List<ClockView> clocks,
    List<ActType> next) {

  /** One data item. */
  public record ItemView(
      String id,
      String state,
      @Nullable Instant until,
      @Nullable Instant providerUntil,
      @Nullable UUID order,
      @Nullable String provider,
      @Nullable String reason) {}

  /**
   * One clock.
   *
   * @param hard whether law sets it; a soft clock is configuration and is shown as such
   */
  public record ClockView(
      String name,
      String item,
      String state,
      Instant startedAt,
      Instant dueAt,
      boolean hard,
      String rule) {}

  static RequestView of(
      SharedRequest request, Instant submittedAt, List<ClockRow> clocks, Author side) {
    return new RequestView(
        request.id(),
        request.facts().kind(),
        request.facts().from(),
        request.facts().to(),
        request.facts().urgency(),
        request.stateName(),
        request.entries(),
        request.head(),
        request.facts().exercise(),
        request.facts().rulebook(),
        submittedAt,
        items(request),
        clocks.stream().map(RequestView::clock).toList(),
        request.next(side));
  }

  private static List<ItemView> items(SharedRequest request) {
    List<ItemView> views = new ArrayList<>();
    for (Item item : request.items()) {
      views.add(view(item));
    }
    return views;
  }

  private static ItemView view(Item item) {
    return switch (item) {
      case Item.Preserved p -> held(item, p.until(), p.providerUntil());
      case ItemEnd.Expired e -> held(item, e.until(), null);
      case ItemEnd.NotAvailable n -> ended(item, n.reason());
      case ItemEnd.NotExecuted n -> ended(item, n.reason());
      case ItemEnd.Refused r -> ended(item, r.ground());
      case Item.Asked _,
          Item.Accepted _,
          Item.Ordered _,
          Item.HeldPendingMla _,
          ItemDisclosure.Returned _,
          ItemDisclosure.UnderExamination _,
          ItemDisclosure.Transmitted _,
          ItemDisclosure.Received _,
          Item.Released _,
          Item.WithdrawnUnconfirmed _,
          Item.Withdrawn _,
          ItemEnd.Closed _ ->
          held(item, null, null);
    };
  }

  private static ItemView held(
      Item item, @Nullable Instant until, @Nullable Instant providerUntil) {
    Item.Holding holding = item.holding();
    return new ItemView(
        item.id(),
        item.stateName(),
        until,
        providerUntil,
        holding == null ? null : holding.order(),
        holding == null ? null : holding.provider(),
        null);
  }

  private static ItemView ended(Item item, String reason) {
    return new ItemView(item.id(), item.stateName(), null, null, null, null, reason);
  }

  private static ClockView clock(ClockRow row) {
    return new ClockView(
        row.name(), row.item(), row.state(), row.startedAt(), row.dueAt(), row.hard(), row.rule());
  }
}

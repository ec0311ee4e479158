package org.quickfreeze.request.lifecycle.application;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.clocks.Clocks;
import org.quickfreeze.backbone.clocks.Clocks.ClockRow;
import org.quickfreeze.backbone.feed.Feed;
import org.quickfreeze.backbone.feed.Feed.FeedRow;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.DataKey;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.lifecycle.application.RequestStore.EntryRow;
import org.quickfreeze.request.lifecycle.application.RequestStore.Stored;
import org.quickfreeze.request.lifecycle.domain.ClockChange;
import org.quickfreeze.request.lifecycle.domain.Decision;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;

/** Writes down what a step came to: entry, state, clocks, events and feeds, in one transaction. */
final class RequestLedger {
  private final Outbox outbox;
  private final SharedKeys keys;

  RequestLedger(Outbox outbox, SharedKeys keys) {
    this.outbox = outbox;
    this.keys = keys;
  }

  /** Old and new value of a step; the event's detail is an HMAC over its JSON. */
  record ChangeRecord(
      UUID request, long entry, String type, String before, String after, String hash) {}

  /** The first entry; returns whether the request's id was free. */
  boolean open(Tx tx, Decision.Taken taken, Entered entered, long directoryVersion)
      throws SQLException {
    SharedRequest request = taken.request();
    DataKey key = DataKey.fresh();
    byte[] from = keys.wrap(request.facts().from().party(), key, request.id());
    byte[] to = keys.wrap(request.facts().to().party(), key, request.id());
    if (!RequestStore.insert(tx, request, from, to, entered.at())) {
      return false;
    }
    keep(tx, key, "", taken, entered, directoryVersion);
    return true;
  }

  /**
   * Any further entry.
   *
   * @param directoryVersion by which it was decided; null where the register played no part
   */
  void keep(
      Tx tx, Stored stored, Decision.Taken taken, Entered entered, @Nullable Long directoryVersion)
      throws SQLException {
    RequestStore.update(tx, taken.request(), entered.at());
    keep(tx, keys.open(stored), stored.request().stateName(), taken, entered, directoryVersion);
  }

  private void keep(
      Tx tx,
      DataKey key,
      String before,
      Decision.Taken taken,
      Entered entered,
      @Nullable Long directoryVersion)
      throws SQLException {
    SharedRequest request = taken.request();
    UUID eventId = taken.events().isEmpty() ? null : UUID.randomUUID();
    byte[] change = change(before, request, entered);
    RequestStore.append(
        tx,
        new EntryRow(
            request.id(),
            request.entries(),
            entered.kind(),
            entered.type(),
            entered.party(),
            entered.authority(),
            entered.hash(),
            directoryVersion == null ? 0 : directoryVersion,
            entered.at(),
            sealed(key, request, entered.compact()),
            eventId,
            key.encrypt(change, SharedKeys.changePlace(request.id(), request.entries()))));
    applyClocks(tx, request.id(), taken.clocks(), entered.at());
    if (eventId != null) {
      String detail = base64(key.detail(eventId.toString(), change));
      outbox.write(tx, records(taken.events(), eventId, detail, entered.at(), directoryVersion));
      Feed.add(tx, feed(request, taken.events(), entered.at()));
    }
  }

  private static byte @Nullable [] sealed(
      DataKey key, SharedRequest request, @Nullable String compact) {
    return compact == null
        ? null
        : key.encrypt(
            compact.getBytes(StandardCharsets.US_ASCII),
            SharedKeys.entryPlace(request.id(), request.entries()));
  }

  /** The first event carries the detail of the step; the others follow from it. */
  private static List<OutboundRecord> records(
      List<RequestEvent> events,
      UUID firstId,
      String detail,
      Instant at,
      @Nullable Long directoryVersion) {
    List<OutboundRecord> records = new ArrayList<>();
    for (RequestEvent event : events) {
      boolean first = records.isEmpty();
      records.add(
          CloudEvents.of(
              first ? firstId : UUID.randomUUID(),
              event,
              at,
              directoryVersion,
              first ? detail : null));
    }
    return records;
  }

  private static List<FeedRow> feed(SharedRequest request, List<RequestEvent> events, Instant at) {
    List<FeedRow> rows = new ArrayList<>();
    for (RequestEvent event : events) {
      String type = EventTypes.of(event).wire();
      for (Side side : List.of(request.facts().from(), request.facts().to())) {
        rows.add(
            new FeedRow(
                side.party(),
                side.authority(),
                request.id().toString(),
                type,
                request.entries(),
                at));
      }
    }
    return rows;
  }

  private static void applyClocks(Tx tx, UUID request, List<ClockChange> changes, Instant now)
      throws SQLException {
    List<ClockRow> starts = new ArrayList<>();
    for (ClockChange change : changes) {
      String name = change.name().wire();
      switch (change) {
        case ClockChange.Start s ->
            starts.add(
                new ClockRow(
                    request, name, s.item(), s.rule(), s.hard(), "running", now, s.dueAt()));
        case ClockChange.Meet _ -> Clocks.end(tx, request, name, change.item(), "met");
        case ClockChange.Cancel _ -> Clocks.end(tx, request, name, change.item(), "cancelled");
        case ClockChange.RunOut _ -> Clocks.end(tx, request, name, change.item(), "run-out");
      }
    }
    Clocks.start(tx, starts);
  }

  private static byte[] change(String before, SharedRequest after, Entered entered) {
    return Wire.bytes(
        new ChangeRecord(
            after.id(),
            after.entries(),
            entered.type(),
            before,
            after.stateName(),
            entered.hash()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

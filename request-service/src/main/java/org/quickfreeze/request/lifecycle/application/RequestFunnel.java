package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType.Author;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.lifecycle.application.OrderSealing.SealedOrder;
import org.quickfreeze.request.lifecycle.application.OrderSealing.Wanted;
import org.quickfreeze.request.lifecycle.application.RequestStore.EntryRow;
import org.quickfreeze.request.lifecycle.application.RequestStore.Stored;
import org.quickfreeze.request.lifecycle.domain.ClockChange;
import org.quickfreeze.request.lifecycle.domain.ClockName;
import org.quickfreeze.request.lifecycle.domain.Decision;
import org.quickfreeze.request.lifecycle.domain.Lifecycle;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;
import org.quickfreeze.request.lifecycle.domain.Step;

/**
 * The one way in which a shared request changes in the database: entry, state, clocks, events and
 * feeds in one transaction. Needs no HTTP and no Kafka.
 */
public final class RequestFunnel {
  private final Lifecycle lifecycle;
  private final Outbox outbox;
  private final KeyVault vault;
  private final OrderSealing sealing;

  public RequestFunnel(Lifecycle lifecycle, Outbox outbox, KeyVault vault, OrderSealing sealing) {
    this.lifecycle = lifecycle;
    this.outbox = outbox;
    this.vault = vault;
    this.sealing = sealing;
  }

  /** The first act: a request comes into being. The form has been checked. */
  public Outcome submit(Tx tx, SignedAct signed, RequestFacts facts, String actor, Instant now)
      throws SQLException {
    Act act = signed.act();
    if (!act.previous().isEmpty()) {
      return new Outcome.NotAllowed(new Decision.Reason.WrongPrevious(""));
    }
    Decision.Taken taken = lifecycle.submit(act.request(), facts, actor, signed.hash(), now);
    DataKey key = DataKey.fresh();
    byte[] from = vault.wrap(facts.from().party(), key, keyPlace(act.request()));
    byte[] to = vault.wrap(facts.to().party(), key, keyPlace(act.request()));
    if (!RequestStore.insert(tx, taken.request(), from, to, now)) {
      return RequestStore.read(tx, act.request()).isPresent()
              && RequestStore.hasEntry(tx, act.request(), signed.hash())
          ? new Outcome.Replayed()
          : new Outcome.Exists();
    }
    Entered entered = Entered.act(signed, now);
    keep(tx, key, "", taken, entered, signed.directoryVersion());
    return new Outcome.Done(taken.request());
  }

  /** Any further act of a Party. */
  public Outcome act(
      Tx tx, SignedAct signed, List<String> documents, long ifVersion, String actor, Instant now)
      throws SQLException {
    Act act = signed.act();
    Optional<Stored> found = RequestStore.lock(tx, act.request());
    if (found.isEmpty()) {
      return new Outcome.NotFound();
    }
    Stored stored = found.get();
    SharedRequest request = stored.request();
    if (RequestStore.hasEntry(tx, request.id(), signed.hash())) {
      return new Outcome.Replayed();
    }
    if (request.entries() != ifVersion) {
      return new Outcome.Stale(request.entries());
    }
    Author author = author(request, act);
    Side other = author == Author.REQUESTER ? request.facts().to() : request.facts().from();
    if (!other.equals(new Side(act.to().party(), act.to().authority()))) {
      return new Outcome.WrongAddressee("/to", "is not the other side of this request");
    }
    Step step =
        new Step.ByParty(
            act.type(),
            act.body(),
            author,
            actor,
            signed.hash(),
            act.previous(),
            sealing.reservationsOf(request.facts().to().party(), now));
    return switch (lifecycle.decide(request, step, now)) {
      case Decision.Declined declined -> new Outcome.NotAllowed(declined.reason());
      case Decision.Taken taken -> keepAct(tx, stored, taken, signed, documents, actor, now);
    };
  }

  /** A provider's verified reply. Returns whether it moved the request. */
  public boolean reply(Tx tx, UUID request, Step.ByProvider reply, Entered entered, Instant now)
      throws SQLException {
    Optional<Stored> stored = RequestStore.lock(tx, request);
    if (stored.isEmpty() || RequestStore.hasEntry(tx, request, entered.hash())) {
      return false;
    }
    if (!(lifecycle.decide(stored.get().request(), reply, now) instanceof Decision.Taken taken)) {
      return false;
    }
    keep(tx, stored.get(), taken, entered, null);
    return true;
  }

  /** Lets the due clocks of a request run out, unless somebody else is at it. */
  public void runOut(Tx tx, UUID request, Instant now) throws SQLException {
    Optional<Stored> found = RequestStore.lockIfFree(tx, request);
    if (found.isEmpty()) {
      return;
    }
    Stored stored = found.get();
    for (ClockRow clock : Clocks.due(tx, request, now)) {
      Step step = new Step.ByClock(ClockName.named(clock.name()), clock.item(), clock.dueAt());
      switch (lifecycle.decide(stored.request(), step, now)) {
        case Decision.Declined _ ->
            Clocks.end(tx, request, clock.name(), clock.item(), "cancelled");
        case Decision.Taken taken -> {
          Entered fact = Entered.clock(clock, taken.request().entries(), now);
          keep(tx, stored, taken, fact, null);
          stored =
              new Stored(taken.request(), stored.keyFrom(), stored.keyTo(), stored.submittedAt());
        }
      }
    }
  }

  private Outcome keepAct(
      Tx tx,
      Stored stored,
      Decision.Taken taken,
      SignedAct signed,
      List<String> documents,
      String actor,
      Instant now)
      throws SQLException {
    List<SealedOrder> orders = new ArrayList<>();
    for (Wanted wanted : documentsOf(stored.request(), signed.act())) {
      if (wanted.kind().equals("preserve") && OwnDocuments.taken(tx, wanted.order())) {
        return new Outcome.NotSealed("order-id-taken", "The order's id has been used before.");
      }
      switch (sealing.seal(wanted, documents, signed.act().author(), now)) {
        case OrderSealing.Outcome.Done done -> orders.add(done.order());
        case OrderSealing.Outcome.Not not -> {
          return new Outcome.NotSealed(not.code(), not.what());
        }
      }
    }
    Decision.Taken whole = withOrders(taken, orders, actor, signed.act());
    for (SealedOrder order : orders) {
      OwnDocuments.keep(tx, vault, signed.act().author(), order, now);
    }
    keep(tx, stored, whole, Entered.act(signed, now), signed.directoryVersion());
    return new Outcome.Done(whole.request());
  }

  /** The order documents that an act names. */
  private static List<Wanted> documentsOf(SharedRequest request, Act act) {
    return switch (act.body()) {
      case ActBody.Order order ->
          List.of(
              new Wanted(
                  act.request(), order.order(), "preserve", order.provider(), order.document()));
      case ActBody.ConfirmWithdrawal confirm ->
          confirm.cancellations().stream().map(n -> wanted(request, act, n, "cancel")).toList();
      case ActBody.ForwardRelease forward ->
          forward.releases().stream().map(n -> wanted(request, act, n, "release")).toList();
      default -> List.of();
    };
  }

  private static Wanted wanted(
      SharedRequest request, Act act, ActBody.OrderNotice notice, String kind) {
    return new Wanted(
        act.request(), notice.order(), kind, request.providerOf(notice.order()), notice.document());
  }

  private static Decision.Taken withOrders(
      Decision.Taken taken, List<SealedOrder> orders, String actor, Act act) {
    List<RequestEvent> events = new ArrayList<>(taken.events());
    for (SealedOrder order : orders) {
      Wanted w = order.wanted();
      List<String> items = act.body() instanceof ActBody.Order body ? body.items() : List.of();
      events.add(
          new RequestEvent.OrderIssued(
              act.request(),
              taken.request().facts(),
              actor,
              null,
              w.order(),
              w.provider(),
              items,
              w.kind(),
              w.hash(),
              null,
              null,
              order.sealed()));
    }
    return new Decision.Taken(taken.request(), events, taken.clocks());
  }

  private void keep(
      Tx tx, Stored stored, Decision.Taken taken, Entered entered, @Nullable Long directoryVersion)
      throws SQLException {
    RequestFacts facts = taken.request().facts();
    DataKey key =
        vault.unwrap(facts.from().party(), stored.keyFrom(), keyPlace(taken.request().id()));
    RequestStore.update(tx, taken.request(), entered.at());
    keep(
        tx,
        key,
        stored.request().stateName(),
        taken,
        entered,
        directoryVersion == null ? -1 : directoryVersion);
  }

  private void keep(
      Tx tx,
      DataKey key,
      String before,
      Decision.Taken taken,
      Entered entered,
      long directoryVersion)
      throws SQLException {
    SharedRequest request = taken.request();
    List<RequestEvent> events = taken.events();
    UUID eventId = events.isEmpty() ? null : UUID.randomUUID();
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
            Math.max(0, directoryVersion),
            entered.at(),
            entered.compact() == null
                ? null
                : key.encrypt(ascii(entered.compact()), entryPlace(request)),
            eventId,
            key.encrypt(change, changePlace(request))));
    applyClocks(tx, request.id(), taken.clocks(), entered.at());
    publish(tx, key, request, events, eventId, change, entered.at(), directoryVersion);
  }

  private void publish(
      Tx tx,
      DataKey key,
      SharedRequest request,
      List<RequestEvent> events,
      @Nullable UUID firstId,
      byte[] change,
      Instant at,
      long directoryVersion)
      throws SQLException {
    List<OutboundRecord> records = new ArrayList<>();
    List<FeedRow> feed = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      UUID id = i == 0 && firstId != null ? firstId : UUID.randomUUID();
      String detail =
          i > 0
              ? null
              : Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString(key.detail(id.toString(), change));
      Long version = directoryVersion < 0 ? null : directoryVersion;
      records.add(CloudEvents.of(id, events.get(i), at, version, detail));
      String type = EventTypes.of(events.get(i)).wire();
      for (Side side : List.of(request.facts().from(), request.facts().to())) {
        feed.add(
            new FeedRow(
                side.party(),
                side.authority(),
                request.id().toString(),
                type,
                request.entries(),
                at));
      }
    }
    if (!records.isEmpty()) {
      outbox.write(tx, records);
      Feed.add(tx, feed);
    }
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

  /** Old and new value of a step; the event's detail is an HMAC over its JSON. */
  public record ChangeRecord(
      UUID request, long entry, String type, String before, String after, String hash) {}

  private static Author author(SharedRequest request, Act act) {
    Side author = new Side(act.author().party(), act.author().authority());
    return author.equals(request.facts().from()) ? Author.REQUESTER : Author.REQUESTED;
  }

  /** The shared key of a request, opened for the Party of the scope. */
  DataKey sharedKey(Stored stored, Scope scope) {
    RequestFacts facts = stored.request().facts();
    boolean requester = facts.from().party().equals(scope.party());
    return vault.unwrap(
        requester ? facts.from().party() : facts.to().party(),
        requester ? stored.keyFrom() : stored.keyTo(),
        keyPlace(stored.request().id()));
  }

  static String keyPlace(UUID request) {
    return request + "/shared";
  }

  static String entryPlace(SharedRequest request) {
    return entryPlace(request.id(), request.entries());
  }

  static String entryPlace(UUID request, long number) {
    return request + "/entry/" + number;
  }

  static String changePlace(SharedRequest request) {
    return changePlace(request.id(), request.entries());
  }

  static String changePlace(UUID request, long number) {
    return request + "/change/" + number;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}

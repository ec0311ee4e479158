package org.quickfreeze.registry.notice;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.event.Event;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.event.RegistryEvent.NoticeUnanswered;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.registry.notice.NoticeRows.AttemptRow;
import org.quickfreeze.registry.notice.NoticeRows.NoticeRow;
import org.quickfreeze.registry.notice.domain.Notice;

/** Notices from their event to their end; what calls people is {@link NoticeCalls}. */
public final class Notices {
  /** An event that was read this late tells nobody any more: the register was down for a week. */
  private static final Duration TOO_OLD = Duration.ofDays(7);

  private final Transactions transactions;
  private final DirectoryCopy directory;
  private final Outbox outbox;

  public Notices(Transactions transactions, DirectoryCopy directory, Outbox outbox) {
    this.transactions = transactions;
    this.directory = directory;
    this.outbox = outbox;
  }

  /** A call as answers show it: by what and for whom, never to which address. */
  public record AttemptView(
      int number,
      int round,
      int line,
      String channel,
      String function,
      Instant at,
      String outcome) {}

  /**
   * A notice as answers show it.
   *
   * @param occasion such as {@code new-request}
   * @param subject the request, or own file, that it is about
   * @param state open, or how it ended: seen by somebody, done meanwhile, or unanswered
   * @param alarmed whether everybody was called often enough, and whoever runs the network was told
   * @param confirmedBy function of whoever has, or {@code telephone}
   */
  public record NoticeView(
      UUID id,
      String occasion,
      UUID subject,
      String party,
      String authority,
      String urgency,
      boolean exercise,
      Instant createdAt,
      String state,
      boolean alarmed,
      @Nullable String confirmedBy,
      @Nullable Instant endedAt,
      @Nullable Instant nextCallAt,
      List<AttemptView> attempts) {}

  /** What confirming came to. */
  sealed interface Confirming {
    record Done() implements Confirming {}

    record NotFound() implements Confirming {}

    record Over(String state) implements Confirming {}
  }

  /** Takes an event in: who has to be told of it, and which notices it makes pointless. */
  void take(Tx tx, UUID source, EventTypes type, Event event, Instant at, Instant now)
      throws SQLException {
    List<String> settled = Occasion.settledBy(type);
    if (!settled.isEmpty()) {
      for (UUID id : NoticeRows.openAbout(tx, Occasion.subject(event), settled)) {
        NoticeRows.update(tx, id, new Notice.Settled(), null, now);
      }
    }
    Optional<Occasion> occasion = Occasion.of(type);
    if (occasion.isPresent() && at.isAfter(now.minus(TOO_OLD))) {
      open(tx, source, occasion.get(), event, now);
    }
  }

  private static void open(Tx tx, UUID source, Occasion occasion, Event event, Instant now)
      throws SQLException {
    Side side = occasion.side(event);
    open(
        tx,
        new NoticeRow(
            UUID.randomUUID(),
            source,
            Occasion.subject(event),
            occasion,
            side.party(),
            side.authority(),
            occasion.urgency(event),
            Occasion.exercise(event),
            now,
            Notice.Open.begin(now),
            null,
            null));
  }

  /**
   * Two tests of a channel in a row have found nobody: by the other channels, telephones too.
   *
   * @param ping the second of them
   */
  public void pingFailed(Tx tx, UUID ping, String party, String authority, Instant now)
      throws SQLException {
    raise(tx, ping, Occasion.PING_FAILED, party, authority, ping, now);
  }

  /**
   * Tells something that the register knows by itself.
   *
   * @param source the same for what is to be told once
   * @return whether it had not been told before
   */
  boolean raise(
      Tx tx,
      UUID source,
      Occasion occasion,
      String party,
      String authority,
      UUID subject,
      Instant now)
      throws SQLException {
    return open(
        tx,
        new NoticeRow(
            UUID.randomUUID(),
            source,
            subject,
            occasion,
            party,
            authority,
            occasion.urgency(),
            false,
            now,
            Notice.Open.begin(now),
            null,
            null));
  }

  private static boolean open(Tx tx, NoticeRow row) throws SQLException {
    return NoticeRows.insert(tx, row, Notice.Open.begin(row.createdAt()));
  }

  /** One of the authority's people has seen it. */
  Confirming confirm(Tx tx, UUID id, String by, Instant now) throws SQLException {
    Optional<NoticeRow> found = NoticeRows.lock(tx, id);
    if (found.isEmpty()) {
      return new Confirming.NotFound();
    }
    Notice notice = found.get().notice();
    if (!(notice instanceof Notice.Open open)) {
      return new Confirming.Over(NoticeRows.word(notice));
    }
    NoticeRows.update(tx, id, open.confirm(), by, now);
    return new Confirming.Done();
  }

  /** Nobody has answered so far: the audit hears of it, and whoever watches the figures. */
  void unanswered(Tx tx, NoticeRow row, Instant now) throws SQLException {
    long version = directory.version();
    NoticeUnanswered event =
        new NoticeUnanswered(
            "authority/" + row.authority(),
            version,
            "clock",
            row.id(),
            row.occasion().code(),
            row.urgency(),
            row.exercise());
    outbox.write(tx, List.of(CloudEvents.of(UUID.randomUUID(), event, now, version)));
  }

  List<NoticeView> page(Caller caller, boolean open, Instant before, int limit) {
    return transactions.<List<NoticeView>, RuntimeException>inTransaction(
        caller.scope(),
        tx -> {
          List<NoticeView> views = new ArrayList<>();
          for (NoticeRow row : NoticeRows.page(tx, open, before, limit)) {
            views.add(view(row, NoticeRows.attempts(tx, row.id())));
          }
          return views;
        });
  }

  Optional<NoticeView> find(Caller caller, UUID id) {
    return transactions.<Optional<NoticeView>, RuntimeException>inTransaction(
        caller.scope(),
        tx -> {
          Optional<NoticeRow> row = NoticeRows.read(tx, id);
          return row.isEmpty()
              ? Optional.empty()
              : Optional.of(view(row.get(), NoticeRows.attempts(tx, id)));
        });
  }

  /** How many notices are open now. */
  long countOpen() {
    return transactions.<Long, RuntimeException>inTransaction(Scope.system(), NoticeRows::open);
  }

  private static NoticeView view(NoticeRow row, List<AttemptRow> attempts) {
    return new NoticeView(
        row.id(),
        row.occasion().code(),
        row.subject(),
        row.party(),
        row.authority(),
        row.urgency(),
        row.exercise(),
        row.createdAt(),
        NoticeRows.word(row.notice()),
        row.notice() instanceof Notice.Open open && open.alarmed(),
        row.confirmedBy(),
        row.endedAt(),
        row.notice() instanceof Notice.Open waiting ? waiting.nextAt() : null,
        attempts.stream()
            .map(
                a ->
                    new AttemptView(
                        a.number(),
                        a.round(),
                        a.line(),
                        a.channel(),
                        a.function(),
                        a.at(),
                        a.outcome()))
            .toList());
  }
}
